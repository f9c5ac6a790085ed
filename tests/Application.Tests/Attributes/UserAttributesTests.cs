using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Tests.Attributes;

public sealed class UserAttributesTests : AttributeHouse
{
    [Test]
    public async Task Nothing_is_kept_before_the_commit(CancellationToken ct)
    {
        Assert.That((await Attributes.SetAsync(Person, Steps.Key, 7, ct)).Error, Is.Null);
        Assert.That((await Attributes.GetAsync(Person.Id, Steps.Key, ct)).Value, Is.EqualTo(7), "but seen by whoever set it");
        Assert.That(Kept("steps"), Is.Null);
        await World.Work.CommitAsync(ct);
        Assert.That(Kept("steps"), Is.EqualTo("7"));
        Assert.That(World.Attributes.Changes.Single().NewValue, Is.EqualTo("7"));
        Assert.That(World.Attributes.All.Single().UpdatedByUserId, Is.EqualTo(Person.Id));
    }

    [Test]
    public async Task What_is_given_up_was_never_set(CancellationToken ct)
    {
        await Attributes.SetAsync(Person.Id, Steps.Key, 7, ct);
        await World.Work.ForgetAsync(ct);
        await World.Work.CommitAsync(ct);
        Assert.That((await Attributes.GetAsync(Person.Id, Steps.Key, ct)).IsGiven, Is.False);
    }

    [Test]
    public async Task A_value_is_judged_as_if_a_client_had_sent_it(CancellationToken ct)
    {
        var error = (await Attributes.SetAsync(Person, Colour.Key, "red", ct)).Error as ValidationError;
        Assert.That(error?.Faults.Select(static each => $"{each.Path} {each.Code}"), Is.EqualTo(["favourite_colour colour.too_loud"]));
        await Attributes.SetAsync(Person, Colour.Key, " blue ", ct);
        Assert.That((await Attributes.GetAsync(Person.Id, Colour.Key, ct)).Value, Is.EqualTo("blue"), "in its usual form");
        Assert.That((await Attributes.GetAsync(Other.Id, Colour.Key, ct)).Value, Is.EqualTo("grey"), "of others the default counts");
        Assert.That((await Attributes.SetAsync(Person, Tags.Key, ["a", "b", "c", "d", "e", "f"], ct)).Error, Is.InstanceOf<ValidationError>());
    }

    [Test]
    public async Task The_service_may_set_what_nobody_else_may(CancellationToken ct)
    {
        await Attributes.SetAsync(Person, Origin.Key, Other.Id.Value, ct);
        await World.Work.CommitAsync(ct);
        Assert.That((await Attributes.GetAsync(Person.Id, Origin.Key, ct)).Value, Is.EqualTo(Other.Id.Value));
    }

    [Test]
    public async Task An_equal_value_changes_nothing(CancellationToken ct)
    {
        await Attributes.SetAsync(Person, Steps.Key, 7, ct);
        await World.Work.CommitAsync(ct);
        var version = World.Attributes.All.Single().Version;
        await Attributes.SetAsync(Person, Steps.Key, 7, ct);
        await World.Work.CommitAsync(ct);
        Assert.That((World.Attributes.All.Single().Version, World.Attributes.Changes.Count), Is.EqualTo((version, 1)));
    }

    [Test]
    public async Task A_value_is_taken_away_with_the_commit(CancellationToken ct)
    {
        await PutAsync("steps", "7");
        await Attributes.DeleteAsync(Person.Id, Steps.Key, ct);
        Assert.That((Kept("steps"), (await Attributes.GetAsync(Person.Id, Steps.Key, ct)).IsGiven), Is.EqualTo(("7", false)));
        await Attributes.DeleteAsync(Person.Id, Steps.Key, ct);
        await Attributes.DeleteAsync(Person.Id, Colour.Key, ct);
        await World.Work.CommitAsync(ct);
        Assert.That((Kept("steps"), World.Attributes.Changes.Single().NewValue), Is.EqualTo(((string?)null, (string?)null)));
    }

    [Test]
    public async Task A_value_that_the_rules_would_not_take_any_more_is_as_good_as_none(CancellationToken ct)
    {
        await PutAsync("favourite_colour", "5");
        Assert.That((await Attributes.GetAsync(Person.Id, Colour.Key, ct)).IsGiven, Is.False);
    }

    [Test]
    public void Nobody_and_nothing_are_bugs(CancellationToken ct)
    {
        Assert.That(() => Attributes.SetAsync<long>(user: null!, Steps.Key, 7, ct), Throws.ArgumentNullException);
        Assert.That(() => Attributes.SetAsync(Person, key: null!, 7, ct), Throws.ArgumentNullException);
        Assert.That(() => Attributes.GetAsync<long>(Person.Id, key: null!, ct), Throws.ArgumentNullException);
        Assert.That(() => Attributes.DeleteAsync<long>(Person.Id, key: null!, ct), Throws.ArgumentNullException);
    }
}
