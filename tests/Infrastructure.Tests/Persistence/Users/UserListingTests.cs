using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Tests.Persistence.Users;

/// <summary>Which people a list shows, and in what order.</summary>
[CancelAfter(120_000)]
public sealed class UserListingTests : DatabaseFixture
{
    [SetUp]
    public async Task InsertPeople() => await Database.ExecuteAsync(
        """
        insert into users (email, name, status, external_id, terms_version, terms_accepted_at, created_at, last_login_at, deleted_at) values
            ('ann@example.org', 'Ann O''Brien', 'active', 'crm-1', 'v1.0', '2020-01-01Z', '2020-01-01Z', '2020-02-01Z', null),
            ('BÉA@example.org', 'Béa de la Cruz', 'active', 'crm-2', 'v0.9', '2020-01-01Z', '2020-01-02Z', null, null),
            ('cem@example.net', 'Cem Çelik', 'suspended', null, null, null, '2020-01-03Z', '2020-03-01Z', null),
            ('dan_100%@example.net', '陳大文', 'pending_verification', null, null, null, '2020-01-04Z', null, null),
            ('eve@example.org', null, 'suspended', 'crm-5', null, null, '2020-01-05Z', null, '2020-01-06Z'),
            ('fay@example.org', 'Fay Brien', 'active', null, 'v1.0', '2020-01-01Z', '2020-01-05Z', '2020-04-01Z', null);
        insert into roles (name) values ('Lead');
        insert into user_roles (user_id, role_id, valid_from, expires_at)
        select u.id, r.id, p.valid_from, p.expires_at
        from (values ('ann@example.org', 'support', null, null),
                     ('cem@example.net', 'support', timestamptz '2030-01-01Z', null),
                     ('fay@example.org', 'support', null, timestamptz '2019-01-01Z'),
                     ('cem@example.net', 'Lead', null, null)) p (email, role, valid_from, expires_at)
        join users u on u.email = p.email join roles r on r.name = p.role
        """, TestContext.CurrentContext.CancellationToken);

