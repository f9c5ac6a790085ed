using Npgsql;
using NUnit.Framework;
using UserSystem.Infrastructure.Persistence.Attributes;

namespace UserSystem.Infrastructure.Tests.Persistence.Users;

/// <summary>Whoever reads the tables directly, in the role that is meant for it, sees their own record and nothing else.</summary>
[CancelAfter(120_000)]
public sealed class RowLevelSecurityTests : DatabaseFixture
{
    private Guid _jo;

    [SetUp]
    public async Task MakePeople()
    {
        var ct = TestContext.CurrentContext.CancellationToken;
        _jo = await InsertUserAsync("jo@example.org", ct);
        await InsertUserAsync("other@example.org", ct);
    }

    [Test]
    public async Task Sees_the_own_row_only(CancellationToken ct)
    {
        await using var reader = await ConnectAsync($"{_jo}", ct);

        Assert.That(await reader.ListAsync<string>("select email from users", ct), Is.EqualTo(["jo@example.org"]));
        Assert.That(await reader.ListAsync<Guid>("select user_id from user_profiles", ct), Is.EqualTo([_jo]));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("00000000-0000-0000-0000-000000000000")]
    public async Task Whoever_does_not_say_who_they_are_sees_nobody(string? id, CancellationToken ct)
    {
        await using var reader = await ConnectAsync(id, ct);

        Assert.That(await reader.OneAsync<long>("select count(*) from users", ct), Is.Zero);
        Assert.That(await reader.OneAsync<long>("select count(*) from user_profiles", ct), Is.Zero);
    }

    [TestCase("users")]
    [TestCase("user_profiles")]
    public async Task Nonsense_instead_of_an_id_is_an_error_and_shows_nothing(string table, CancellationToken ct)
    {
        await using var reader = await ConnectAsync("' or true --", ct);

        Assert.That(() => reader.OneAsync<long>($"select count(*) from {table}", ct), Refused(PostgresErrorCodes.InvalidTextRepresentation));
    }

    [Test]
    public async Task A_deleted_person_sees_nothing(CancellationToken ct)
    {
        await Database.ExecuteAsync("update users set status = 'suspended', deleted_at = now() where id = $1", ct, _jo);
        await using var reader = await ConnectAsync($"{_jo}", ct);

        Assert.That(await reader.OneAsync<long>("select count(*) from users", ct), Is.Zero);
        Assert.That(await reader.OneAsync<long>("select count(*) from user_profiles", ct), Is.Zero);
    }

    [TestCase("password_hash")]
    [TestCase("security_stamp")]
    [TestCase("pending_email")]
    [TestCase("suspension_reason")]
    [TestCase("suspended_by")]
    [TestCase("*")]
    public async Task Sees_no_secrets_and_no_notes_of_staff(string column, CancellationToken ct)
    {
        await using var reader = await ConnectAsync($"{_jo}", ct);

        Assert.That(() => reader.ListAsync<object>($"select {column} from users", ct), Refused(PostgresErrorCodes.InsufficientPrivilege));
    }

    [Test]
    public async Task Sees_no_other_table(CancellationToken ct)
    {
        var tables = await Database.ListAsync<string>(
            """
            select relname::text from pg_class
            where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'p') and relname not in ('users', 'user_profiles', 'user_attributes', 'attribute_keys')
            """, ct);
        await using var reader = await ConnectAsync($"{_jo}", ct);

        Assert.That(tables, Does.Contain("verification_tokens").And.Contain("user_sessions").And.Contain("live_users"));
        foreach (var table in tables)
        {
            Assert.That(
                () => reader.ListAsync<object>($"select 1 from {table}", ct), Refused(PostgresErrorCodes.InsufficientPrivilege), table);
        }
    }

