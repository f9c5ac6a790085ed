using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Pipeline;

/// <summary>Who may send a request. Every request states it; one without a statement does not compile.</summary>
public sealed class Access
{
    /// <summary>Anyone, known or not.</summary>
    public static readonly Access Anonymous = new("anonymous", static _ => null);

    /// <summary>Anyone who is logged in, about their own things.</summary>
    public static readonly Access OwnData = new("own_data", static caller =>
        caller.Identity is null ? caller.Refusal ?? CommonErrors.TokenMissing : null);

    /// <summary>The service itself: work that it deferred, and its command line.</summary>
    public static readonly Access System = new("system", static caller =>
        caller.IsSystem ? null : CommonErrors.AccessDenied);

    private readonly Func<ICaller, Error?> _check;

    private Access(string name, Func<ICaller, Error?> check) => (Name, _check) = (name, check);

    /// <summary>A word for descriptions and tests.</summary>
    public string Name { get; }

    /// <summary>Why this caller may not; null where they may.</summary>
    public Error? Check(ICaller caller) => _check(caller);
}

/// <summary>What states who may send it.</summary>
public interface IGuarded
{
    /// <summary>Who may.</summary>
    static abstract Access Access { get; }
}