    private static IEnumerable<TestCaseData> Filters()
    {
        yield return new TestCaseData(new UserFilter(), "fay dan cem béa ann").SetArgDisplayNames("nothing");
        yield return new TestCaseData(new UserFilter { Status = UserStatus.Active }, "fay béa ann").SetArgDisplayNames("active");
        yield return new TestCaseData(new UserFilter { Status = UserStatus.Suspended }, "cem").SetArgDisplayNames("suspended");
        yield return new TestCaseData(new UserFilter { Status = UserStatus.PendingVerification }, "dan").SetArgDisplayNames("pending");
        yield return new TestCaseData(new UserFilter { Email = "béa@EXAMPLE.org" }, "béa").SetArgDisplayNames("email in another case");
        yield return new TestCaseData(new UserFilter { Email = "eve@example.org" }, "").SetArgDisplayNames("email of somebody deleted");
        yield return new TestCaseData(new UserFilter { ExternalId = " crm-2 " }, "béa").SetArgDisplayNames("external id");
        yield return new TestCaseData(new UserFilter { ExternalId = "CRM-2" }, "").SetArgDisplayNames("external id in another case");
        yield return new TestCaseData(new UserFilter { Search = "bri" }, "fay ann").SetArgDisplayNames("beginning of a surname");
        yield return new TestCaseData(new UserFilter { Search = "o'brien" }, "ann").SetArgDisplayNames("name with an apostrophe");
        yield return new TestCaseData(new UserFilter { Search = "CRUZ b" }, "béa").SetArgDisplayNames("words in another order");
        yield return new TestCaseData(new UserFilter { Search = "çEL" }, "cem").SetArgDisplayNames("letter outside ASCII, other case");
        yield return new TestCaseData(new UserFilter { Search = "陳" }, "dan").SetArgDisplayNames("Han");
        yield return new TestCaseData(new UserFilter { Search = "dan_100%" }, "dan").SetArgDisplayNames("address with wildcards");
        yield return new TestCaseData(new UserFilter { Search = "dan%" }, "").SetArgDisplayNames("wildcards are no wildcards");
        yield return new TestCaseData(new UserFilter { Search = "an" }, "ann").SetArgDisplayNames("beginning, not middle");
        yield return new TestCaseData(new UserFilter { Search = "rien" }, "").SetArgDisplayNames("not the end");
        yield return new TestCaseData(new UserFilter { Search = "ann & ! | ( :*" }, "ann").SetArgDisplayNames("operators are no operators");
        yield return new TestCaseData(new UserFilter { Search = "\\' \\\\':*" }, "").SetArgDisplayNames("quotes stay inside");
        yield return new TestCaseData(new UserFilter { Role = "SUPPORT" }, "ann").SetArgDisplayNames("role in its time");
        yield return new TestCaseData(new UserFilter { Role = "lead" }, "cem").SetArgDisplayNames("role of one's own");
        yield return new TestCaseData(new UserFilter { Role = "user" }, "fay béa ann").SetArgDisplayNames("role of everybody active");
        yield return new TestCaseData(new UserFilter { Role = "emperor" }, "").SetArgDisplayNames("role that nobody made");
        yield return new TestCaseData(new UserFilter { CreatedFrom = Day(3), CreatedTo = Day(5) }, "dan cem").SetArgDisplayNames("made from and to");
        yield return new TestCaseData(new UserFilter { LastLoginBefore = new(2020, 3, 1, 0, 0, 0, TimeSpan.Zero) }, "dan béa ann").SetArgDisplayNames("not seen lately");
        yield return new TestCaseData(new UserFilter { TermsVersion = "v0.9" }, "béa").SetArgDisplayNames("terms");
        yield return new TestCaseData(new UserFilter { TermsOutdated = true }, "dan cem béa").SetArgDisplayNames("terms outdated");
        yield return new TestCaseData(new UserFilter { TermsOutdated = false }, "fay ann").SetArgDisplayNames("terms in force");
        yield return new TestCaseData(new UserFilter { IncludeDeleted = true }, "fay|eve dan cem béa ann").SetArgDisplayNames("deleted too");
        yield return new TestCaseData(new UserFilter { IncludeDeleted = true, Email = "EVE@example.org" }, "eve").SetArgDisplayNames("deleted by email");
        yield return new TestCaseData(
            new UserFilter { Status = UserStatus.Active, Search = "b", TermsOutdated = false, CreatedTo = Day(9) }, "fay ann").SetArgDisplayNames("all at once");
    }

    [TestCaseSource(nameof(Filters))]
    public async Task A_list_shows_whom_it_was_asked_for(UserFilter filter, string expected, CancellationToken ct)
    {
        var names = string.Join(' ', (await ListAsync(filter, after: null, 10, ct)).Select(static user => user.Email[..3].ToLowerInvariant()));

        // Two were made at the same instant: their ids decide.
        Assert.That(names, Is.EqualTo(expected).Or.EqualTo(expected.Replace('|', ' ')).Or.EqualTo(expected.Replace("fay|eve", "eve fay", StringComparison.Ordinal)));
    }

    private static IEnumerable<TestCaseData> Values()
    {
        yield return new TestCaseData(new UserFilter { Sought = [Blue(false)] }, "ann béa dan").SetArgDisplayNames("value");
        yield return new TestCaseData(new UserFilter { Sought = [Blue(true)] }, "cem fay").SetArgDisplayNames("element");
        yield return new TestCaseData(new UserFilter { Sought = [Blue(null)] }, "ann béa cem dan fay").SetArgDisplayNames("value or element");
        yield return new TestCaseData(new UserFilter { IncludeDeleted = true, Sought = [Blue(null)] }, "ann béa cem dan eve fay").SetArgDisplayNames("deleted ones too");
        yield return new TestCaseData(new UserFilter { Status = UserStatus.Active, Sought = [Blue(null)] }, "ann béa fay").SetArgDisplayNames("active ones");
        yield return new TestCaseData(new UserFilter { Email = "ann@example.org", Sought = [Blue(null)] }, "ann").SetArgDisplayNames("somebody in particular");
        yield return new TestCaseData(new UserFilter { ExternalId = "crm-5", Sought = [Blue(null)] }, "").SetArgDisplayNames("somebody deleted in particular");
        yield return new TestCaseData(new UserFilter { Sought = [Blue(null), One(null)] }, "cem dan").SetArgDisplayNames("two of either kind");
        yield return new TestCaseData(new UserFilter { Sought = [Blue(true), One(true)] }, "cem").SetArgDisplayNames("two elements");
        yield return new TestCaseData(new UserFilter { Sought = [Blue(false), One(true)] }, "").SetArgDisplayNames("a value and an element");
        yield return new TestCaseData(new UserFilter { Email = "cem@example.net", Sought = [Blue(true), One(true)] }, "cem").SetArgDisplayNames("two of somebody in particular");
        yield return new TestCaseData(new UserFilter { Email = "cem@example.net", Sought = [Blue(false), One(true)] }, "").SetArgDisplayNames("one of two of somebody in particular");
    }

