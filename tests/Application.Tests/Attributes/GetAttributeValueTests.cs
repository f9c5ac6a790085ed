using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Shared;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Attributes;

public sealed class GetAttributeValueTests : AttributeHouse
{
    [Test]
    public async Task A_value_is_shown_with_its_version(CancellationToken ct)
    {
        var version = await PutAsync("steps", "7");
        var found = (await GetAsync("steps", ct)).Value;
        Assert.That((found.Key, found.Value.Text, found.Version, found.IsDefault, ((ITagged)found).Tag), Is.EqualTo(("steps", "7", version, false, $"v{version}")));
    }

    [Test]
    public async Task Where_nothing_is_set_the_default_counts(CancellationToken ct)
    {
        var found = (await GetAsync("favourite_colour", ct)).Value;
        Assert.That((found.Value.Text, found.IsDefault, found.CreatedAt, found.UpdatedAt), Is.EqualTo(("\"grey\"", true, (DateTimeOffset?)null, (DateTimeOffset?)null)));
        await PutAsync("favourite_colour", "\"blue\"");
        Assert.That((await GetAsync("favourite_colour", ct)).Value.IsDefault, Is.False);
        Assert.That((await GetAsync("steps", ct)).Error, Is.EqualTo(AttributeErrors.NotSet));
        Assert.That((await GetAsync("unheard_of", ct)).Error, Is.EqualTo(AttributeErrors.UnknownKey));
    }

    [Test]
    public async Task Whoever_may_not_see_it_is_not_told_whether_there_is_one(CancellationToken ct)
    {
        await PutAsync("tags", "[\"vip\"]");
        Assert.That((await GetAsync("tags", ct)).Error, Is.EqualTo(AttributeErrors.NotSet));
        ActAsStaff();
        foreach (var key in new[] { "tags", "steps", "favourite_colour", Team })
        {
            Assert.That((await GetOfPersonAsync(key, ct)).Error, Is.EqualTo(AttributeErrors.NotSet), key);
        }

        await PutAsync("badge", "\"b7\"");
        Assert.That((await GetOfPersonAsync("badge", ct)).Value.Value.Text, Is.EqualTo("\"b7\""), "everybody may");
        Hold(Other.Id, Permissions.AttributesRead);
        Assert.That((await GetOfPersonAsync("tags", ct)).Value.Value.Text, Is.EqualTo("[\"vip\"]"));
        Assert.That((await GetOfPersonAsync("origin", ct)).Error, Is.EqualTo(AttributeErrors.NotSet));
    }

    [Test]
    public async Task Of_somebody_who_is_gone_there_is_nothing(CancellationToken ct)
    {
        Person.With(static user => user.DeletedAt, Any.Instant);
        Assert.That((await GetAsync("favourite_colour", ct)).Error, Is.EqualTo(UserErrors.NotFound));
        ActAsStaff();
        Assert.That((await GetOfPersonAsync("tags", ct)).Error, Is.EqualTo(UserErrors.NotFound));
    }

    private Task<Result<AttributeDto>> GetAsync(string key, CancellationToken ct) =>
        new GetAttributeValueHandler(Views, Caller).Handle(new GetAttributeValue(key), ct);

    private Task<Result<AttributeDto>> GetOfPersonAsync(string key, CancellationToken ct) =>
        new GetUserAttributeValueHandler(Views).Handle(new GetUserAttributeValue(Person.Id.Value, key), ct);
}
