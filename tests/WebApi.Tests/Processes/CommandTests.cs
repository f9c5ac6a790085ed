using System.Text.Json;
using Npgsql;
using NUnit.Framework;
using UserSystem.Testing;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Processes;

/// <summary>What the program does when it is told to, and how it says no.</summary>
public sealed class CommandTests
{
    // Nothing listens there; whoever gets as far as asking a database does not get to the line that is expected.
    private const string NoDatabase = "Host=127.0.0.1;Port=1;Username=nobody;Database=none;Timeout=1";

    [TestCase("PASSWORD_MIN_LENGTH", "eight")]
    [TestCase("PASSWORD_MIN_LENGTH", "0")]
    [TestCase("MAX_LOGIN_ATTEMPTS", "0")]
    [TestCase("Accounts__Registration", "sometimes")]
    [TestCase("App__PublicUrl", "ftp://example.org")]
    [TestCase("Users__CurrentTermsVersion", "one")]
    [TestCase("Users__CurrentTermsVersion", "v1.0000000000000000000")]
    [TestCase("Security__MasterKey", null)]
    [TestCase("Security__MasterKey", "c2hvcnQ=")]
    [TestCase("Security__MasterKey", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [TestCase("ConnectionStrings__Database", "nonsense")]
    [TestCase("ASPNETCORE_URLS", "nonsense")]
    public async Task A_wrong_setting_stops_the_start_with_one_line_that_names_it(string name, string? value)
    {
        var (exitCode, output, errors) = await ServiceProcess.RunAsync([], NoDatabase, settings: (name, value));

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(errors.Split('\n'), Has.Length.EqualTo(1), errors + output);
        Assert.That(errors, Does.Contain(name));
    }

    [Test]
    public async Task Migrates_down_and_up_again()
    {
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);

        var down = await ServiceProcess.RunAsync(["migrate", "--to", "0"], database.ConnectionString);
        var gone = await QueryAsync(database, "select to_regclass('users') is null");
        var up = await ServiceProcess.RunAsync(["migrate"], database.ConnectionString);

        Assert.That((down.ExitCode, up.ExitCode), Is.EqualTo((0, 0)), down.Errors + up.Errors);
        Assert.That(gone, Is.True);
        Assert.That(await QueryAsync(database, "select to_regclass('users') is null"), Is.False);
    }

    [Test]
    public async Task A_backfill_counts_first_and_completes_on_demand()
    {
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        await QueryAsync(database, "insert into users (email, status) values ('ann@example.org', 'active') returning true");
        await QueryAsync(database, "delete from user_profiles returning true");

        var counted = await ServiceProcess.RunAsync(["backfill", "--dry-run"], database.ConnectionString);
        var untouched = await QueryAsync(database, "select count(*) = 0 from user_profiles");
        var completed = await ServiceProcess.RunAsync(["backfill"], database.ConnectionString);

        Assert.That(counted.Output, Does.Contain("1 profiles and 0 preferences are missing"), counted.Errors);
        Assert.That(untouched, Is.True);
        Assert.That(completed.Output, Does.Contain("1 profiles and 0 preferences were added"), completed.Errors);
        Assert.That(await QueryAsync(database, "select count(*) = 1 from user_profiles"), Is.True);
    }

    [Test]
    public async Task A_purge_counts_first_and_lets_people_go_on_demand()
    {
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        await QueryAsync(
            database,
            """
            insert into users (email, status, deleted_at)
            select n || '@example.org', 'suspended', now() - n * interval '1 day' from generate_series(1, 33) n returning true
            """);

        var counted = await ServiceProcess.RunAsync(["purge", "--dry-run"], database.ConnectionString, settings: ("Users__PurgeAfterDays", "30"));
        var untouched = await QueryAsync(database, "select count(*) = 33 from users");
        var purged = await ServiceProcess.RunAsync(["purge"], database.ConnectionString, settings: ("Users__PurgeAfterDays", "30"));

        Assert.That((counted.ExitCode, counted.Output), Is.EqualTo((0, "4 people are due.")), counted.Errors);
        Assert.That(untouched, Is.True);
        Assert.That((purged.ExitCode, purged.Output.Split('\n')[^1]), Is.EqualTo((0, "4 people were purged.")), purged.Errors);
        Assert.That(await QueryAsync(database, "select count(*) = 29 and max(deleted_at) > now() - interval '2 days' from users"), Is.True);
        Assert.That(await QueryAsync(database, "select count(*) = 4 from audit_log where action = 'user.purge' and actor = 'system'"), Is.True);
    }

    [Test]
    public async Task A_purge_that_fails_says_why()
    {
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        await QueryAsync(database, "insert into users (email, status, deleted_at) values ('a@example.org', 'suspended', '2020-01-01') returning true");
        await QueryAsync(database, "create function refuse_it() returns trigger language plpgsql as $$ begin raise exception 'Not today'; end $$; create trigger refuse_it before insert on audit_log for each statement execute function refuse_it(); select true");

        var (exitCode, output, errors) = await ServiceProcess.RunAsync(["purge"], database.ConnectionString);

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(errors.Split('\n'), Has.Length.EqualTo(1), errors + output);
        Assert.That(await QueryAsync(database, "select count(*) = 1 from users"), Is.True);
    }

    [Test]
    public async Task Makes_an_administrator_with_the_password_from_standard_input_and_promotes_nobody()
    {
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        await QueryAsync(database, "insert into users (email, status) values ('ann@example.org', 'active') returning true");

        var weak = await ServiceProcess.RunAsync(["create-admin", "root@example.org"], database.ConnectionString, "short\n");
        var made = await ServiceProcess.RunAsync(["create-admin", "root@example.org"], database.ConnectionString, "a quiet green river\n");
        var again = await ServiceProcess.RunAsync(["create-admin", "root@example.org"], database.ConnectionString, "a quiet green river\n");
        var other = await ServiceProcess.RunAsync(["create-admin", "ann@example.org"], database.ConnectionString, "a quiet green river\n");

        Assert.That((weak.ExitCode, made.ExitCode, again.ExitCode, other.ExitCode), Is.EqualTo((1, 0, 0, 1)), made.Errors);
        Assert.That(weak.Errors, Does.Contain("at least 8"));
        Assert.That(other.Errors, Does.Contain("nobody is promoted"));
        Assert.That(await QueryAsync(database, "select count(*) = 1 from user_roles r join users u on u.id = r.user_id where u.email = 'root@example.org'"), Is.True);
        await using var host = await ApiHost.StartAsync(plan => plan.ConnectionString = database.ConnectionString);
        using var api = host.Client();
        Assert.That(((int)(await api.LogInAsync("root@example.org", "a quiet green river")).Status), Is.EqualTo(200));
    }

    [Test]
    public async Task Prints_the_description_that_it_serves()
    {
        var printed = await ServiceProcess.RunAsync(["openapi"], "", settings: ("Security__MasterKey", null));

        Assert.That(printed.ExitCode, Is.Zero, printed.Errors);
        Assert.That(JsonElement.DeepEquals(JsonDocument.Parse(printed.Output).RootElement, (await (await Hosts.Usual).Contract).Json), Is.True);
    }

    private static async Task<bool> QueryAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is true;
    }
}
