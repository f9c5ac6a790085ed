using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>The caller gives the password again, for what asks for one given lately; the session goes on with new tokens.</summary>
/// <param name="Password">The password.</param>
public sealed record Reauthenticate(string? Password) : ICommand<TokensDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

internal sealed class ReauthenticateValidator : AbstractValidator<Reauthenticate>
{
    public ReauthenticateValidator() => RuleFor(request => request.Password).Required().GivenPassword();
}

internal sealed class ReauthenticateHandler(
    IUserRepository users, OwnPassword ownPassword, ISessionRepository sessions, IRefreshTokens refreshTokens, TokenAnswers answers,
    ICaller caller, TimeProvider clock)
    : ICommandHandler<Reauthenticate, TokensDto>
{
    public async Task<Result<TokensDto>> Handle(Reauthenticate request, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(caller.UserId, cancellationToken) is not { } user)
        {
            return SessionErrors.Ended;
        }

        if (await ownPassword.CompareAsync(user, request.Password!, cancellationToken) is { } refused)
        {
            return refused;
        }

        var now = clock.GetUtcNow();
        var session = caller.Identity!.SessionId;
        while (await sessions.FindLiveAsync(session, now, cancellationToken) is { } live)
        {
            // Nobody presented the refresh token of before, so the new one cannot be sealed for it: it can be excused, not answered again.
            var next = refreshTokens.Create(session, live.Generation + 1);
            if (await sessions.TryReauthenticateAsync(session, live.Generation, next.Hash, now, cancellationToken) is { } fresh)
            {
                return answers.For(fresh, next, now);
            }
        }

        return SessionErrors.Ended;
    }
}
