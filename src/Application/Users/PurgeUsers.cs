using Microsoft.Extensions.Options;
using UserSystem.Application.Accounts;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Users;

/// <summary>
/// People who were deleted so long ago that nobody can restore them go for good, with everything that hangs on them. In pieces, each with
/// its records in a transaction of its own: what broke off goes on where it was, and any number of nodes may do it at once.
/// </summary>
/// <param name="DryRun">Only counts.</param>
/// <param name="Progress">Is told after each piece how many people went with it.</param>
public sealed record PurgeUsers(bool DryRun, IProgress<int>? Progress = null) : ICommand<PurgedUsers>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.System;
}

/// <summary>How many people went, or would.</summary>
/// <param name="Count">People.</param>
public sealed record PurgedUsers(long Count);

internal sealed class PurgeUsersHandler(IUserRepository users, IAuditLog audit, IUnitOfWork work, TimeProvider clock, IOptions<AccountsOptions> options)
    : ICommandHandler<PurgeUsers, PurgedUsers>
{
    // Few enough that no lock is held for long: each has sessions, tokens and a history that go as well.
    private const int Piece = 500;

    public async Task<Result<PurgedUsers>> Handle(PurgeUsers request, CancellationToken cancellationToken)
    {
        // The other side of the instant until which they can be restored.
        var deletedUntil = clock.GetUtcNow() - options.Value.PurgeAfter;
        if (request.DryRun)
        {
            return new PurgedUsers(await users.CountDeletedAsync(deletedUntil, cancellationToken));
        }

        for (var total = 0L; ;)
        {
            var gone = await users.PurgeAsync(deletedUntil, Piece, cancellationToken);
            foreach (var id in gone)
            {
                audit.Record(new AuditEntry("user.purge", $"user:{id.Value}"));
            }

            if (await work.CommitAsync(cancellationToken) is { Error: { } error })
            {
                return error;
            }

            await work.ForgetAsync(cancellationToken);
            total += gone.Count;
            request.Progress?.Report(gone.Count);
            if (gone.Count < Piece)
            {
                return new PurgedUsers(total);
            }
        }
    }
}
