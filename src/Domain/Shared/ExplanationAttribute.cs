namespace UserSystem.Domain.Shared;

/// <summary>
/// Tells those who meet a code why, and what to do about it. It stands where the code is declared, once for each code, and from there
/// comes into the list of all codes. Names of calls and members stand in backquotes.
/// </summary>
/// <param name="cause">Why it is answered, in a sentence or two.</param>
/// <param name="cure">What the client does about it, in a sentence or two.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Field | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class ExplanationAttribute(string cause, string cure) : Attribute
{
    /// <summary>Why it is answered.</summary>
    public string Cause => cause;

    /// <summary>What the client does about it.</summary>
    public string Cure => cure;

    /// <summary>The code, where what is marked is no error itself; null where it is.</summary>
    public string? Code { get; init; }
}
