using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Npgsql;
using NUnit.Framework;
using UserSystem.Testing;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Processes;

/// <summary>Ends that nobody wished for, and starts that meet each other.</summary>
public sealed class CrashTests
{
    [Test]
    public async Task A_kill_in_a_burst_of_registrations_loses_none_that_was_acknowledged_and_leaves_nobody_half_made()
    {
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        await using var service = ServiceProcess.Serve(database.ConnectionString);
        await service.ReadyAsync();
        var acknowledged = new ConcurrentBag<string>();
        using var http = new HttpClient { BaseAddress = service.Address };

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RegisterUntilItDiesAsync(http, acknowledged, service)));
        await service.ExitAsync();

        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        Assert.That(acknowledged, Has.Count.GreaterThanOrEqualTo(12));
        await using var kept = source.CreateCommand("select array_agg(email::text) from users");
        Assert.That(acknowledged, Is.SubsetOf((string[])(await kept.ExecuteScalarAsync())!));
        await using var half = source.CreateCommand(
            """
            select count(*) from users u
            where not exists (select 1 from verification_tokens t where t.user_id = u.id)
               or not exists (select 1 from user_terms_acceptances t where t.user_id = u.id)
               or not exists (select 1 from user_profiles p where p.user_id = u.id)
               or not exists (select 1 from user_preferences p where p.user_id = u.id)
            """);
        Assert.That(await half.ExecuteScalarAsync(), Is.Zero);
        await using var unmailed = source.CreateCommand("select (select count(*) from users) - (select count(*) from outbox_messages)");
        Assert.That(await unmailed.ExecuteScalarAsync(), Is.Zero);
    }

    [Test]
    public async Task Two_that_start_at_once_on_an_empty_database_both_serve_it()
    {
        await using var database = await new TestPostgres(static _ => Task.CompletedTask).CreateDatabaseAsync(CancellationToken.None);
        await using var one = ServiceProcess.Serve(database.ConnectionString);
        await using var other = ServiceProcess.Serve(database.ConnectionString);

        await Task.WhenAll(one.ReadyAsync(), other.ReadyAsync());

        Assert.That(new[] { one, other }.Count(static service => service.Output.Contains("Applying", StringComparison.Ordinal)), Is.EqualTo(1));
        using var http = new HttpClient();
        Assert.That(await http.GetStringAsync(new Uri(one.Address, "/.well-known/jwks.json")), Is.EqualTo(await http.GetStringAsync(new Uri(other.Address, "/.well-known/jwks.json"))));
    }

    [Test]
    public async Task Ends_in_order_when_it_is_asked_to()
    {
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        await using var service = ServiceProcess.Serve(database.ConnectionString);
        await service.ReadyAsync();

        service.Terminate();

        Assert.That(await service.ExitAsync().WaitAsync(TimeSpan.FromSeconds(10)), Is.Zero, service.Errors);
    }

    private static async Task RegisterUntilItDiesAsync(HttpClient http, ConcurrentBag<string> acknowledged, ServiceProcess service)
    {
        while (true)
        {
            var email = ApiClient.NewEmail();
            try
            {
                using var answer = await http.PostAsJsonAsync(
                    "/api/v1/auth/register", new { email, password = "a quiet green river", fullName = "Ann Example", acceptTerms = true });
                if (answer.StatusCode is HttpStatusCode.Accepted)
                {
                    acknowledged.Add(email);
                    if (acknowledged.Count == 12)
                    {
                        service.Kill();
                    }
                }
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }
}
