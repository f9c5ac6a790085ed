using Npgsql;
using NUnit.Framework;

namespace UserSystem.Infrastructure.Tests.Persistence.Users;

/// <summary>Whichever way people come in, they have a profile and preferences, or they are not in.</summary>
[CancelAfter(120_000)]
public sealed class CompleteUsersTriggerTests : DatabaseFixture
{
    private const string Incomplete =
        """
        select email from users u
        where not exists (select 1 from user_profiles p where p.user_id = u.id) or not exists (select 1 from user_preferences p where p.user_id = u.id)
        """;

    // A role belongs to the whole server, and other tests make theirs.
    private readonly string _inserter = $"inserter_{TestContext.CurrentContext.Test.ID.Replace('-', '_')}_{Environment.ProcessId}";

    [Test]
    public async Task One_row(CancellationToken ct)
    {
        await InsertUserAsync("jo@example.org", ct);

        await EverybodyIsCompleteAsync(1, ct);
    }

    [Test]
    public async Task Many_rows_at_once(CancellationToken ct)
    {
        await Database.ExecuteAsync("insert into users (email) select n || '@example.org' from generate_series(1, 1000) n", ct);

        await EverybodyIsCompleteAsync(1000, ct);
    }

    [Test]
    public async Task Copy(CancellationToken ct)
    {
        await using (var connection = await Database.OpenConnectionAsync(ct))
        await using (var copy = await connection.BeginTextImportAsync("copy users (email, name) from stdin", ct))
        {
            await copy.WriteAsync("a@example.org\tA\nb@example.org\t\\N\n".AsMemory(), ct);
        }

        await EverybodyIsCompleteAsync(2, ct);
    }

    [Test]
    public async Task An_insert_that_brings_the_rows_itself_in_the_same_statement_goes_through(CancellationToken ct)
    {
        await Database.ExecuteAsync(
            """
            with added as (insert into users (email) values ('jo@example.org') returning id)
            insert into user_profiles (user_id, bio) select id, 'Own.' from added
            """, ct);

        await EverybodyIsCompleteAsync(1, ct);
        Assert.That(await Database.OneAsync<string>("select bio from user_profiles", ct), Is.EqualTo("Own."));
    }

    [TestCase("user_profiles")]
    [TestCase("user_preferences")]
    public async Task Where_the_row_cannot_be_made_nobody_comes_in(string table, CancellationToken ct)
    {
        await Database.ExecuteAsync($"alter table {table} add constraint ck_no_more check (false)", ct);

        Assert.That(() => InsertUserAsync("jo@example.org", ct), RefusedBy("ck_no_more"));
        Assert.That(await Database.OneAsync<long>("select (select count(*) from users) + (select count(*) from user_profiles)", ct), Is.Zero);
    }

    [Test]
    public async Task Somebody_who_may_only_insert_people_still_leaves_them_complete(CancellationToken ct)
    {
        await using var connection = await ConnectAsInserterAsync(ct);

        await connection.ExecuteAsync("insert into users (email) values ('jo@example.org')", ct);

        Assert.That(
            () => connection.ExecuteAsync("insert into user_profiles (user_id) values (gen_random_uuid())", ct),
            Refused(PostgresErrorCodes.InsufficientPrivilege), "nothing but the trigger did it");
        await EverybodyIsCompleteAsync(1, ct);
    }

    [Test]
    public async Task A_table_of_the_same_name_that_the_inserter_slips_in_front_catches_nothing(CancellationToken ct)
    {
        await using var connection = await ConnectAsInserterAsync(ct);
        await connection.ExecuteAsync("create temp table user_profiles (user_id uuid); grant insert on pg_temp.user_profiles to public", ct);
        await connection.ExecuteAsync("set search_path = pg_temp, public", ct);

        await connection.ExecuteAsync("insert into users (email) values ('jo@example.org')", ct);

        Assert.That(await connection.OneAsync<long>("select count(*) from pg_temp.user_profiles", ct), Is.Zero);
        await EverybodyIsCompleteAsync(1, ct);
    }

    [TearDown]
    public async Task DropInserter()
    {
        await Database.ExecuteAsync(
            $"do $$ begin if to_regrole('{_inserter}') is not null then drop owned by {_inserter}; drop role {_inserter}; end if; end $$",
            CancellationToken.None);
    }

    // Row-level security lets nobody but the owner write until somebody says so.
    private async Task<NpgsqlConnection> ConnectAsInserterAsync(CancellationToken ct)
    {
        await Database.ExecuteAsync(
            $"""
            create role {_inserter};
            grant insert on users to {_inserter};
            create policy bring_in on users for insert to {_inserter} with check (true)
            """, ct);
        var connection = await Database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync($"set role {_inserter}", ct);
        return connection;
    }

    private async Task EverybodyIsCompleteAsync(long people, CancellationToken ct)
    {
        Assert.That(await Database.OneAsync<long>("select count(*) from users", ct), Is.EqualTo(people));
        Assert.That(await Database.ListAsync<string>(Incomplete, ct), Is.Empty);
    }
}
