using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.Testing.InMemory;

/// <summary>
/// A unit of work in memory: what the repositories were told is kept back until the commit, judged by their rules of uniqueness, and
/// done then, all or nothing. What was changed in loaded aggregates cannot be taken back.
/// </summary>
public sealed class InMemoryWork : IUnitOfWork
{
    private readonly List<(Func<Error?> Judge, Action Do)> _staged = [];
    private readonly List<Entity> _tracked = [];
    private readonly List<IDomainEvent> _happened = [];

    /// <summary>How often something was saved.</summary>
    public int Commits { get; private set; }

    /// <summary>How often everything was given up.</summary>
    public int Forgets { get; private set; }

    /// <summary>How often something was saved only to be undone.</summary>
    public int Undone { get; private set; }

    /// <summary>What the next commits answer instead of saving, the first first.</summary>
    public Queue<Error> Refusals { get; } = new();

    /// <summary>What happened to loaded and added aggregates, as far as it was committed.</summary>
    public IReadOnlyList<IDomainEvent> Happened => _happened;

    /// <summary>What has to react inside the transaction.</summary>
    public Action<IDomainEvent>? Reaction { get; set; }

    /// <summary>The same, for what has to wait, and may refuse.</summary>
    public Func<IDomainEvent, CancellationToken, Task<Error?>>? ReactionAsync { get; set; }

    /// <inheritdoc/>
    public async Task<Result> CommitAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (Refusals.TryDequeue(out var refusal))
        {
            return refusal;
        }

        if (Hold?.Invoke() is { } held)
        {
            return held;
        }

        if (await ReactAsync(ct) is { } unwanted)
        {
            return unwanted;
        }

        foreach (var (judge, _) in _staged)
        {
            if (judge() is { } error)
            {
                return error;
            }
        }

        Holds = Hold is not null;
        if (!Holds)
        {
            Keep();
        }

        return Result.Success;
    }

    /// <inheritdoc/>
    public async Task<Result> SaveAsync(Func<Task> changes, bool keep, CancellationToken ct)
    {
        var (before, happened) = (_staged.Count, _happened.Count);
        await changes();
        if (await ReactAsync(ct) is { } unwanted)
        {
            return unwanted;
        }

        if (_staged.Select(static each => each.Judge()).FirstOrDefault(static error => error is not null) is { } error)
        {
            return error;
        }

        if (!keep)
        {
            _staged.RemoveRange(before, _staged.Count - before);
            _happened.RemoveRange(happened, _happened.Count - happened);
            Undone++;
        }

        return Result.Success;
    }

    /// <inheritdoc/>
    public Task ForgetAsync(CancellationToken ct)
    {
        _staged.Clear();
        _tracked.Clear();
        Release();
        Forgets++;
        return Task.CompletedTask;
    }

    /// <summary>Asked before something is saved; while it is there, nothing is kept by a commit.</summary>
    internal Func<Error?>? Hold { get; set; }

    /// <summary>True where something was saved and waits to be kept.</summary>
    internal bool Holds { get; private set; }

    internal void Keep()
    {
        _staged.ForEach(static each => each.Do());
        _staged.Clear();
        Commits++;
        Release();
    }

    internal void Untrack(Entity entity) => _tracked.Remove(entity);

    private void Release() => (Hold, Holds) = (null, false);

    internal void Stage(Action act, Func<Error?>? judge = null) => _staged.Add((judge ?? (static () => null), act));

    internal T Track<T>(T entity)
        where T : Entity
    {
        if (!_tracked.Contains(entity))
        {
            _tracked.Add(entity);
        }

        return entity;
    }

    private async Task<Error?> ReactAsync(CancellationToken ct)
    {
        while (_tracked.SelectMany(static each => each.TakeEvents()).ToList() is { Count: > 0 } happened)
        {
            foreach (var each in happened)
            {
                Reaction?.Invoke(each);
                if (ReactionAsync is not null && await ReactionAsync(each, ct) is { } refusal)
                {
                    await ForgetAsync(ct);
                    return refusal;
                }

                _happened.Add(each);
            }
        }

        return null;
    }
}
