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

    private static readonly ConcurrentDictionary<Type, Func<IDomainEvent, INotification>> Envelopes = new();

    public async Task<Result> CommitAsync(CancellationToken ct)
    {
        await ReactAsync(ct);
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
        await changes();
        await ReactAsync(ct);
        Stamp();
        var changed = context.ChangeTracker.Entries().Where(static entry => entry.State is not EntityState.Unchanged).ToList();
        if (!keep && changed.Exists(static entry => entry.State is not EntityState.Added))
        {
            throw new InvalidOperationException("What was there before cannot be changed for a while only.");
        }

        await context.EnsureTransactionAsync(ct);
        var transaction = context.Database.CurrentTransaction!;
        try
        {
            await transaction.CreateSavepointAsync(BeforeSave, ct);
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

    // A reaction may make something else happen; that is reacted to as well.
    private async Task ReactAsync(CancellationToken ct)
    {
        while (true)
        {
            var happened = context.ChangeTracker.Entries<Entity>().SelectMany(static entry => entry.Entity.TakeEvents()).ToList();
            if (happened.Count == 0)
            {
                return;
            }

            foreach (var each in happened)
            {
                await publisher.Publish(Envelope(each), ct);
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

    private static INotification Envelope(IDomainEvent happened) => Envelopes.GetOrAdd(happened.GetType(), static type =>
    {
        var constructor = typeof(Happened<>).MakeGenericType(type).GetConstructor([type])!;
        return each => (INotification)constructor.Invoke([each]);
    })(happened);
}
