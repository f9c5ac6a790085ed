using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Users;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Tests.Persistence.Users;

/// <summary>People as they are shown: one statement a question, and nobody who was deleted.</summary>
[CancelAfter(120_000)]
public sealed class UserReaderTests : DatabaseFixture
{
    [Test]
    public async Task Tells_the_whole_record_in_one_statement(CancellationToken ct)
    {
        var id = await InsertUserAsync("Jo@example.org", ct);
        await Database.ExecuteAsync(
            """
            update users set email_verified_at = '2020-01-02Z', last_password_change_at = '2020-01-03 00:00:00.123456Z', terms_version = 'v1.0',
                             terms_accepted_at = '2020-01-04Z', last_login_at = '2020-01-05Z', pending_email = 'jo.new@example.org'
            """, ct);
        var reader = NewNode().Get<IUserReader>();
        using var statements = new Statements();

        var me = (await reader.FindMeAsync(new UserId(id), "v1.0", null, ct))!;

        Assert.That(statements.Texts, Has.Count.EqualTo(1));
        Assert.That(me, Is.EqualTo(new MeDto(
            id, "Jo@example.org", "Jo", UserStatus.Active, EmailVerified: true, PendingEmail: "jo.new@example.org", HasPassword: true, Day(3).AddMicroseconds(123456), Day(4), "v1.0",
            TermsOutdated: false, Day(5), me.CreatedAt, me.UpdatedAt)
        {
            Version = 2,
        }));
        Assert.That(me.UpdatedAt, Is.GreaterThan(me.CreatedAt));
    }

    [Test]
    public async Task Many_who_ask_at_once_are_each_told_of_themselves_in_few_statements(CancellationToken ct)
    {
        var ids = await Database.ListAsync<Guid>("insert into users (email, status) select n || '@example.org', 'active' from generate_series(1, 40) n returning id", ct);
        await Database.ExecuteAsync("insert into user_attributes (user_id, key, value) select id, 'custom.k', to_jsonb(email) from users", ct);
        await Database.ExecuteAsync("update users set status = 'suspended', deleted_at = now() where id = $1", ct, ids[5]);
        var node = NewNode();
        var (reader, catalog) = (node.Get<IUserReader>(), node.Get<AttributeCatalog>());
        var inclusion = new UserInclusion(UserParts.Attributes, catalog.PersonReads, catalog.NamespacePersonReads, node.Now);
        using var statements = new Statements();

        var found = await Task.WhenAll(ids.Select((id, i) => reader.FindMeAsync(new UserId(id), i % 2 == 0 ? "v1.0" : "v1.1", i % 3 == 0 ? inclusion : null, ct)));

        Assert.That(statements.Texts, Has.Count.LessThan(ids.Count));
        Assert.That(found.Select(static me => me?.Id), Is.EqualTo(ids.Select((id, i) => i == 5 ? null : (Guid?)id)));
        Assert.That(found.Select(static me => me?.Attributes?.Text), Is.EqualTo(ids.Select((_, i) => i % 3 == 0 && i != 5 ? $$"""{ "custom.k" : "{{i + 1}}@example.org" }""" : null)));
    }

    [Test]
    public async Task Tells_of_somebody_of_whom_only_the_address_is_known(CancellationToken ct)
    {
        var id = await Database.OneAsync<Guid>("insert into users (email) values ('jo@example.org') returning id", ct);

        var me = (await NewNode().Get<IUserReader>().FindMeAsync(new UserId(id), "v1.0", null, ct))!;

        Assert.That(me, Is.EqualTo(new MeDto(
            id, "jo@example.org", null, UserStatus.PendingVerification, EmailVerified: false, PendingEmail: null, HasPassword: false, null, null, null,
            TermsOutdated: true, null, me.CreatedAt, me.CreatedAt)
        {
            Version = 1,
        }));
    }

    [Test]
    public async Task Terms_are_outdated_where_others_are_in_force(CancellationToken ct)
    {
        var id = await InsertUserAsync("jo@example.org", ct);
        await Database.ExecuteAsync("update users set terms_version = 'v1.0', terms_accepted_at = now()", ct);

        Assert.That((await NewNode().Get<IUserReader>().FindMeAsync(new UserId(id), "v1.1", null, ct))?.TermsOutdated, Is.True);
    }

    [Test]
    public async Task Does_not_see_the_deleted_nor_those_who_never_were(CancellationToken ct)
    {
        var id = await InsertUserAsync("jo@example.org", ct);
        await Database.ExecuteAsync("update users set status = 'suspended', deleted_at = now()", ct);
        var node = NewNode();

        Assert.That(await node.Get<IUserReader>().FindMeAsync(new UserId(id), "v1.0", null, ct), Is.Null);
        Assert.That(await node.Get<IUserReader>().FindMeAsync(node.Ids.Next<UserId>(), "v1.0", null, ct), Is.Null);
    }

    [Test]
    public async Task Tells_the_own_agreements_newest_first_in_one_statement(CancellationToken ct)
    {
        var (jo, other) = (await InsertUserAsync("jo@example.org", ct), await InsertUserAsync("other@example.org", ct));
        await Database.ExecuteAsync(
            """
            insert into user_terms_acceptances (user_id, version, accepted_at)
            values ($1, 'v1.0', '2020-01-01Z'), ($1, 'v2.0', '2020-01-02Z'), ($2, 'v3.0', '2020-01-03Z')
            """, ct, jo, other);
        var reader = NewNode().Get<IUserReader>();
        using var statements = new Statements();

        var terms = await reader.ListTermsAsync(new UserId(jo), ct);

        Assert.That(statements.Texts, Has.Count.EqualTo(1));
        Assert.That(terms, Is.EqualTo([new TermsAcceptanceDto("v2.0", Day(2)), new TermsAcceptanceDto("v1.0", Day(1))]));
    }

    private static DateTimeOffset Day(int day) => new(2020, 1, day, 0, 0, 0, TimeSpan.Zero);
}
