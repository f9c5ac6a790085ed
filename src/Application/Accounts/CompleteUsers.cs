using UserSystem.Application.Pipeline;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Accounts;

/// <summary>
/// Gives a profile and preferences to people who have none: rows from before the database saw to it. Repeating it changes nothing.
/// </summary>
/// <param name="DryRun">Only counts.</param>
public sealed record CompleteUsers(bool DryRun) : ICommand<CompletedUsers>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.System;
}

/// <summary>How many were completed, or would be.</summary>
/// <param name="Profiles">People without a profile.</param>
/// <param name="Preferences">People without preferences.</param>
public sealed record CompletedUsers(long Profiles, long Preferences);

/// <summary>Fills what is missing, in pieces that lock little.</summary>
public interface IUserCompletion
{
    /// <summary>Counts what is missing and, unless it is a dry run, adds it.</summary>
    Task<CompletedUsers> RunAsync(bool dryRun, CancellationToken ct);
}

internal sealed class CompleteUsersHandler(IUserCompletion completion) : ICommandHandler<CompleteUsers, CompletedUsers>
{
    public async Task<Result<CompletedUsers>> Handle(CompleteUsers request, CancellationToken cancellationToken) =>
        await completion.RunAsync(request.DryRun, cancellationToken);
}
