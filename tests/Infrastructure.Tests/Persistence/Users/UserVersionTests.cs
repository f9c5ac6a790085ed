using NUnit.Framework;

namespace UserSystem.Infrastructure.Tests.Persistence.Users;

/// <summary>Who changes a row, by whatever way, moves its version and its time on; what is only bookkeeping does not.</summary>
[CancelAfter(120_000)]
public sealed class UserVersionTests : DatabaseFixture
{
    [TestCase("email = 'other@example.org'")]
    [TestCase("email = 'JO@example.org'")]
    [TestCase("name = 'Else'")]
    [TestCase("name = null")]
    [TestCase("status = 'suspended'")]
    [TestCase("email_verified_at = now()")]
    [TestCase("terms_accepted_at = now(), terms_version = 'v1.0'")]
    [TestCase("external_id = '1'")]
    [TestCase("last_password_change_at = now()")]
    [TestCase("last_password_change_at = now(), password_hash = 'other'")]
    [TestCase("suspended_at = now()")]
    [TestCase("suspension_reason = 'none'")]
    [TestCase("pending_email = 'new@example.org'")]
    [TestCase("deleted_at = now(), status = 'suspended'")]
    [TestCase("last_login_at = now(), name = 'Else'")]
    public async Task A_visible_change_counts(string change, CancellationToken ct) =>
        Assert.That(await ChangeAsync(change, ct), Is.EqualTo((2, true)));

    [TestCase("last_login_at = now()")]
    [TestCase("security_stamp = 'other'")]
    [TestCase("last_login_at = now(), password_hash = 'the same password, hashed anew'")]
    [TestCase("last_login_at = now(), security_stamp = 'other'")]
    [TestCase("name = name")]
    [TestCase("version = 99")]
    [TestCase("updated_at = 'infinity'")]
    public async Task Bookkeeping_does_not(string change, CancellationToken ct) =>
        Assert.That(await ChangeAsync(change, ct), Is.EqualTo((1, false)));

    [Test]
    public async Task The_version_cannot_be_forged_along_with_a_change(CancellationToken ct) =>
        Assert.That(await ChangeAsync("name = 'Else', version = 99, updated_at = '2020-01-01'", ct), Is.EqualTo((2, true)));

    [TestCase("user_profiles", "bio = 'new'")]
    [TestCase("user_preferences", "theme = 'dark'")]
    public async Task Profiles_and_preferences_count_too(string table, string change, CancellationToken ct)
    {
        await InsertUserAsync("jo@example.org", ct);

        await Database.ExecuteAsync($"update {table} set {change}, version = 99", ct);

        Assert.That(await Database.OneAsync<bool>($"select version = 2 and updated_at > created_at from {table}", ct));
    }

    [Test]
    public async Task A_role_keeps_the_time_of_its_last_change(CancellationToken ct)
    {
        await Database.ExecuteAsync("insert into roles (name, created_at, updated_at) values ('editor', '2020-01-01', '2020-01-01')", ct);

        await Database.ExecuteAsync("update roles set description = 'Edits.' where name = 'editor'", ct);

        Assert.That(await Database.OneAsync<bool>("select updated_at > now() - interval '1 hour' from roles where name = 'editor'", ct));
    }

    private async Task<(int Version, bool Moved)> ChangeAsync(string change, CancellationToken ct)
    {
        await Database.ExecuteAsync(
            "insert into users (email, name, password_hash, created_at, updated_at) values ('jo@example.org', 'Jo', 'hash', '2020-01-01', '2020-01-01')", ct);
        await Database.ExecuteAsync($"update users set {change}", ct);
        var version = await Database.OneAsync<int>("select version from users", ct);
        return (version, await Database.OneAsync<bool>("select updated_at between now() - interval '1 hour' and now() from users", ct));
    }
}