    [TestCaseSource(nameof(Values))]
    public async Task People_with_a_value_come_in_the_order_of_their_ids(UserFilter filter, string expected, CancellationToken ct)
    {
        await Database.ExecuteAsync(
            """
            insert into user_attributes (user_id, key, value)
            select u.id, v.key, v.value::jsonb
            from (values ('ann', 'custom.a', '"blue"'), ('béa', 'custom.a', '"blue"'), ('cem', 'custom.a', '["red","blue"]'), ('dan', 'custom.a', '"blue"'),
                         ('eve', 'custom.a', '"blue"'), ('fay', 'custom.a', '["blue","blue"]'), ('ann', 'custom.c', '[1]'),
                         ('cem', 'custom.b', '[1]'), ('dan', 'custom.b', '1'), ('fay', 'custom.b', '[[1]]')) v (name, key, value)
            join users u on lower(u.email collate "und-x-icu") like v.name || '%'
            """, ct);
        var all = await ListAsync(filter, after: null, 10, ct);
        var seen = new List<UserSummaryDto>();
        for (Position? after = null; await ListAsync(filter, after, 2, ct) is [.., var last] part; after = new Position(last.CreatedAt, last.Id))
        {
            seen.AddRange(part);
        }

        Assert.That(string.Join(' ', all.Select(static user => user.Email[..3].ToLowerInvariant()).Order(StringComparer.InvariantCulture)), Is.EqualTo(expected));
        Assert.That(all.Select(static user => user.Id), Is.EqualTo(all.Select(static user => user.Id).OrderDescending()));
        Assert.That(seen, Is.EqualTo(all));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Pages_stay_where_they_are_while_people_are_added(bool includeDeleted, CancellationToken ct)
    {
        var filter = new UserFilter { IncludeDeleted = includeDeleted };
        var whole = (await ListAsync(filter, after: null, 100, ct)).Select(static user => user.Id).ToList();
        var seen = new List<Guid>();
        Position? after = null;
        for (var n = 0; await ListAsync(filter, after, 1, ct) is [var next]; n++)
        {
            seen.Add(next.Id);
            after = new Position(next.CreatedAt, next.Id);
            await InsertUserAsync($"new{n}@example.org", ct);
        }

        Assert.That(seen, Is.EqualTo(whole));
    }

    [Test]
    public async Task Shows_every_member(CancellationToken ct)
    {
        var ann = (await ListAsync(new UserFilter { ExternalId = "crm-1" }, after: null, 1, ct))[0];
        var eve = (await ListAsync(new UserFilter { ExternalId = "crm-5", IncludeDeleted = true }, after: null, 1, ct))[0];

        Assert.That(ann with { Id = default }, Is.EqualTo(new UserSummaryDto(
            default, "ann@example.org", "Ann O'Brien", UserStatus.Active, Day(1), new(2020, 2, 1, 0, 0, 0, TimeSpan.Zero), "crm-1")));
        Assert.That((eve.FullName, eve.DeletedAt), Is.EqualTo(((string?)null, (DateTimeOffset?)Day(6))));
    }

    private static AttributeSearch Blue(bool? inLists) => new("custom.a", "\"blue\"", inLists);

    private static AttributeSearch One(bool? inLists) => new("custom.b", "1", inLists);

    private static DateTimeOffset Day(int day) => new(2020, 1, day, 0, 0, 0, TimeSpan.Zero);

    private async Task<List<UserSummaryDto>> ListAsync(UserFilter filter, Position? after, int limit, CancellationToken ct) =>
        await NewNode().Get<IUserReader>().ListAsync(filter, after, limit, ct);
}
