using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using OpenTelemetry.Trace;
using UserSystem.Testing;
using UserSystem.WebApi.Hosting;
using UserSystem.WebApi.Tests.Harness;
using UserSystem.WebApi.Tests.Processes;

namespace UserSystem.WebApi.Tests.Operations;

/// <summary>What a collector is told, and what it never is.</summary>
public sealed class TracesTests
{
    private static readonly string[] AllTags =
    [
        "http.request.method", "http.route", "http.response.status_code", "url.scheme", "error.type",
        "db.system.name", "db.query.summary", "db.response.status_code", "messaging.operation.type", "usersystem.attempt",
    ];

    [TestCase("http/protobuf", "/v1/traces")]
    [TestCase("grpc", "/opentelemetry.proto.collector.trace.v1.TraceService/Export")]
    public async Task A_request_is_a_span_of_the_callers_trace_with_its_route_and_status_and_the_statements_by_name_below_it(string protocol, string path)
    {
        await using var collector = await Collector.StartAsync(speaksGrpc: protocol == "grpc");
        await using var host = await collector.HostAsync(plan =>
        {
            plan.Settings["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol;
            plan.Settings["OTEL_EXPORTER_OTLP_HEADERS"] = "api-key=a key";
        });
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();

        var answer = await api.GetMeAsync();
        var trace = await collector.TraceAsync(host, answer);

        var request = trace.Single(static span => span.Kind == TracedSpan.Server);
        Assert.That(request.Name, Is.EqualTo("GET /api/v1/users/me"));
        Assert.That(request.ParentId, Is.EqualTo(answer.TraceId[..16]), "the span that the caller named");
        Assert.That(request.Tags, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["http.request.method"] = "GET",
            ["http.route"] = "/api/v1/users/me",
            ["http.response.status_code"] = "200",
            ["url.scheme"] = "http",
        }));
        Assert.That(request.Status.Code, Is.Zero);

        var statement = trace.Single(static span => span.Kind == TracedSpan.Client);
        Assert.That((statement.Name, statement.ParentId), Is.EqualTo(("users.find_me", request.Id)));
        Assert.That(statement.Tags, Is.EquivalentTo(new Dictionary<string, string> { ["db.system.name"] = "postgresql", ["db.query.summary"] = "users.find_me" }));

