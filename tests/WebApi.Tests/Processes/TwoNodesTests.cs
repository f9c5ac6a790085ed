using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using NUnit.Framework;
using UserSystem.Testing;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Processes;

/// <summary>Two processes on one database are one service. Time is the machine's: a second is what is promised.</summary>
[CancelAfter(120_000)]
[NonParallelizable]
public sealed class TwoNodesTests
{
    private const string Password = "a quiet green river";
    private static readonly Lazy<Task<Pair>> Shared = new(Pair.StartAsync);

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        if (Shared.IsValueCreated)
        {
            await (await Shared.Value).DisposeAsync();
        }
    }

    [TestCase("log out")]
    [TestCase("end one")]
    [TestCase("end all")]
    [TestCase("change the password")]
    [TestCase("delete the account")]
    [TestCase("be suspended by staff")]
    [TestCase("be logged out by staff")]
    [TestCase("reuse a token")]
    [TestCase("log in once too often")]
    public async Task What_ends_on_one_is_over_on_the_other_within_a_second(string how, CancellationToken ct)
    {
        var pair = await Shared.Value;
        var email = await pair.AddPersonAsync();
        var (victim, actor) = (await pair.One.LogInAsync(email), await pair.One.LogInAsync(email));
        Assert.That(await pair.Other.IsAliveAsync(victim), Is.True);

        await EndAsync(pair, how, victim, actor, email);

        Assert.That(await pair.Other.AliveForAsync(victim, ct), Is.LessThan(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task Ten_refreshes_of_one_token_spread_over_both_leave_one_session_with_one_current_token()
    {
        var pair = await Shared.Value;
        var email = await pair.AddPersonAsync();
        var tokens = await pair.One.LogInAsync(email);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? pair.One : pair.Other).RefreshAsync(tokens.RefreshToken)));

        var current = answers.Select(static answer => answer!.RefreshToken).Distinct().Single();
        Assert.That(await pair.QueryAsync<long>("select count(*) from user_sessions s join users u on u.id = s.user_id where u.email = $1 and ended_at is null and generation = 2", email), Is.EqualTo(1));
        Assert.That(await pair.Other.RefreshAsync(current), Is.Not.Null);
    }

    [Test]
    public async Task A_role_that_is_taken_away_is_gone_on_both_within_a_second(CancellationToken ct)
    {
        var pair = await Shared.Value;
        var staff = await StaffAsync(pair);
        foreach (var node in new[] { pair.One, pair.Other })
        {
            Assert.That(await node.SendAsync(HttpMethod.Get, "users?limit=1", staff), Is.EqualTo(HttpStatusCode.OK));
        }

        await pair.QueryAsync<object>("delete from user_roles where user_id = $1", staff.UserId);
        var taken = Stopwatch.GetTimestamp();
        foreach (var node in new[] { pair.One, pair.Other })
        {
            while (await node.SendAsync(HttpMethod.Get, "users?limit=1", staff) is not HttpStatusCode.Forbidden)
            {
                ct.ThrowIfCancellationRequested();
            }
        }

        Assert.That(Stopwatch.GetElapsedTime(taken), Is.LessThan(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task A_node_whose_connection_is_cut_misses_nothing(CancellationToken ct)
    {
        var pair = await Shared.Value;
        var tokens = await pair.One.LogInAsync(await pair.AddPersonAsync());
        Assert.That(await pair.Other.IsAliveAsync(tokens), Is.True);

        Assert.That(await pair.QueryAsync<long>("select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'user-system-nodes' and datname = current_database()"), Is.EqualTo(2));
        await pair.One.SendAsync(HttpMethod.Post, "auth/logout", tokens);

        Assert.That(await pair.Other.AliveForAsync(tokens, ct), Is.LessThan(TimeSpan.FromSeconds(1)));
        while (await pair.QueryAsync<long>("select count(*) from pg_stat_activity where application_name = 'user-system-nodes' and datname = current_database()") < 2)
        {
            ct.ThrowIfCancellationRequested();
        }
    }

    [Test]
    public async Task A_node_that_is_killed_right_after_its_answer_has_told_the_other(CancellationToken ct)
    {
        await using var pair = await Pair.StartAsync();
        var tokens = await pair.One.LogInAsync(await pair.AddPersonAsync());
        Assert.That(await pair.Other.IsAliveAsync(tokens), Is.True);

        Assert.That(await pair.One.SendAsync(HttpMethod.Post, "auth/logout", tokens), Is.EqualTo(HttpStatusCode.NoContent));
        pair.One.Process.Kill();

        Assert.That(await pair.Other.AliveForAsync(tokens, ct), Is.LessThan(TimeSpan.FromSeconds(1)));
        Assert.That(await pair.Other.RefreshAsync(tokens.RefreshToken), Is.Null);
    }

    [Test]
    public async Task Both_change_their_signing_key_together_without_a_restart(CancellationToken ct)
    {
        await using var pair = await Pair.StartAsync();
        var email = await pair.AddPersonAsync();
        var old = await pair.One.LogInAsync(email);

        await pair.QueryAsync<object>("with over as (update signing_keys set signs_until = now()) select pg_notify('user_system', 'signing_keys:')");
        Tokens young;
        do
        {
            ct.ThrowIfCancellationRequested();
            young = await pair.Other.LogInAsync(email);
        }
        while (young.AccessToken.Split('.')[0] == old.AccessToken.Split('.')[0]);

        while (await pair.One.Http.GetStringAsync("/.well-known/jwks.json", ct) is var keys && !keys.Contains(Kid(young), StringComparison.Ordinal))
        {
            ct.ThrowIfCancellationRequested();
        }

        Assert.That((await pair.One.IsAliveAsync(young), await pair.Other.IsAliveAsync(old), await pair.One.IsAliveAsync(old)), Is.EqualTo((true, true, true)));
    }

    private static string Kid(Tokens tokens) => JsonDocument.Parse(
        System.Buffers.Text.Base64Url.DecodeFromChars(tokens.AccessToken.Split('.')[0])).RootElement.GetProperty("kid").GetString()!;

    private static async Task EndAsync(Pair pair, string how, Tokens victim, Tokens actor, string email)
    {
        var node = pair.One;
        switch (how)
        {
            case "log out":
                await node.SendAsync(HttpMethod.Post, "auth/logout", victim);
                break;
            case "end one":
                await node.SendAsync(HttpMethod.Delete, $"users/sessions/{victim.SessionId}", actor);
                break;
            case "end all":
                await node.SendAsync(HttpMethod.Delete, "users/sessions/all?exceptCurrent=true", actor);
                break;
            case "change the password":
                await node.SendAsync(HttpMethod.Post, "auth/password/change", actor, new { currentPassword = Password, newPassword = "another quiet river" });
                break;
            case "delete the account":
                await node.SendAsync(HttpMethod.Delete, "users/me", actor, new { currentPassword = Password });
                break;
            case "be suspended by staff":
                Assert.That(
                    await node.SendAsync(HttpMethod.Post, $"users/{victim.UserId}/suspend", await StaffAsync(pair), new { reason = "test" }),
                    Is.EqualTo(HttpStatusCode.OK));
                break;
            case "be logged out by staff":
                Assert.That(
                    await node.SendAsync(HttpMethod.Delete, $"users/{victim.UserId}/sessions", await StaffAsync(pair)), Is.EqualTo(HttpStatusCode.NoContent));
                break;
            case "reuse a token":
                var next = await node.RefreshAsync(victim.RefreshToken);
                await node.RefreshAsync(next!.RefreshToken);
                Assert.That(await node.RefreshAsync(victim.RefreshToken), Is.Null);
                break;
            default:
                // Ten may be; which of the first two goes first depends on which was seen last.
                for (var i = 0; i < 10; i++)
                {
                    await node.LogInAsync(email);
                }

                break;
        }
    }

    private static async Task<Tokens> StaffAsync(Pair pair)
    {
        var staff = await pair.One.LogInAsync(await pair.AddPersonAsync());
        await pair.QueryAsync<object>("insert into user_roles (user_id, role_id) select $1, id from roles where name = 'admin'", staff.UserId);
        return staff;
    }

    private sealed class Client(ServiceProcess process) : IDisposable
    {
        public ServiceProcess Process => process;

        public HttpClient Http { get; } = new() { BaseAddress = process.Address };

        public async Task<Tokens> LogInAsync(string email)
        {
            using var answer = await Http.PostAsJsonAsync("/api/v1/auth/login", new { email, password = Password });
            return await ReadAsync(answer) ?? throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        }

        public async Task<Tokens?> RefreshAsync(string refreshToken)
        {
            using var answer = await Http.PostAsJsonAsync("/api/v1/auth/refresh", new { refreshToken });
            return await ReadAsync(answer);
        }

        public async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, Tokens tokens, object? body = null)
        {
            using var request = new HttpRequestMessage(method, "/api/v1/" + path) { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
            using var answer = await Http.SendAsync(request);
            return answer.StatusCode;
        }

        public async Task<bool> IsAliveAsync(Tokens tokens) => await SendAsync(HttpMethod.Get, "users/me", tokens) switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.Unauthorized => false,
            var other => throw new InvalidOperationException($"{other}: {process.Errors} {process.Output}"),
        };

        /// <summary>For how long a token still counts here; not watched for longer than any test allows.</summary>
        public async Task<TimeSpan> AliveForAsync(Tokens tokens, CancellationToken ct)
        {
            var began = Stopwatch.GetTimestamp();
            while (await IsAliveAsync(tokens) && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(5))
            {
                ct.ThrowIfCancellationRequested();
            }

            return Stopwatch.GetElapsedTime(began);
        }

        public void Dispose() => Http.Dispose();

        private static async Task<Tokens?> ReadAsync(HttpResponseMessage answer) => answer.StatusCode is HttpStatusCode.OK
            ? Tokens.Read(await ApiAnswer.ReadAsync(answer, ""))
            : null;
    }

    private sealed class Pair(TestDatabase database, Client one, Client other) : IAsyncDisposable
    {
        public Client One => one;

        public Client Other => other;

        public static async Task<Pair> StartAsync()
        {
            var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
            var one = ServiceProcess.Serve(database.ConnectionString, ("Bootstrap__AdminEmail", "root@example.org"), ("Bootstrap__AdminPassword", Password));
            var other = ServiceProcess.Serve(database.ConnectionString);
            await Task.WhenAll(one.ReadyAsync(), other.ReadyAsync());
            return new Pair(database, new Client(one), new Client(other));
        }

        /// <summary>Somebody with the administrator's password, and no other right.</summary>
        public async Task<string> AddPersonAsync()
        {
            var email = ApiClient.NewEmail();
            await QueryAsync<object>(
                "insert into users (email, name, status, password_hash, email_verified_at) select $1, name, status, password_hash, now() from users where email = 'root@example.org' returning id", email);
            return email;
        }

        public async Task<T?> QueryAsync<T>(string sql, params object[] values)
        {
            await using var source = NpgsqlDataSource.Create(database.ConnectionString);
            await using var command = source.CreateCommand(sql);
            foreach (var value in values)
            {
                command.Parameters.AddWithValue(value);
            }

            return await command.ExecuteScalarAsync() is T found ? found : default;
        }

        public async ValueTask DisposeAsync()
        {
            one.Dispose();
            other.Dispose();
            await one.Process.DisposeAsync();
            await other.Process.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
