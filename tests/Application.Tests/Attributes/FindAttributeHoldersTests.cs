using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Shared;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Tests.Attributes;

public sealed class FindAttributeHoldersTests : AttributeHouse
{
    [SetUp]
    public void LookAround() => ActAsStaff(Permissions.AttributesRead);

    [Test]
    public async Task People_are_found_by_a_value_in_parts(CancellationToken ct)
    {
        await PutAsync(Team, "\"blue\"");
        await PutAsync(Team, "[\"blue\",1]", Other.Id);
        var first = (await FindAsync(Team, "blue", ct, limit: 1)).Value;
        var rest = (await FindAsync(Team, "blue", ct, limit: 1, first.NextCursor)).Value;

        Assert.That(first.Items.Concat(rest.Items).Select(static each => each.UserId), Is.EqualTo(new[] { Person.Id.Value, Other.Id.Value }.OrderDescending()));
        Assert.That(rest.NextCursor, Is.Null);
        Assert.That((await FindAsync(Team, "red", ct, limit: 1, first.NextCursor)).Error, Is.EqualTo(PageErrors.CursorInvalid));
        Assert.That((await FindAsync("custom.other", "blue", ct)).Value.Items, Is.Empty);
    }

    [Test]
    public async Task Lists_are_looked_into_and_single_values_are_not(CancellationToken ct)
    {
        await PutAsync("tags", "[\"vip\"]");
        await PutAsync("badge", "\"b7\"");
        await PutAsync("badge", "[\"b7\"]", Other.Id);
        Assert.That((await FindAsync("tags", " vip ", ct)).Value.Items.Single().UserId, Is.EqualTo(Person.Id.Value), "in the usual form of elements");
        Assert.That((await FindAsync("badge", "b7", ct)).Value.Items.Single().UserId, Is.EqualTo(Person.Id.Value));
    }

    [TestCase("unheard_of", "1", "attribute.unknown_key")]
    [TestCase("steps", "1", "attribute.not_searchable")]
    [TestCase("origin", "1", "attribute.not_readable")]
    public async Task What_may_not_be_is_refused(string key, string value, string code, CancellationToken ct) =>
        Assert.That((await FindAsync(key, value, ct)).Error?.Code, Is.EqualTo(code));

    [TestCase("badge", "B7", "value text.pattern_mismatch")]
    [TestCase("tags", "", "value text.too_short")]
    [TestCase("custom.team", "{\"a\":\"\\u0000\"}", "value.a text.malformed")]
    [TestCase("custom.team", "1e-2147483648", "value number.out_of_range")]
    public async Task What_no_value_could_be_is_told(string key, string value, string fault, CancellationToken ct)
    {
        var error = (await FindAsync(key, value, ct)).Error as ValidationError;
        Assert.That(error?.Faults.Select(static each => $"{each.Path} {each.Code}"), Is.EqualTo([fault]));
    }

    [Test]
    public async Task Whoever_may_not_see_everybodys_values_finds_nobody_by_them(CancellationToken ct)
    {
        Hold(Other.Id);
        Assert.That((await FindAsync(Team, "blue", ct)).Error, Is.EqualTo(AttributeErrors.NotReadable));
        await PutAsync("badge", "\"b7\"");
        Assert.That((await FindAsync("badge", "b7", ct)).Value.Items, Has.Count.EqualTo(1), "everybody sees it");
    }

    [Test]
    public void A_value_and_a_size_are_asked_for() => Assert.That(
        new FindAttributeHoldersValidator().Faults(new FindAttributeHolders(Team, null, new PageRequest(0, null))),
        Is.EquivalentTo(["limit limit.out_of_range", "value required"]));

    private Task<Result<Page<AttributeHolderDto>>> FindAsync(string key, string value, CancellationToken ct, int limit = 50, string? cursor = null) =>
        new FindAttributeHoldersHandler(Searches, World.AttributeReader, new Pages(Cursors)).Handle(new FindAttributeHolders(key, value, new PageRequest(limit, cursor)), ct);
}
