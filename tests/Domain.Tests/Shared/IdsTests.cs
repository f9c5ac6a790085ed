using NUnit.Framework;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Domain.Tests.Shared;

public sealed class IdsTests
{
    private readonly FakeClock _clock = new();

    [Test]
    public void Are_of_version_7_and_bear_the_time_of_the_clock()
    {
        var id = new Ids(_clock).Next<UserId>().Value;

        Assert.That((id.Version, id.Variant & 0b1100), Is.EqualTo((7, 0b1000)));
        Assert.That(Milliseconds(id), Is.EqualTo(FakeClock.Start.ToUnixTimeMilliseconds()));
    }

    [Test]
    public void Grow_with_the_clock()
    {
        var ids = new Ids(_clock);
        var grown = new List<string>();
        for (var i = 0; i < 1000; i++)
        {
            grown.Add(ids.Next<SessionId>().ToString());
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.That(grown, Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
    }

    [Test]
    public void Differ_within_a_moment()
    {
        var ids = new Ids(_clock);

        Assert.That(Enumerable.Range(0, 10_000).Select(_ => ids.Next<UserId>()).ToHashSet(), Has.Count.EqualTo(10_000));
    }

    [Test]
    public void Carry_their_value_both_ways()
    {
        var value = Any.Id<UserId>().Value;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(From<UserId>(value), Is.EqualTo(value));
            Assert.That(From<SessionId>(value), Is.EqualTo(value));
            Assert.That(From<DeviceId>(value), Is.EqualTo(value));
            Assert.That(From<SecurityEventId>(value), Is.EqualTo(value));
            Assert.That(From<VerificationTokenId>(value), Is.EqualTo(value));
            Assert.That(From<RoleId>(value), Is.EqualTo(value));
            Assert.That(From<PermissionId>(value), Is.EqualTo(value));
            Assert.That(new UserId(value).ToString(), Is.EqualTo(value.ToString()));
        }
    }

    private static Guid From<TId>(Guid value)
        where TId : struct, IEntityId<TId> => TId.From(value).Value;

    private static long Milliseconds(Guid id) => Convert.ToInt64(id.ToString("N")[..12], 16);
}
