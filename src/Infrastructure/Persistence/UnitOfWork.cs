using System.Collections.Concurrent;
using MediatR;
using Microsoft.EntityFrameworkCore;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Infrastructure.Persistence.Idempotency;
using UserSystem.Infrastructure.Persistence.Outbox;

namespace UserSystem.Infrastructure.Persistence;

internal sealed class UnitOfWork(
    UserSystemDbContext context, FinalStatements finalStatements, KeyedCommit keyed, IPublisher publisher, OutboxSignal outboxSignal, ICaller caller,
    TimeProvider clock)
    : IUnitOfWork
{
    private const string BeforeSave = "before_save";

    private static readonly ConcurrentDictionary<Type, Func<IDomainEvent, Happened>> Envelopes = new();

    public async Task<Result> CommitAsync(CancellationToken ct)
    {
        if (await ReactAsync(ct) is { } refusal)
        {
            return refusal;
        }

        Stamp();
        var defers = context.ChangeTracker.Entries<OutboxMessage>().Any();
        try
        {
            if (await keyed.HoldAsync(ct) is { } held)
            {
                return held;
            }

            if (finalStatements.Any)
            {
                await context.EnsureTransactionAsync(ct);
            }

            await context.SaveChangesAsync(ct);
            await finalStatements.RunAsync(ct);
            if (!keyed.Holds && context.Database.CurrentTransaction is { } transaction)
            {
                await transaction.CommitAsync(ct);
                await transaction.DisposeAsync();
            }
        }
        catch (Exception failure) when (Conflicts.Find(failure) is { } conflict)
        {
            return conflict;
        }

        if (keyed.Holds)
        {
            return Result.Success;
        }

        finalStatements.Committed();
        if (defers)
        {
            outboxSignal.Raise();
        }

        return Result.Success;
    }

    public async Task<Result> SaveAsync(Func<Task> changes, bool keep, CancellationToken ct)
    {
        if (!keep && context.ChangeTracker.HasChanges())
        {
            throw new InvalidOperationException("What waits to be saved cannot be told from what is to be undone.");
        }

        // Reactions may speak to the database before anything is saved.
        await context.EnsureTransactionAsync(ct);
        var transaction = context.Database.CurrentTransaction!;
        await transaction.CreateSavepointAsync(BeforeSave, ct);
        var statements = finalStatements.Mark();
        await changes();
        if (await ReactAsync(ct) is { } refusal)
        {
            return refusal;
        }

        Stamp();
        var changed = context.ChangeTracker.Entries().Where(static entry => entry.State is not EntityState.Unchanged).ToList();
        try
        {
            await context.SaveChangesAsync(ct);
        }
        catch (Exception failure) when (Conflicts.Find(failure) is { } conflict)
        {
            return conflict;
        }

        // One wait for the database each.
        if (keep)
        {
            await transaction.ReleaseSavepointAsync(BeforeSave, ct);
        }
        else
        {
            await transaction.RollbackToSavepointAsync(BeforeSave, ct);
            changed.ForEach(static entry => entry.State = EntityState.Detached);
            finalStatements.GoBackTo(statements);
        }

        return Result.Success;
    }

    public async Task ForgetAsync(CancellationToken ct)
    {
        if (context.Database.CurrentTransaction is { } transaction)
        {
            await transaction.RollbackAsync(ct);
            await transaction.DisposeAsync();
        }

        finalStatements.Clear();
        keyed.Clear();
        context.ChangeTracker.Clear();
    }

    // A reaction may make something else happen; that is reacted to as well. What one refuses is forgotten, or it could be saved without them.
    private async Task<Error?> ReactAsync(CancellationToken ct)
    {
        while (true)
        {
            var happened = context.ChangeTracker.Entries<Entity>().SelectMany(static entry => entry.Entity.TakeEvents()).ToList();
            if (happened.Count == 0)
            {
                return null;
            }

            foreach (var each in happened)
            {
                var envelope = Envelope(each);
                await publisher.Publish(envelope, ct);
                if (envelope.Refusal is { } refusal)
                {
                    await ForgetAsync(ct);
                    return refusal;
                }
            }
        }
    }

    private void Stamp()
    {
        foreach (var entry in context.ChangeTracker.Entries<IStamped>().Where(static entry => entry.State == EntityState.Added))
        {
            entry.Entity.Stamp(caller.Identity?.UserId, clock.GetUtcNow());
        }

        foreach (var entry in context.ChangeTracker.Entries<IChangeStamped>().Where(static entry => entry.State == EntityState.Modified))
        {
            entry.Entity.StampChange(caller.Identity?.UserId, clock.GetUtcNow());
        }
    }

    private static Happened Envelope(IDomainEvent happened) => Envelopes.GetOrAdd(happened.GetType(), static type =>
    {
        var constructor = typeof(Happened<>).MakeGenericType(type).GetConstructor([type])!;
        return each => (Happened)constructor.Invoke([each]);
    })(happened);
}
