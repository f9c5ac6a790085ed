using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Attributes;

public sealed class GetAttributeValuesTests : AttributeHouse
{
    [Test]
    public async Task Everybody_sees_what_they_may(CancellationToken ct)
    {
        foreach (var (key, value) in new[] { ("tags", "[]"), ("steps", "1"), (Team, "1"), ("badge", "\"b\""), ("origin", "1"), ("former_key", "1") })
        {
            await PutAsync(key, value);
        }

        Assert.That(await KeysAsync(ct), Is.EqualTo("badge custom.team steps"));
        Assert.That(await KeysAsync(ct, "tags", Team), Is.EqualTo("custom.team"));
        ActAsStaff();
        Assert.That(await KeysOfPersonAsync(ct), Is.EqualTo("badge"));
        Hold(Other.Id, Permissions.AttributesRead);
        Assert.That(await KeysOfPersonAsync(ct), Is.EqualTo("badge custom.team steps tags"));
        Caller = new Application.Ports.Caller { IsSystem = true };
        Assert.That(await KeysOfPersonAsync(ct), Is.EqualTo("badge custom.team origin steps tags"), "a key that nobody handles any more is shown to nobody");
    }

    [Test]
    public async Task They_are_shown_as_they_stood(CancellationToken ct)
    {
        await SetStepsAsync("1", ct);
        await SetStepsAsync("2", ct);
        var first = World.Attributes.Changes[0].ChangedAt;
        var then = (await new GetAttributeValuesHandler(Views, Caller).Handle(new GetAttributeValues(Keys: null, AsOf: first), ct)).Value.Items.Single();
        Assert.That((then.Key, then.Value.Text), Is.EqualTo(("steps", "1")));
        Assert.That((await new GetAttributeValuesHandler(Views, Caller).Handle(new GetAttributeValues(["badge"], first), ct)).Value.Items, Is.Empty);
    }

    [Test]
    public async Task Of_somebody_who_is_gone_there_is_nothing(CancellationToken ct)
    {
        Person.With(static user => user.DeletedAt, Any.Instant);
        Assert.That((await new GetAttributeValuesHandler(Views, Caller).Handle(new GetAttributeValues(null, null), ct)).Error, Is.EqualTo(UserErrors.NotFound));
        Assert.That((await new GetUserAttributeValuesHandler(Views).Handle(new GetUserAttributeValues(Person.Id.Value, null, Any.Instant), ct)).Error, Is.EqualTo(UserErrors.NotFound));
        Hold(Person.Id, Permissions.UsersRead);
        Assert.That((await new GetAttributeValuesHandler(Views, Caller).Handle(new GetAttributeValues(null, null), ct)).Error, Is.EqualTo(UserErrors.NotFound), "nor for themselves");
    }

    [Test]
    public async Task Whoever_sees_deleted_people_sees_what_they_may_of_them(CancellationToken ct)
    {
        await PutAsync("badge", "\"b\"");
        await PutAsync(Team, "1");
        await SetStepsAsync("1", ct);
        Person.With(static user => user.DeletedAt, Any.Instant);
        ActAsStaff(Permissions.AttributesRead);
        Assert.That((await new GetUserAttributeValuesHandler(Views).Handle(new GetUserAttributeValues(Person.Id.Value, null, null), ct)).Error, Is.EqualTo(UserErrors.NotFound));
        ActAsStaff(Permissions.UsersRead);
        Assert.That(await KeysOfPersonAsync(ct), Is.EqualTo("badge"));
        ActAsStaff(Permissions.UsersRead, Permissions.AttributesRead);
        Assert.That(await KeysOfPersonAsync(ct), Is.EqualTo("badge custom.team steps"));
        Assert.That((await Views.FindAsync(Person.Id, Team, ct)).Value.Value.Text, Is.EqualTo("1"));
        Assert.That((await Views.ListAsync(Person.Id, null, DateTimeOffset.MaxValue, ct)).Value.Items, Has.Count.EqualTo(1));
        Assert.That((await Views.ListHistoryAsync(Person.Id, "steps", new PageRequest(10, null), ct)).Value.Items, Has.Count.EqualTo(1));
    }

    [Test]
    public void Keys_have_to_be_some()
    {
        Assert.That(new GetAttributeValuesValidator(Catalog).Faults(new GetAttributeValues([Team, "x"], null)), Is.EqualTo(["keys[1] attribute.unknown_key"]));
        Assert.That(new GetUserAttributeValuesValidator(Catalog).Faults(new GetUserAttributeValues(Person.Id.Value, ["x", Team], null)), Is.EqualTo(["keys[0] attribute.unknown_key"]));
        Assert.That(new GetAttributeValuesValidator(Catalog).Faults(new GetAttributeValues(null, null)), Is.Empty);
    }

    private Task<Result<AttributeWritten>> SetStepsAsync(string value, CancellationToken ct) =>
        Editor.SetAsync(Person.Id, "steps", Json(value), condition: null, ct);

    private async Task<string> KeysAsync(CancellationToken ct, params string[] keys) => Joined(
        await new GetAttributeValuesHandler(Views, Caller).Handle(new GetAttributeValues(keys.Length == 0 ? null : keys, AsOf: null), ct));

    private async Task<string> KeysOfPersonAsync(CancellationToken ct) => Joined(
        await new GetUserAttributeValuesHandler(Views).Handle(new GetUserAttributeValues(Person.Id.Value, Keys: null, AsOf: null), ct));

    private static string Joined(Result<AttributeListDto> found) => string.Join(' ', found.Value.Items.Select(static each => each.Key));
}
