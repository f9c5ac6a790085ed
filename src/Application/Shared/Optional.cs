namespace UserSystem.Application.Shared;

/// <summary>A member of a merge patch (RFC 7396): absent, or given, and then possibly null.</summary>
public readonly record struct Optional<T>
{
    /// <summary>A member that was given.</summary>
    public Optional(T value) => (Value, IsGiven) = (value, true);

    /// <summary>False where the member was absent: what it stands for stays as it is.</summary>
    public bool IsGiven { get; }

    /// <summary>What was given.</summary>
    public T Value { get; }
}
