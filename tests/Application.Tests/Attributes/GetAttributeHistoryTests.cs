using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Shared;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Attributes;

public sealed class GetAttributeHistoryTests : AttributeHouse
{
    [Test]
    public async Task It_is_told_in_parts_from_the_newest(CancellationToken ct)
    {
        foreach (var value in new[] { "1", "2", "3" })
        {
            await Editor.SetAsync(Person.Id, "steps", Json(value), condition: null, ct);
        }

        var first = (await GetAsync("steps", new PageRequest(2, null), ct)).Value;
        Assert.That(first.Items.Select(static each => $"{each.OldValue}>{each.NewValue}"), Is.EqualTo(["2>3", "1>2"]));
        var rest = (await GetAsync("steps", new PageRequest(2, first.NextCursor), ct)).Value;
        Assert.That((rest.Items.Single().OldValue.Text, rest.NextCursor), Is.EqualTo(("null", (string?)null)));
        Assert.That((await GetAsync("onboarding", new PageRequest(2, first.NextCursor), ct)).Error, Is.EqualTo(AttributeErrors.UnknownKey));
        ActAsStaff(Permissions.AttributesRead);
        Assert.That((await GetOfAsync(Other.Id, "steps", first.NextCursor, ct)).Error, Is.EqualTo(PageErrors.CursorInvalid), "a cursor is good for one history");
        Assert.That((await GetOfAsync(Person.Id, "steps", first.NextCursor, ct)).Value.Items, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Whoever_may_not_see_the_value_does_not_see_its_history(CancellationToken ct)
    {
        Assert.That((await GetAsync(Team, PageRequest.First, ct)).Error, Is.EqualTo(AttributeErrors.NoHistory));
        Assert.That((await GetAsync("origin", PageRequest.First, ct)).Error, Is.EqualTo(AttributeErrors.NotSet));
        ActAsStaff();
        Assert.That((await GetOfAsync(Person.Id, "steps", cursor: null, ct)).Error, Is.EqualTo(AttributeErrors.NotSet));
        Hold(Other.Id, Permissions.AttributesRead);
        Assert.That((await GetOfAsync(Person.Id, "steps", cursor: null, ct)).Value.Items, Is.Empty);
        Person.With(static user => user.DeletedAt, Any.Instant);
        Assert.That((await GetOfAsync(Person.Id, "steps", cursor: null, ct)).Error, Is.EqualTo(UserErrors.NotFound));
    }

    [TestCase(0)]
    [TestCase(201)]
    public void Parts_have_a_size(int limit)
    {
        Assert.That(new GetAttributeHistoryValidator().Faults(new GetAttributeHistory("steps", new PageRequest(limit, null))), Is.EqualTo(["limit limit.out_of_range"]));
        Assert.That(new GetUserAttributeHistoryValidator().Faults(new GetUserAttributeHistory(Person.Id.Value, "steps", new PageRequest(limit, null))), Is.EqualTo(["limit limit.out_of_range"]));
    }

    private Task<Result<Page<AttributeChangeDto>>> GetAsync(string key, PageRequest page, CancellationToken ct) =>
        new GetAttributeHistoryHandler(Views, Caller).Handle(new GetAttributeHistory(key, page), ct);

    private Task<Result<Page<AttributeChangeDto>>> GetOfAsync(UserId owner, string key, string? cursor, CancellationToken ct) =>
        new GetUserAttributeHistoryHandler(Views).Handle(new GetUserAttributeHistory(owner.Value, key, new PageRequest(2, cursor)), ct);
}
