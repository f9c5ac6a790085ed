using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using UserSystem.Testing;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Processes;

/// <summary>What a request got, and after how long.</summary>
internal sealed record Got(HttpStatusCode Status, string? Code, TimeSpan? RetryAfter, TimeSpan After);

/// <summary>A service on a PostgreSQL of its own, with people who keep signing up while something happens to it.</summary>
internal sealed class Outage : IAsyncDisposable
{
    private const string Email = "root@example.org";
    private const string Password = "a quiet green river";

    private readonly OwnPostgres _postgres;
    private readonly ServiceProcess _service;
    private readonly HttpClient _http;
    private readonly ConcurrentQueue<Got> _answers = [];
    private readonly ConcurrentQueue<string> _acknowledged = [];
    private readonly CancellationTokenSource _enough = new();
    private Task _load = Task.CompletedTask;

    private Outage(OwnPostgres postgres, ServiceProcess service) =>
        (_postgres, _service, _http) = (postgres, service, new HttpClient { BaseAddress = service.Address, Timeout = TimeSpan.FromSeconds(60) });

    public OwnPostgres Postgres => _postgres;

    /// <summary>What all who signed up were told.</summary>
    public IReadOnlyCollection<Got> Answers => _answers;

    public string Log => _service.Errors + _service.Output;

    public static async Task<Outage> StartAsync()
    {
        var postgres = await OwnPostgres.CreateAsync(maxConnections: 20);
        var service = ServiceProcess.Serve(
            postgres.ConnectionString, ("Bootstrap__AdminEmail", Email), ("Bootstrap__AdminPassword", Password), ("Database__MaxPoolSize", "6"),
            ("Serilog__MinimumLevel__Default", "Error"));
        var outage = new Outage(postgres, service);
        await service.ReadyAsync();
        using var tokens = await outage._http.PostAsJsonAsync("/api/v1/auth/login", new { email = Email, password = Password });
        var token = (await tokens.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();
        outage._http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        outage._load = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => outage.SignUpAsync()));
        return outage;
    }

    public Task<Got> ReadAsync() => SendAsync(HttpMethod.Get, "/api/v1/users/me");

    public async Task<Got> WriteAsync()
    {
        var email = ApiClient.NewEmail();
        var got = await SendAsync(HttpMethod.Post, "/api/v1/auth/register", new { email, password = Password, fullName = "Ann", acceptTerms = true });
        if (got.Status is HttpStatusCode.Accepted)
        {
            _acknowledged.Enqueue(email);
        }

        return got;
    }

    public async Task<bool> IsReadyAsync() => (await SendAsync(HttpMethod.Get, "/health/ready")).Status is HttpStatusCode.OK;

    /// <summary>Asks until it holds; how long that took.</summary>
    public static async Task<TimeSpan> UntilAsync(Func<Task<bool>> holds, TimeSpan patience)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(began) > patience)
            {
                throw new TimeoutException($"It did not come about within {patience.TotalSeconds} s.");
            }
        }

        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Lets nobody else sign up; returns those who were told that they are in, and are not.</summary>
    public async Task<IReadOnlyList<string>> LostAsync()
    {
        await _enough.CancelAsync();
        await _load;
        var kept = ((string[])(await _postgres.ExecuteAsync("select array_agg(email::text) from users"))!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. _acknowledged.Where(email => !kept.Contains(email))];
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        _postgres.Resume();
        await _load;
        _http.Dispose();
        _enough.Dispose();
        await _service.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private async Task SignUpAsync()
    {
        while (!_enough.IsCancellationRequested)
        {
            _answers.Enqueue(await WriteAsync());
        }
    }

    private async Task<Got> SendAsync(HttpMethod method, string path, object? body = null)
    {
        var began = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var code = answer.Content.Headers.ContentType?.MediaType is "application/problem+json" ? JsonDocument.Parse(text).RootElement.GetProperty("code").GetString() : null;
        return new Got(answer.StatusCode, code, answer.Headers.RetryAfter?.Delta, Stopwatch.GetElapsedTime(began));
    }
}
