using Npgsql;
using NUnit.Framework;

namespace UserSystem.Infrastructure.Tests.Persistence.Users;

/// <summary>What the database refuses about people, whoever asks.</summary>
[CancelAfter(120_000)]
public sealed class UserRulesTests : DatabaseFixture
{
    [Test]
    public async Task A_deleted_person_is_not_active(CancellationToken ct)
    {
        var id = await InsertUserAsync("jo@example.org", ct);

        Assert.That(
            () => Database.ExecuteAsync("update users set deleted_at = now() where id = $1", ct, id), RefusedBy("ck_users_deleted_is_not_active"));
        await Database.ExecuteAsync("update users set deleted_at = now(), status = 'suspended' where id = $1", ct, id);
        Assert.That(
            () => Database.ExecuteAsync("update users set status = 'active' where id = $1", ct, id), RefusedBy("ck_users_deleted_is_not_active"));
    }

    [TestCase("null", "'v1.0'", "ck_users_terms_together")]
    [TestCase("now()", "null", "ck_users_terms_together")]
    [TestCase("now()", "'1.0'", "ck_users_terms_version")]
    [TestCase("now()", "'v1'", "ck_users_terms_version")]
    [TestCase("now()", "'v1.0.1'", "ck_users_terms_version")]
    [TestCase("now()", "E'v1.0\\n'", "ck_users_terms_version")]
    [TestCase("now()", "'V1.0'", "ck_users_terms_version")]
    [TestCase("now() + interval '5 minutes 1 second'", "'v1.0'", "ck_users_terms_not_in_future")]
    public void Refuses_terms(string acceptedAt, string version, string constraint, CancellationToken ct) =>
        Assert.That(() => InsertTermsAsync(acceptedAt, version, ct), RefusedBy(constraint));

    [TestCase("null", "null")]
    [TestCase("now()", "'v12.34'")]
    [TestCase("now() + interval '4 minutes 59 seconds'", "'v1.0'", Description = "a clock that runs ahead a little")]
    [TestCase("'2020-01-01'", "'v1.0'")]
    public async Task Takes_terms(string acceptedAt, string version, CancellationToken ct) =>
        Assert.That(await InsertTermsAsync(acceptedAt, version, ct), Is.EqualTo(1));

    [Test]
    public void A_status_is_one_of_the_three(CancellationToken ct) =>
        Assert.That(() => InsertUserAsync("jo@example.org", ct, "pending"), Refused(PostgresErrorCodes.InvalidTextRepresentation));

    [Test]
    public async Task Somebody_of_whom_only_the_address_is_known_is_pending(CancellationToken ct)
    {
        await Database.ExecuteAsync("insert into users (email) values ('jo@example.org')", ct);

        Assert.That(
            await Database.OneAsync<bool>(
                "select status = 'pending_verification' and version = 1 and created_at = updated_at and uuid_send(id) is not null from users", ct));
    }

    [Test]
    public async Task Whoever_is_removed_for_good_takes_all_that_is_theirs_along_but_not_those_they_suspended(CancellationToken ct)
    {
        var staff = await InsertUserAsync("staff@example.org", ct);
        var other = await InsertUserAsync("other@example.org", ct);
        await Database.ExecuteAsync("update users set status = 'suspended', suspended_by = $2 where id = $1", ct, other, staff);

        await Database.ExecuteAsync("delete from users where id = $1", ct, staff);

        Assert.That(await Database.OneAsync<bool>("select suspended_by is null from users where id = $1", ct, other));
        Assert.That(await Database.ListAsync<Guid>("select user_id from user_profiles", ct), Is.EqualTo([other]));
        Assert.That(await Database.ListAsync<Guid>("select user_id from user_preferences", ct), Is.EqualTo([other]));
    }

    private Task<int> InsertTermsAsync(string acceptedAt, string version, CancellationToken ct) => Database.ExecuteAsync(
        $"insert into users (email, terms_accepted_at, terms_version) values ('jo@example.org', {acceptedAt}, {version})", ct);
}
