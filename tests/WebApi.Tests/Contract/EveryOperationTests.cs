using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Contract;

/// <summary>What holds for every operation of the description, those included that come one day.</summary>
public sealed class EveryOperationTests
{
    private static Task<ApiHost> Broken => Hosts.OnceAsync(static plan => plan.Adjust = static services =>
    {
        services.AddSingleton<ISender, BrokenSender>().AddSingleton(AnyToken()).AddSingleton(AnyPermission());
    });

    private static Task<ApiHost> Deadlocked => Hosts.OnceAsync(static plan => plan.Adjust = static services =>
    {
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(Deadlock<,>)).AddSingleton(AnyToken()).AddSingleton(AnyPermission());
    });

    // Even what everybody may do by default is not allowed here.
    private static Task<ApiHost> Powerless => Hosts.OnceAsync(static plan => plan.Adjust = static services =>
    {
        services.AddSingleton(AnyToken()).AddSingleton(NoPermission());
    });

    private static Task<ApiHost> WithoutDatabase => Hosts.OnceAsync(static plan =>
    {
        plan.ConnectionString = "Host=127.0.0.1;Port=1;Username=nobody;Database=none";
        plan.BecomesReady = false;
    });

    [Test]
    public async Task Refuses_query_parameters_that_it_does_not_know()
    {
        await ForEachAsync(await Hosts.Usual, Guarded, async (api, operation) =>
        {
            var answer = await api.SendAsync(operation.Method, operation.AnyPath + (operation.AnyPath.Contains('?', StringComparison.Ordinal) ? "&surprise=1" : "?surprise=1"), Example(operation));
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "validation.failed")));
            Assert.That(answer.Faults("surprise"), Is.EqualTo("unknown"));
        });
    }

    [TestCase("{", "request.malformed")]
    [TestCase("", "request.malformed")]
    [TestCase("[]", "validation.failed")]
    [TestCase("""{"surprise":1}""", "validation.failed")]
    public async Task Refuses_bodies_that_it_cannot_read(string body, string code)
    {
        await ForEachAsync(await Hosts.Usual, TakesBody, async (api, operation) =>
        {
            var answer = await api.SendAsync(operation.Method, operation.AnyPath, body);
            if (body.Length == 0 && !IsBodyRequired(operation))
            {
                return;
            }

            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, code)), operation.Id);
        });
    }

    [Test]
    public async Task Refuses_other_media_types()
    {
        await ForEachAsync(await Hosts.Usual, TakesBody, async (api, operation) =>
        {
            var answer = await api.SendAsync(operation.Method, operation.AnyPath, Example(operation), ("Content-Type", "text/plain"));
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.UnsupportedMediaType, "request.unsupported_media_type")), operation.Id);
        });
    }

    [Test]
    public async Task Refuses_bodies_beyond_a_mebibyte()
    {
        var huge = Encoding.UTF8.GetBytes($$"""{"email":"{{new string('x', 1024 * 1024)}}"}""");
        await ForEachAsync(await Hosts.Usual, TakesBody, async (api, operation) =>
        {
            using var content = new ByteArrayContent(huge) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

            // Asked before the body is sent, the service says no in time.
            var answer = await api.SendAsync(operation.Method, operation.AnyPath, content, ("Expect", "100-continue"));
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.RequestEntityTooLarge, "request.too_large")), operation.Id);
        });
    }

    [Test]
    public async Task Asks_for_a_token_where_it_says_so_before_it_reads_the_body()
    {
        await ForEachAsync(await Hosts.Usual, static operation => IsSecured(operation), async (api, operation) =>
        {
            api.AccessToken = null;
            var answer = await api.SendAsync(operation.Method, operation.AnyPath, TakesBody(operation) ? "{" : null);
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.Unauthorized, "auth.token_missing")), operation.Id);
        });
    }

    [Test]
    public async Task Asks_for_the_permission_where_it_says_so_before_it_reads_the_body()
    {
        await ForEachAsync(await Powerless, AsksForAPermission, async (api, operation) =>
        {
            api.AccessToken = "any";
            var answer = await api.SendAsync(operation.Method, operation.AnyPath, TakesBody(operation) ? "{" : null);
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.Forbidden, "access.denied")), operation.Id);
        });
    }

    [Test]
    public async Task Tells_a_bug_without_its_details()
    {
        await ForEachAsync(await Broken, Guarded, async (api, operation) =>
        {
            api.AccessToken = "any";
            var answer = await api.SendAsync(operation.Method, operation.AnyPath, Example(operation));
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.InternalServerError, "service.error")), operation.Id);
            Assert.That(answer.Body, Does.Not.Contain("secret").And.Not.Contain("UserSystem.").And.Not.Contain("Exception"));
        });
    }

    [Test]
    public async Task Says_when_to_come_back_while_there_is_no_database()
    {
        await ForEachAsync(await WithoutDatabase, Guarded, async (api, operation) =>
        {
            var answer = await api.SendAsync(operation.Method, operation.AnyPath, Example(operation));
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "service.not_ready")), operation.Id);
            Assert.That(answer.Headers.RetryAfter!.Delta, Is.GreaterThan(TimeSpan.Zero));
        });
    }

    [Test]
    public async Task Tells_that_it_lost_every_race_or_when_to_ask_again()
    {
        await ForEachAsync(await Deadlocked, Guarded, async (api, operation) =>
        {
            api.AccessToken = "any";
            var answer = await api.SendAsync(operation.Method, operation.AnyPath, Example(operation));
            Assert.That((answer.Status, answer.Code), Is.EqualTo(operation.Method == HttpMethod.Get
                ? (HttpStatusCode.ServiceUnavailable, "service.unavailable")
                : (HttpStatusCode.Conflict, "concurrency.conflict")), operation.Id);
        });
    }

    private static async Task ForEachAsync(ApiHost host, Func<Operation, bool> which, Func<ApiClient, Operation, Task> check)
    {
        var contract = await host.Contract;
        using var api = host.Client();
        var operations = contract.Operations.Where(which).ToList();
        Assert.That(operations, Is.Not.Empty);
        foreach (var operation in operations)
        {
            // Anew for each: one of them ends the session.
            if (ReferenceEquals(host, await Hosts.Usual))
            {
                await api.SignUpStaffAsync("admin");
            }

            await check(api, operation);
        }
    }

    // That list asks only whoever wants to see another person's.
    private static bool AsksForAPermission(Operation operation) =>
        operation.Id != "listInvitations" && operation.Response(403)?.GetRawText().Contains("access.denied", StringComparison.Ordinal) is true;

    private static IPermissions NoPermission()
    {
        var permissions = Substitute.For<IPermissions>();
        permissions.OfAsync(default, default).ReturnsForAnyArgs(PermissionSet.None);
        return permissions;
    }

    private static IPermissions AnyPermission()
    {
        var permissions = Substitute.For<IPermissions>();
        permissions.OfAsync(default, default).ReturnsForAnyArgs(new PermissionSet([Permissions.Everything]));
        return permissions;
    }

    private static bool Guarded(Operation operation) => operation.Response(500) is not null;

    private static bool TakesBody(Operation operation) => operation.Bodies.Count > 0;

    private static bool IsBodyRequired(Operation operation) =>
        operation.Json.GetProperty("requestBody").TryGetProperty("required", out var required) && required.GetBoolean();

    private static bool IsSecured(Operation operation) =>
        operation.Json.TryGetProperty("security", out var security) && security.GetArrayLength() == 1;

    private static string? Example(Operation operation) => TakesBody(operation) ? operation.Bodies[0].Value.GetProperty("example").GetRawText() : null;

    private static IAccessTokens AnyToken()
    {
        var tokens = Substitute.For<IAccessTokens>();
        tokens.Verify("any").Returns(new CallerIdentity(default, default, 1, DateTimeOffset.UnixEpoch));
        return tokens;
    }

    /// <summary>In the place of the handler's own statements.</summary>
    private sealed class Deadlock<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
        where TRequest : IGuarded
    {
        public Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken) =>
            throw new PostgresException("a secret detail", "ERROR", "ERROR", PostgresErrorCodes.DeadlockDetected);
    }

    private sealed class BrokenSender : ISender
    {
        public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default) => throw Bug();

        public Task Send<TRequest>(TRequest request, CancellationToken cancellationToken = default)
            where TRequest : IRequest => throw Bug();

        public Task<object?> Send(object request, CancellationToken cancellationToken = default) => throw Bug();

        public IAsyncEnumerable<TResponse> CreateStream<TResponse>(IStreamRequest<TResponse> request, CancellationToken cancellationToken = default) => throw Bug();

        public IAsyncEnumerable<object?> CreateStream(object request, CancellationToken cancellationToken = default) => throw Bug();

        private static InvalidOperationException Bug() => new("a secret detail");
    }
}
