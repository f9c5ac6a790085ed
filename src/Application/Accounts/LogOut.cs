using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Accounts;

/// <summary>Ends the session of the access token or of the refresh token that was sent. There is nothing to refuse: afterwards it is over.</summary>
/// <param name="RefreshToken">For clients whose access token has run out.</param>
public sealed record LogOut(string? RefreshToken = null) : ICommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Anonymous;
}

internal sealed class LogOutHandler(
    ISessionRepository sessions, IRefreshTokens refreshTokens, IEndedSessions endedSessions, ICaller caller, TimeProvider clock)
    : ICommandHandler<LogOut>
{
    public async Task<Result> Handle(LogOut request, CancellationToken cancellationToken)
    {
        if (caller.Identity is { } identity)
        {
            await EndAsync(identity.SessionId, cancellationToken);
        }

        if (request.RefreshToken is { } text && refreshTokens.Read(text) is { } token && token.SessionId != caller.Identity?.SessionId)
        {
            await EndAsync(token.SessionId, cancellationToken);
        }

        return Result.Success;
    }

    private async Task EndAsync(SessionId session, CancellationToken ct)
    {
        await sessions.EndAsync(session, SessionEndReason.LoggedOut, clock.GetUtcNow(), ct);
        endedSessions.Add(session);
    }
}
