using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Accounts;

/// <summary>Asks that the caller proved who they are within the last ten minutes, for what a session left open must not do.</summary>
internal sealed class FreshLogin(ICaller caller, TimeProvider clock)
{
    /// <summary>Null where they did; a caller who is not known is a bug and throws.</summary>
    public Error? Check() =>
        clock.GetUtcNow() - caller.Identity!.AuthenticatedAt <= SessionErrors.ReauthenticationRequired.MaxAge
            ? null
            : SessionErrors.ReauthenticationRequired;
}
