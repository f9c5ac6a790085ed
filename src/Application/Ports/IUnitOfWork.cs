using UserSystem.Domain.Shared;

namespace UserSystem.Application.Ports;

/// <summary>All that one command changes, saved together or not at all.</summary>
public interface IUnitOfWork
{
    /// <summary>
    /// Runs the reactions to what happened, then saves once. What one of them refuses is given up, and its refusal is the error. A unique value that is taken is the error that its noun declares for it;
    /// a version that has moved on is <see cref="CommonErrors.LostRace"/>.
    /// </summary>
    Task<Result> CommitAsync(CancellationToken ct);

    /// <summary>
    /// Makes changes and saves them ahead of the commit, with the reactions to them. Where they are not to be kept they are undone at once: the
    /// database has the same work with them, and nothing remains; what they changed is to be loaded anew, and nothing may have waited to be saved.
    /// </summary>
    Task<Result> SaveAsync(Func<Task> changes, bool keep, CancellationToken ct);

    /// <summary>Gives up what was loaded, changed and locked, so that the command can begin again.</summary>
    Task ForgetAsync(CancellationToken ct);
}
