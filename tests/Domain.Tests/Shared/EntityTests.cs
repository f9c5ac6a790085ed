using NUnit.Framework;
using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Tests.Shared;

public sealed class EntityTests
{
    private readonly Thing _thing = new();

    [Test]
    public void Has_nothing_to_tell_at_first() => Assert.That(_thing.TakeEvents(), Is.Empty);

    [Test]
    public void Tells_what_happened_in_its_order()
    {
        _thing.Do(1);
        _thing.Do(2);

        Assert.That(_thing.TakeEvents(), Is.EqualTo(new[] { new Done(1), new Done(2) }));
    }

    [Test]
    public void Tells_everything_once()
    {
        _thing.Do(1);
        var first = _thing.TakeEvents();
        _thing.Do(2);

        Assert.That(_thing.TakeEvents(), Is.EqualTo(new[] { new Done(2) }));
        Assert.That(first, Is.EqualTo(new[] { new Done(1) }), "what was handed over stays as it was");
        Assert.That(_thing.TakeEvents(), Is.Empty);
    }

    private sealed record Done(int Number) : IDomainEvent;

    private sealed class Thing : Entity
    {
        public void Do(int number) => Raise(new Done(number));
    }
}
