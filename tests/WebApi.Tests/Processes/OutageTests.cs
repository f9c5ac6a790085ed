using System.Net;
using Npgsql;
using NUnit.Framework;

namespace UserSystem.WebApi.Tests.Processes;

/// <summary>What may happen to a database, and what those notice of it who ask meanwhile.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(10);

    [Test]
    public async Task A_database_that_is_stopped_and_started_again()
    {
        await using var outage = await Outage.StartAsync();

        await outage.Postgres.StopAsync();
        await RefusesAsync(outage, Soon);
        await outage.Postgres.StartAsync();

        await RecoversAsync(outage);
    }

    [Test]
    public async Task A_database_that_crashes_and_recovers()
    {
        await using var outage = await Outage.StartAsync();

        outage.Postgres.Crash();
        await Outage.UntilAsync(() => Task.FromResult(outage.Answers.Any(static got => got.Status is HttpStatusCode.ServiceUnavailable)), Soon);

        await RecoversAsync(outage);
    }

    [Test]
    public async Task A_database_that_stands_still_with_its_connections_open()
    {
        await using var outage = await Outage.StartAsync();

        outage.Postgres.Pause();
        await Outage.UntilAsync(async () => !await outage.IsReadyAsync(), Soon);
        var refused = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => i % 2 == 0 ? outage.ReadAsync() : outage.WriteAsync()));
        outage.Postgres.Resume();

        Assert.That(refused.Select(static got => got.Status), Is.All.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(refused.Select(static got => got.After), Is.All.LessThan(Deadline + TimeSpan.FromSeconds(3)));
        await RecoversAsync(outage);
    }

    [Test]
    public async Task A_database_with_no_connection_left()
    {
        await using var outage = await Outage.StartAsync();

        var taken = new List<NpgsqlConnection>();
        await TakeAllAsync(outage, taken);
        await RefusesAsync(outage, Soon);
        foreach (var connection in taken)
        {
            await connection.DisposeAsync();
        }

        await RecoversAsync(outage);
    }

    [Test]
    public async Task A_database_that_can_only_be_read()
    {
        await using var outage = await Outage.StartAsync();

        await outage.Postgres.ExecuteAsync(
            "do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$;"
            + "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'");
        await RefusesAsync(outage, Soon, reads: false);
        await outage.Postgres.ExecuteAsync("do $$ begin execute format('alter database %I reset default_transaction_read_only', current_database()); end $$");

        await RecoversAsync(outage);
    }

    [Test]
    public async Task A_database_without_room_on_its_disk()
    {
        await using var outage = await Outage.StartAsync();

        await outage.Postgres.ExecuteAsync(
            "create function full_disk() returns trigger language plpgsql as $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;"
            + "create trigger full_disk before insert on users for each statement execute function full_disk()");
        await Outage.UntilAsync(async () => IsRefusal(await outage.WriteAsync()), Soon);
        Assert.That((await outage.ReadAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
        await outage.Postgres.ExecuteAsync("drop trigger full_disk on users");

        await RecoversAsync(outage);
    }

    // Writes, and reads where they need what is missing, are refused, and whoever spreads requests over nodes is told.
    private static async Task RefusesAsync(Outage outage, TimeSpan patience, bool reads = true)
    {
        await Outage.UntilAsync(async () => IsRefusal(await outage.WriteAsync()), patience);
        await Outage.UntilAsync(async () => !await outage.IsReadyAsync(), patience);
        if (reads)
        {
            // One connection that was just given back may serve one more; nothing but an answer or a refusal comes of it.
            await Outage.UntilAsync(
                async () =>
                {
                    var got = await outage.ReadAsync();
                    Assert.That(got.Status is HttpStatusCode.OK || IsRefusal(got), got.ToString());
                    return IsRefusal(got);
                },
                patience);
        }
    }

    // By itself; and then every request is served again, whichever connection it gets.
    private static async Task RecoversAsync(Outage outage)
    {
        await Outage.UntilAsync(outage.IsReadyAsync, Recovery);
        await Outage.UntilAsync(async () => (await outage.WriteAsync()).Status is HttpStatusCode.Accepted, Recovery);
        var after = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => i % 3 == 0 ? outage.WriteAsync() : outage.ReadAsync()));

        Assert.That(after.Select(static got => got.Status), Is.All.EqualTo(HttpStatusCode.OK).Or.EqualTo(HttpStatusCode.Accepted));
        Assert.That(await outage.LostAsync(), Is.Empty);
        Assert.That(outage.Answers.Where(static got => got.Status is not HttpStatusCode.Accepted && !IsRefusal(got)), Is.Empty, outage.Log);
        Assert.That(outage.Answers.Count(static got => got.Status is HttpStatusCode.Accepted), Is.GreaterThan(3));
        Assert.That(outage.Log, Does.Not.Contain("   at "), "what is expected takes no stack trace to tell");
    }

    private static bool IsRefusal(Got got) =>
        got is { Status: HttpStatusCode.ServiceUnavailable, Code: "service.unavailable" or "request.timed_out", RetryAfter: { } wait } && wait > TimeSpan.Zero;

    private static async Task TakeAllAsync(Outage outage, List<NpgsqlConnection> taken)
    {
        while (true)
        {
            try
            {
                taken.Add(await outage.Postgres.ConnectAsync());
            }
            catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await using var end = new NpgsqlCommand(
                    "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name <> 'test' and backend_type = 'client backend'", taken[0]);
                if (await end.ExecuteScalarAsync() is 0L)
                {
                    return;
                }
            }
        }
    }
}
