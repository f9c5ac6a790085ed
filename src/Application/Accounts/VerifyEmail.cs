using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>
/// The person proves with a mailed token that an address is theirs: the one they signed up with, the one they move to, or the one that
/// they were moved away from.
/// </summary>
/// <param name="Token">The secret from the mail.</param>
public sealed record VerifyEmail(string? Token) : ICommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Anonymous;
}

internal sealed class VerifyEmailValidator : AbstractValidator<VerifyEmail>
{
    public VerifyEmailValidator() => RuleFor(request => request.Token).Required();
}

internal sealed class VerifyEmailHandler(
    IUserRepository users, EmailMoves moves, Farewell farewell, SessionEnding sessions, IUnitOfWork work, ICaller caller, TimeProvider clock)
    : ICommandHandler<VerifyEmail>
{
    public async Task<Result> Handle(VerifyEmail request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var token = await users.FindTokenAsync(OneTimeToken.HashOf(request.Token!), cancellationToken);
        if (token is null || token.Use(now).Error is not null || await FindAsync(token, cancellationToken) is not { } user)
        {
            return VerificationTokenErrors.Invalid;
        }

        switch (token.Purpose)
        {
            case VerificationPurpose.VerifyEmail:
                user.VerifyEmail(now);
                return await work.CommitAsync(cancellationToken);

            case VerificationPurpose.ChangeEmail:
                return await MoveAsync(user, EmailAddress.FromStore(token.Payload!), now, cancellationToken);

            case VerificationPurpose.RevertEmail:
                // Links to addresses that the account was moved to after this one would lead back to whoever moved it.
                user.RevertEmail(EmailAddress.FromStore(token.Payload!), now);
                await users.VoidTokensSinceAsync(token, now, cancellationToken);
                if (user.DeletedAt is not null)
                {
                    // The link to come back lies in the mailbox of whoever moved it: its owner gets one instead.
                    await farewell.SayAsync(user, now, cancellationToken);
                }

                return Taken(await sessions.EndAllAndCommitAsync(
                    user.Id, except: null, SessionEndReason.EmailChanged, work, cancellationToken));

            default:
                return VerificationTokenErrors.Invalid;
        }
    }

    // Whoever moved an account and then deleted it would otherwise have cut its owner off.
    private Task<User?> FindAsync(VerificationToken token, CancellationToken ct) => token.Purpose is VerificationPurpose.RevertEmail
        ? users.FindWithDeletedAsync(token.UserId, ct)
        : users.FindAsync(token.UserId, ct);

    private async Task<Result> MoveAsync(User user, EmailAddress email, DateTimeOffset now, CancellationToken ct)
    {
        var before = user.Email;
        if (!user.ChangeEmail(email, now))
        {
            return VerificationTokenErrors.Invalid;
        }

        await moves.TellAsync(user, before, now, ct);
        var here = caller.Identity is { } identity && identity.UserId == user.Id ? identity.SessionId : (SessionId?)null;
        return Taken(await sessions.EndAllAndCommitAsync(user.Id, here, SessionEndReason.EmailChanged, work, ct));
    }

    // Somebody has taken the address since; whoever holds the token learns no more than that it is worth nothing.
    private static Result Taken(Result committed) => committed.Error == UserErrors.EmailTaken ? VerificationTokenErrors.Invalid : committed;
}
