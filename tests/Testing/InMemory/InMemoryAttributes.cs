using System.Text;
using UserSystem.Application.Attributes;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.InMemory;

/// <summary>Values in memory, with the limits, the uniqueness and the versions that the database keeps. Another value is seen by all at once.</summary>
public sealed class InMemoryAttributes(InMemoryWork work, InMemoryData data) : IUserAttributeRepository
{
    private readonly List<UserAttribute> _added = [];
    private readonly List<UserAttribute> _removed = [];
    private readonly Dictionary<UserAttribute, string> _loaded = [];
    private (int, int, int)? _unit;

    /// <summary>Whoever acts, for the stamps.</summary>
    public UserId? Actor { get; set; }

    /// <summary>Every value that was saved.</summary>
    public IReadOnlyList<UserAttribute> All => data.Attributes;

    /// <summary>Every entry of a history that was saved.</summary>
    public IReadOnlyList<UserAttributeChange> Changes => data.AttributeChanges;

    /// <inheritdoc/>
    public Task<IReadOnlyList<UserAttribute>> FindAsync(UserId userId, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        Begin();
        var present = data.Attributes.Except(_removed).Concat(_added).Where(each => each.UserId == userId && keys.Contains(each.Key)).ToList();
        foreach (var each in present.Except(_added))
        {
            _loaded.TryAdd(work.Track(each), each.Value);
        }

        return Task.FromResult<IReadOnlyList<UserAttribute>>(present);
    }

    /// <inheritdoc/>
    public void Add(UserAttribute attribute)
    {
        Begin();
        _added.Add(work.Track(attribute));
    }

    /// <inheritdoc/>
    public void Remove(UserAttribute attribute)
    {
        Begin();
        if (_added.Remove(attribute))
        {
            // What came and went within one unit of work never was.
            work.Untrack(attribute);
        }
        else
        {
            _removed.Add(attribute);
        }
    }

    /// <inheritdoc/>
    public void Add(UserAttributeChange change) => work.Stage(() =>
    {
        data.AttributeVersion++;
        change.Stamp(Actor, data.AttributeInstant());
        data.AttributeChanges.Add(change.With(static each => each.ChangedAt, data.AttributeInstant()));
    });

    /// <inheritdoc/>
    public Task ForgetAllAsync(UserId userId, CancellationToken ct)
    {
        // At once, as a statement does; what comes afterwards stays.
        var (values, changes) = (data.Attributes.Where(each => each.UserId == userId).ToList(), data.AttributeChanges.Where(each => each.UserId == userId).ToList());
        work.Stage(() =>
        {
            data.Attributes.RemoveAll(values.Contains);
            data.AttributeChanges.RemoveAll(changes.Contains);
        });
        return Task.CompletedTask;
    }

    internal static Error? Refuse(IReadOnlyCollection<UserAttribute> all, UserAttribute written, bool isNew) =>
        all.Any(each => each != written && each.UserId == written.UserId && each.Key == written.Key) ? CommonErrors.LostRace
        : written.IsUnique && all.Any(each => each != written && each.IsUnique && each.Key == written.Key && AttributeJson.AreEqual(each.Value, written.Value)) ? AttributeErrors.ValueTaken
        : isNew && all.Count(each => each.UserId == written.UserId) > new AttributesOptions().MaxPerUser ? AttributeErrors.TooMany
        : all.Where(each => each.UserId == written.UserId).Sum(static each => Encoding.UTF8.GetByteCount(each.Value)) > AttributesOptions.MaxBytesPerUser ? AttributeErrors.StorageFull
        : null;

    // One step of the commit for all values: what one of them may be depends on the others.
    private void Begin()
    {
        if (_unit == (work.Commits, work.Forgets, work.Undone))
        {
            return;
        }

        _unit = (work.Commits, work.Forgets, work.Undone);
        _added.Clear();
        _removed.Clear();
        _loaded.Clear();
        work.Stage(Save, Judge);
    }

    private Error? Judge()
    {
        var all = data.Attributes.Except(_removed).Concat(_added).ToList();
        return _added.Select(each => Refuse(all, each, isNew: true)).Concat(_loaded.Keys.Except(_removed).Select(each => Refuse(all, each, isNew: false)))
            .FirstOrDefault(static error => error is not null);
    }

    private void Save()
    {
        data.Attributes.RemoveAll(_removed.Contains);
        foreach (var each in _added)
        {
            each.Stamp(Actor, data.AttributeInstant());
            data.Attributes.Add(data.Versioned(each).With(static value => value.CreatedAt, data.AttributeInstant()));
        }

        foreach (var (each, before) in _loaded.Where(pair => !AttributeJson.AreEqual(pair.Key.Value, pair.Value)))
        {
            each.StampChange(Actor, data.AttributeInstant());
            data.Versioned(each);
        }
    }
}
