using Microsoft.Extensions.Caching.Memory;
using UserSystem.Application.Ports;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence.Nodes;

namespace UserSystem.Infrastructure.Persistence.Roles;

/// <summary>
/// Remembers what those who called lately may do. The database tells every node when roles change, whoever changed them; a node that
/// does not hear asks each time.
/// </summary>
internal sealed class PermissionCache : IPermissions, IDisposable
{
    // The triggers that announce it write the same word.
    private const string RolesChanged = "roles_changed";

    private const int MaxPeople = 10_000;

    private readonly MemoryCache _people = new(new MemoryCacheOptions { SizeLimit = MaxPeople });
    private readonly PermissionReader _reader;
    private readonly INodeMessages _nodes;
    private readonly TimeProvider _clock;
    private int _epoch;

    public PermissionCache(PermissionReader reader, INodeMessages nodes, TimeProvider clock)
    {
        (_reader, _nodes, _clock) = (reader, nodes, clock);
        nodes.OnHeard(RolesChanged, _ => Forget(), _ =>
        {
            Forget();
            return Task.CompletedTask;
        });
    }

    public ValueTask<PermissionSet> OfAsync(UserId userId, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        return _nodes.Hears && _people.TryGetValue(userId, out HeldPermissions? held) && !(held!.ChangesAt <= now)
            ? ValueTask.FromResult(held.Set)
            : ReadAsync(userId, now, ct);
    }

    public void Dispose() => _people.Dispose();

    private void Forget()
    {
        Interlocked.Increment(ref _epoch);
        _people.Clear();
    }

    private async ValueTask<PermissionSet> ReadAsync(UserId userId, DateTimeOffset now, CancellationToken ct)
    {
        var epoch = Volatile.Read(ref _epoch);
        var held = await _reader.ReadAsync(userId, now, ct);

        // What was read while roles changed may be of before; it is not kept. Forgetting counts first and clears second, so that no
        // entry slips in between.
        using (var entry = _people.CreateEntry(userId))
        {
            (entry.Value, entry.Size) = (held, 1);
        }

        if (Volatile.Read(ref _epoch) != epoch)
        {
            _people.Remove(userId);
        }

        return held.Set;
    }
}