    [Test]
    public async Task Sees_the_own_attributes_of_keys_that_a_person_may_see(CancellationToken ct)
    {
        var keys = NewNode().Get<AttributeKeys>();
        await keys.PublishAsync(ct);
        await keys.PublishAsync(ct);
        await Database.ExecuteAsync(
            """
            insert into user_attributes (user_id, key, value)
            select u.id, k.key, '"x"' from users u, unnest(array['custom.a', 'onboarding_milestones', 'profile_flags', 'gone_key', 'other.a']) k (key)
            """, ct);
        await using var reader = await ConnectAsync($"{_jo}", ct);

        Assert.That(await reader.ListAsync<string>("select key from user_attributes order by key", ct), Is.EqualTo(["custom.a", "onboarding_milestones"]));
        Assert.That(await reader.ListAsync<Guid>("select distinct user_id from user_attributes", ct), Is.EqualTo([_jo]));
        Assert.That(() => reader.ListAsync<object>("select created_by_user_id from user_attributes", ct), Refused(PostgresErrorCodes.InsufficientPrivilege));
        Assert.That(() => reader.ExecuteAsync("update user_attributes set value = '1'", ct), Refused(PostgresErrorCodes.InsufficientPrivilege));
        await using var nobody = await ConnectAsync(id: null, ct);
        Assert.That(await nobody.OneAsync<long>("select count(*) from user_attributes", ct), Is.Zero);
        await Database.ExecuteAsync("update users set status = 'suspended', deleted_at = now() where id = $1", ct, _jo);
        Assert.That(await reader.OneAsync<long>("select count(*) from user_attributes", ct), Is.Zero, "who is deleted sees nothing");
    }

    [Test]
    public async Task Many_people_get_attributes_in_one_statement(CancellationToken ct)
    {
        await Database.ExecuteAsync("insert into users (email, status) select n || '@example.net', 'active' from generate_series(1, 20000) n", ct);

        Assert.That(
            await Database.ExecuteAsync("insert into user_attributes (user_id, key, value) select id, 'custom.a', '1' from users", ct), Is.EqualTo(20002));
    }

    [TestCase("update users set name = 'Else'")]
    [TestCase("delete from users")]
    [TestCase("insert into users (email) values ('new@example.org')")]
    [TestCase("update user_profiles set bio = 'New.'")]
    [TestCase("delete from user_profiles")]
    [TestCase("select complete_users()")]
    public async Task Changes_nothing(string statement, CancellationToken ct)
    {
        await using var reader = await ConnectAsync($"{_jo}", ct);

        Assert.That(() => reader.ExecuteAsync(statement, ct), Throws.InstanceOf<PostgresException>());
        Assert.That(await Database.OneAsync<long>("select count(*) from users where version = 1 and name = 'Jo'", ct), Is.EqualTo(2));
    }

    [Test]
    public async Task An_owner_that_is_no_administrator_sees_everybody_without_a_word(CancellationToken ct)
    {
        var owner = $"owner_{Environment.ProcessId}";
        await Database.ExecuteAsync(
            $"create role {owner}; alter table users owner to {owner}; alter table user_profiles owner to {owner}; alter view live_users owner to {owner}", ct);
        await using (var connection = await Database.OpenConnectionAsync(ct))
        {
            await connection.ExecuteAsync($"set role {owner}", ct);

            Assert.That(await connection.OneAsync<long>("select count(*) from live_users", ct), Is.EqualTo(2));
            Assert.That(await connection.OneAsync<long>("select count(*) from user_profiles", ct), Is.EqualTo(2));
            Assert.That(await connection.ListAsync<string>("explain select * from users", ct), Has.None.Contains("current_setting"));
        }

        await Database.ExecuteAsync($"reassign owned by {owner} to current_user; drop owned by {owner}; drop role {owner}", ct);
    }

    [Test]
    public async Task Nobody_can_log_in_as_the_reader(CancellationToken ct) =>
        Assert.That(await Database.OneAsync<bool>("select rolcanlogin or rolsuper or rolbypassrls from pg_roles where rolname = 'user_system_reader'", ct), Is.False);

    private async Task<NpgsqlConnection> ConnectAsync(string? id, CancellationToken ct)
    {
        var connection = await Database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync("set role user_system_reader", ct);
        if (id is not null)
        {
            await connection.OneAsync<string>("select set_config('app.current_user_id', $1, false)", ct, id);
        }

        return connection;
    }
}