        Assert.That(request.Resource["service.name"], Is.EqualTo("user-system"));
        Assert.That(request.Resource["service.version"], Is.Not.Empty);
        Assert.That(request.Resource["service.instance.id"], Is.Not.Empty);
        Assert.That(collector.Last, Is.EqualTo((path, "a key")));
    }

    [Test]
    public async Task Hashes_and_what_the_mapper_sends_are_spans_below_their_request()
    {
        await using var collector = await Collector.StartAsync();
        await using var host = await collector.HostAsync();
        using var api = host.Client();

        var trace = await collector.TraceAsync(host, await api.RegisterAsync(ApiClient.NewEmail()));

        var request = trace.Single(static span => span.Kind == TracedSpan.Server);
        Assert.That(trace.Where(static span => span.Kind == TracedSpan.Client).Select(static span => span.Name), Does.Contain("ef.save"));
        Assert.That(trace.Where(span => span != request).Select(static span => span.ParentId), Has.All.EqualTo(request.Id));
        var hash = trace.Single(static span => span.Name == "passwords.hash");
        Assert.That((hash.Kind, hash.Events.Single()), Is.EqualTo((TracedSpan.Internal, "turn")));
    }

    [Test]
    public async Task A_problem_names_the_trace_that_was_sent_and_what_fails_here_is_marked()
    {
        await using var collector = await Collector.StartAsync();
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        await using var way = new DatabaseProxy(database.ConnectionString);
        way.Open();
        await using var host = await collector.HostAsync(plan => plan.ConnectionString = way.ConnectionString);
        using var http = new HttpClient { BaseAddress = host.Address };

        // No caller's trace: the service begins one.
        using var refused = await http.GetAsync("/api/v1/users/me");
        var named = (await ApiAnswer.ReadAsync(refused, traceId: "")).Text("traceId");
        var request = await collector.FindAsync(host, spans => spans.FirstOrDefault(span => span.TraceId == named));
        Assert.That((request.Tags["http.response.status_code"], request.ParentId, request.Status.Code), Is.EqualTo(("401", "", 0)));

        using var api = host.Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        await way.CutAsync();
        var lost = await api.LogInAsync(person);
        Assert.That((lost.Status, lost.Text("traceId")), Is.EqualTo((HttpStatusCode.ServiceUnavailable, lost.TraceId)));
        var trace = await collector.TraceAsync(host, lost);
        request = trace.Single(static span => span.Kind == TracedSpan.Server);
        Assert.That((request.Name, request.Tags["error.type"], request.Status), Is.EqualTo(("POST /api/v1/auth/login", "503", (TracedSpan.Failed, ""))));
        Assert.That(trace.Where(static span => span.Kind == TracedSpan.Client).Select(static span => (span.Status, span.Tags.ContainsKey("error.type"))),
            Is.Not.Empty.And.All.EqualTo(((TracedSpan.Failed, ""), true)), "its text may repeat what was sent");
    }

    [Test]
    public async Task Deliveries_and_jobs_are_traces_of_their_own()
    {
        await using var collector = await Collector.StartAsync();
        await using var host = await collector.HostAsync();
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        await api.GetMeAsync();

        var delivery = await collector.FindAsync(host, static spans => spans.FirstOrDefault(static span =>
            span is { Name: "deliver SendMail", Kind: TracedSpan.Consumer, ParentId: "", Status.Code: 0 } && span.Tags["usersystem.attempt"] == "1"));
        await collector.FindAsync(host, spans => spans.FirstOrDefault(span => span.Name == "outbox.finish" && span.TraceId == delivery.TraceId && span.ParentId == delivery.Id));

        var job = await collector.FindAsync(host, static spans => spans.FirstOrDefault(static span => span.Name == "job SessionActivity"));
        Assert.That((job.Kind, job.ParentId), Is.EqualTo((TracedSpan.Internal, "")));
        await collector.FindAsync(host, spans => spans.FirstOrDefault(span => span.Name == "sessions.write_activity" && span.ParentId == job.Id));
        Assert.That(collector.Spans.Select(static span => span.Name), Has.None.EqualTo("outbox.claim"), "what every node asks all the time is no trace");
    }

    [Test]
    public async Task A_whole_flow_tells_the_collector_nobodys_name_address_or_secret()
    {
        await using var collector = await Collector.StartAsync();
        await using var host = await collector.HostAsync();
        using var api = host.Client();
        var (person, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        var key = RandomNumberGenerator.GetHexString(20);
        var agent = RandomNumberGenerator.GetHexString(20);
        await api.LogInAsync(person.Email, "a secret that is wrong");
        await api.RegisterAsync(person.Email);
        await api.VerifyAsync("a token that is wrong");
        await api.PatchMeAsync("""{"fullName":"Zoroaster Unmistakable"}""", ("Idempotency-Key", key), ("User-Agent", agent));
        await api.GetAsync($"/api/v1/users/me?email={person.Email}");
        await api.GetAsync($"/api/v1/users/{tokens.UserId}");
        await api.GetAsync($"/nothing/{person.Email}");
        await api.SendAsync(new HttpMethod("MADEUPBY" + key), "/api/v1/users/me", (string?)null);
        await api.PatchMeAsync("no JSON", ("baggage", $"who={person.Email}"));
        var mailed = EmlReader.TokenIn((await host.MailToAsync(person.Email))[0].Text);
        var last = await api.LogOutAsync(tokens.RefreshToken);
        await collector.TraceAsync(host, last);

        var text = collector.Text;
        Assert.That(text, Does.Contain("PATCH /api/v1/users/me").And.Contain("users.find_me").And.Contain("deliver SendMail").And.Contain("_OTHER"));
        foreach (var secret in new[]
        {
            person.Email, person.Email[..person.Email.IndexOf('@', StringComparison.Ordinal)], "example.org", person.Password, tokens.AccessToken, tokens.RefreshToken,
            tokens.UserId.ToString(), mailed, "a secret that is wrong", "a token that is wrong", "Zoroaster", key, agent, "nothing/", "select ", "update ", "Host=", "127.0.0.1",
        })
        {
            Assert.That(text, Does.Not.Contain(secret).IgnoreCase);
        }

        Assert.That(collector.Spans.SelectMany(static span => span.Tags.Keys).Distinct(), Is.SubsetOf(AllTags));
    }

    [TestCase("01", "parentbased_always_on", true)]
    [TestCase("00", "parentbased_always_on", false, Description = "the caller keeps nothing of this trace")]
    [TestCase("01", "always_off", false)]
    public async Task What_is_kept_is_sent_before_the_service_ends(string flags, string sampler, bool kept)
    {
        await using var collector = await Collector.StartAsync();
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        await using var service = ServiceProcess.Serve(
            database.ConnectionString, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_TRACES_SAMPLER", sampler), ("OTEL_SERVICE_NAME", "people"));
        await service.ReadyAsync();
        using var http = new HttpClient { BaseAddress = service.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        var trace = RandomNumberGenerator.GetHexString(32, lowercase: true);
        request.Headers.Add("traceparent", $"00-{trace}-{trace[..16]}-{flags}");
        using var answer = await http.SendAsync(request);

        service.Terminate();
        Assert.That(await service.ExitAsync(), Is.Zero);
        var spans = collector.Spans.Where(span => span.TraceId == trace).ToList();
        Assert.That(spans.ConvertAll(static span => (span.Name, span.Resource["service.name"])), Is.EqualTo(kept ? [("GET /health/live", "people")] : Array.Empty<(string, string)>()));
    }

    [Test]
    public async Task A_collector_that_is_away_or_stands_still_holds_up_nobody()
    {
        await using var collector = await Collector.StartAsync(answers: false);
        await using var host = await collector.HostAsync(static plan => plan.Settings["OTEL_BSP_SCHEDULE_DELAY"] = "1");
        await using var without = await ApiHost.StartAsync(static plan => plan.Settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9");
        using (var api = host.Client())
        {
            Assert.That((await api.GetAsync("/health/live")).Status, Is.EqualTo(HttpStatusCode.OK));
            await collector.Asked;

            // It holds what it was told, and answers nothing.
            await api.SignUpVerifiedAndLoggedInAsync();
            Assert.That((await api.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
            collector.Holds.SetResult();
        }

        using var other = without.Client();
        await other.SignUpVerifiedAndLoggedInAsync();
        without.Services.GetRequiredService<TracerProvider>().ForceFlush();
        Assert.That((await other.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318", "not an address of the web, for example http://127.0.0.1:4318.")]
    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "/run/collector", "not an address of the web, for example http://127.0.0.1:4318.")]
    [TestCase("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "'http/json' is not of the form http/protobuf|grpc, for example http/protobuf.")]
    [TestCase("OTEL_EXPORTER_OTLP_HEADERS", "a secret", "not of the form name=value,name=value, for example api-key=secret.")]
    [TestCase("OTEL_TRACES_SAMPLER", "often", "'often' is not of the form (parentbased_)?(always_on|always_off|traceidratio), for example parentbased_always_on.")]
    [TestCase("OTEL_TRACES_SAMPLER_ARG", "1.5", @"'1.5' is not of the form 0(\.\d+)?|1(\.0+)?, for example 1.")]
    public void A_setting_that_is_wrong_is_told_without_what_may_be_a_secret(string name, string value, string fault)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [name] = value }).Build();

        Assert.That(() => Settings.Read(settings), Throws.TypeOf<InvalidSettingsException>().With.Message.EqualTo($"{name}: {fault}"));
    }

    [Test]
    public async Task Nobody_listens_where_no_collector_is_named() =>
        Assert.That((await Hosts.Usual).Services.GetService<TracerProvider>(), Is.Null);
}
