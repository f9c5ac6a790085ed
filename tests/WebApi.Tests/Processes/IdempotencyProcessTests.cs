using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using NUnit.Framework;
using UserSystem.Testing;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Processes;

/// <summary>Keys hold across processes, and across the end of one.</summary>
[CancelAfter(180_000)]
public sealed class IdempotencyProcessTests
{
    private const string Password = "a quiet green river";

    [Test]
    public async Task What_is_sent_to_two_nodes_at_once_is_done_by_one(CancellationToken ct)
    {
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(ct);
        await using var one = Serve(database);
        await using var other = ServiceProcess.Serve(database.ConnectionString);
        await Task.WhenAll(one.ReadyAsync(), other.ReadyAsync());
        using var first = await LogInAsync(one, ct);
        using var second = new HttpClient { BaseAddress = other.Address };
        second.DefaultRequestHeaders.Authorization = first.DefaultRequestHeaders.Authorization;

        for (var round = 0; round < 20; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => CreateAsync(i % 2 == 0 ? first : second, $"round{round}", ct)));
            Assert.That(answers.Select(static answer => answer.Id).Distinct().Count(), Is.EqualTo(1));
            Assert.That(answers.Count(static answer => answer.Replayed), Is.EqualTo(3));
        }

        Assert.That(await QueryAsync(database, "select count(*) from users"), Is.EqualTo(21));
    }

    [Test]
    public async Task After_a_kill_in_a_burst_everything_can_be_sent_again_and_nothing_is_there_twice(CancellationToken ct)
    {
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(ct);
        var acknowledged = new ConcurrentDictionary<string, string>();
        var sent = new ConcurrentBag<string>();
        await using (var dying = Serve(database))
        {
            await dying.ReadyAsync();
            using var http = await LogInAsync(dying, ct);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(each => CreateUntilItDiesAsync(http, each, sent, acknowledged, dying, ct)));
            await dying.ExitAsync();
        }

        await using var next = Serve(database);
        await next.ReadyAsync();
        using var again = await LogInAsync(next, ct);
        var (kept, done) = (await QueryAsync(database, "select count(*) from idempotency_keys"), await QueryAsync(database, "select count(*) from users") - 1);
        Assert.That(kept, Is.EqualTo(done), "the key is there exactly where the person is");
        foreach (var name in sent)
        {
            var (id, replayed) = await CreateAsync(again, name, ct);
            Assert.That(id, Is.EqualTo(acknowledged.GetValueOrDefault(name, id)), "who was acknowledged is the one");
            Assert.That(replayed || !acknowledged.ContainsKey(name), Is.True);
        }

        Assert.That(acknowledged, Has.Count.GreaterThanOrEqualTo(40));
        Assert.That(await QueryAsync(database, "select count(*) from users"), Is.EqualTo(sent.Count + 1));
        Assert.That(await QueryAsync(database, "select count(*) from audit_log where action = 'user.create'"), Is.EqualTo(sent.Count));
    }

    private static ServiceProcess Serve(TestDatabase database) => ServiceProcess.Serve(
        database.ConnectionString, ("Bootstrap__AdminEmail", "root@example.org"), ("Bootstrap__AdminPassword", Password));

    private static async Task CreateUntilItDiesAsync(
        HttpClient http, int sender, ConcurrentBag<string> sent, ConcurrentDictionary<string, string> acknowledged, ServiceProcess service, CancellationToken ct)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                var name = $"s{sender}n{i}";
                sent.Add(name);
                acknowledged[name] = (await CreateAsync(http, name, ct)).Id;
                if (acknowledged.Count == 40)
                {
                    service.Kill();
                }
            }
        }
        catch (Exception died) when (died is HttpRequestException or IOException)
        {
            // As it should.
        }
    }

    private static async Task<(string Id, bool Replayed)> CreateAsync(HttpClient http, string name, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/users")
        {
            Content = JsonContent.Create(new { email = $"{name}@example.org", fullName = name }),
        };
        request.Headers.Add("Idempotency-Key", name);
        using var answer = await http.SendAsync(request, ct);
        var body = await answer.Content.ReadAsStringAsync(ct);
        Assert.That((int)answer.StatusCode, Is.EqualTo(201), body);
        return (JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!, answer.Headers.Contains("Idempotent-Replayed"));
    }

    private static async Task<HttpClient> LogInAsync(ServiceProcess service, CancellationToken ct)
    {
        var http = new HttpClient { BaseAddress = service.Address };
        using var answer = await http.PostAsJsonAsync("/api/v1/auth/login", new { email = "root@example.org", password = Password }, ct);
        var tokens = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(ct)).RootElement;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("accessToken").GetString());
        return http;
    }

    private static async Task<long> QueryAsync(TestDatabase database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
