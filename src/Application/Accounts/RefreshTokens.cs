using FluentValidation;
using Microsoft.Extensions.Options;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Accounts;

/// <summary>Brings new tokens for a session; the refresh token that was sent is replaced.</summary>
/// <param name="RefreshToken">The newest refresh token of the session.</param>
public sealed record RefreshTokens(string? RefreshToken) : ICommand<TokensDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Anonymous;
}

internal sealed class RefreshTokensValidator : AbstractValidator<RefreshTokens>
{
    public RefreshTokensValidator() => RuleFor(request => request.RefreshToken).Required();
}

internal sealed class RefreshTokensHandler(
    ISessionRepository sessions, IRefreshTokens refreshTokens, TokenAnswers answers, IEndedSessions endedSessions, ISessionActivity activity,
    IUnitOfWork work, Ids ids, TimeProvider clock, IOptions<SessionsOptions> options)
    : ICommandHandler<RefreshTokens, TokensDto>
{
    // The first time is noted, and that it goes on; whoever sends one token again and again does not fill the history with it.
    private static readonly TimeSpan NotedOnceIn = TimeSpan.FromHours(1);

    public async Task<Result<TokensDto>> Handle(RefreshTokens request, CancellationToken cancellationToken)
    {
        if (refreshTokens.Read(request.RefreshToken!) is not { } presented)
        {
            return SessionErrors.TokenInvalid;
        }

        var now = clock.GetUtcNow();
        var next = refreshTokens.Create(presented.SessionId, presented.Generation + 1);
        var rotated = await sessions.TryRotateAsync(
            new Rotation(presented.SessionId, presented.Hash, next.Hash, refreshTokens.Seal(next, presented), options.Value.Lifetime, now),
            cancellationToken);
        return rotated is not null
            ? answers.For(rotated, next, now)
            : await ExplainAsync(presented, now, cancellationToken);
    }

    /// <summary>The token is not the current one of a living session: a repeated question, a copy in wrong hands, or simply over.</summary>
    private async Task<Result<TokensDto>> ExplainAsync(RefreshToken presented, DateTimeOffset now, CancellationToken ct)
    {
        var session = await sessions.FindForUpdateAsync(presented.SessionId, ct);
        if (session is not null && activity.HasSeen(session.Id, session.Generation))
        {
            // This node knows it, and may not have written it down yet.
            session.SeeSuccessor(now);
        }

        var window = TimeSpan.FromSeconds(options.Value.RefreshReuseWindowSeconds);
        switch (session?.Judge(presented.Hash, window, now))
        {
            // The password was given again meanwhile: what came of it is in no one's hands but the asker's.
            case RefreshVerdict.RepeatAnswer when session.CurrentTokenSealed is null:
                await NoteAsync(session, SecurityEventKind.RefreshRepeated, SecurityEventSeverity.Info, now, ct);
                return await work.CommitAsync(ct) is { Error: { } unsaved } ? unsaved : SessionErrors.TokenInvalid;

            case RefreshVerdict.RepeatAnswer
                when refreshTokens.Unseal(session.CurrentTokenSealed, presented) is { } current
                     && await sessions.FindLiveAsync(session.Id, now, ct) is { } live:
                await NoteAsync(session, SecurityEventKind.RefreshRepeated, SecurityEventSeverity.Info, now, ct);
                return await work.CommitAsync(ct) is { Error: { } failed } ? failed : answers.For(live, current, now);

            case RefreshVerdict.Reused:
                session.End(SessionEndReason.TokenReused, now);
                await NoteAsync(session, SecurityEventKind.RefreshReused, SecurityEventSeverity.Warning, now, ct);
                if (await work.CommitAsync(ct) is { Error: { } lost })
                {
                    return lost;
                }

                endedSessions.Add(session.Id);
                return SessionErrors.TokenReused;

            // A copy of a token that was replaced shows itself only now, when it opens nothing any more: that there is one is noted all the same.
            case RefreshVerdict.Ended when !session.IsCurrent(presented.Hash):
                await NoteAsync(session, SecurityEventKind.RefreshReused, SecurityEventSeverity.Warning, now, ct);
                return await work.CommitAsync(ct) is { Error: { } unnoted } ? unnoted : SessionErrors.Ended;

            default:
                return SessionErrors.Ended;
        }
    }

    private Task NoteAsync(Session session, SecurityEventKind kind, SecurityEventSeverity severity, DateTimeOffset now, CancellationToken ct) =>
        sessions.AddUnlessRecentAsync(
            new SecurityEvent(ids.Next<SecurityEventId>(), session.UserId, kind, severity, session.Id, now), NotedOnceIn, ct);
}
