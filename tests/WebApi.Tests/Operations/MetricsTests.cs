using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using NUnit.Framework;
using UserSystem.WebApi.Operations;
using UserSystem.WebApi.Tests.Harness;
using UserSystem.WebApi.Tests.Processes;

namespace UserSystem.WebApi.Tests.Operations;

/// <summary>What the service tells those who watch it, and whom it tells.</summary>
public sealed class MetricsTests
{
    [Test]
    public async Task Counts_requests_by_route_and_status_and_never_names_what_was_asked_for()
    {
        await using var host = await ApiHost.StartAsync();
        using var api = host.Client();
        var before = await ReadAsync(api);

        await api.GetMeAsync();
        await api.GetMeAsync();
        await api.GetUserAsync(Guid.AllBitsSet);
        await api.GetAsync("/of/nobody?email=ann@example.org");
        await api.SendAsync(new HttpMethod("MADEUP"), "/of/nobody", (string?)null);
        var text = (await api.GetAsync("/metrics")).Body;
        var after = Metrics.Parse(text);

        Assert.That(Requests(after, "GET", "/api/v1/users/me", 401) - Requests(before, "GET", "/api/v1/users/me", 401), Is.EqualTo(2));
        Assert.That(Requests(after, "GET", "/api/v1/users/{userId}", 401), Is.EqualTo(1));
        Assert.That(Requests(after, "GET", "none", 404), Is.EqualTo(1));
        Assert.That(Requests(after, "other", "none", 404), Is.EqualTo(1));
        Assert.That(text, Does.Not.Contain("nobody").And.Not.Contain("ann@").And.Not.Contain("MADEUP").And.Not.Contain(Guid.AllBitsSet.ToString()));
    }

    [Test]
    public async Task Shows_every_family_with_its_type()
    {
        using var api = (await Hosts.Usual).Client();

        var answer = await api.GetAsync("/metrics");

        Assert.That(answer.ContentType!.ToString(), Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
        Assert.That(
            Metrics.Parse(answer.Body).Families,
            Is.EqualTo(MetricFamily.All.ToDictionary(static family => family.Name, static family => family.Kind.ToString().ToLowerInvariant())));
    }

    [Test]
    public async Task Counts_statements_hashes_deferred_work_and_ended_sessions()
    {
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        await using var service = ServiceProcess.Serve(
            database.ConnectionString, ("Bootstrap__AdminEmail", "admin@example.org"), ("Bootstrap__AdminPassword", "a quiet green river"));
        await service.ReadyAsync();
        using var http = new HttpClient { BaseAddress = service.Address };
        var before = Metrics.Parse(await http.GetStringAsync("/metrics"));

        var login = await (await http.PostAsJsonAsync("/api/v1/auth/login", new { email = "admin@example.org", password = "a quiet green river" }))
            .Content.ReadFromJsonAsync<JsonElement>();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", login.GetProperty("accessToken").GetString());
        await http.GetAsync("/api/v1/users/me");
        await http.GetAsync("/api/v1/users/me");
        await http.PostAsync("/api/v1/auth/logout", null);
        http.DefaultRequestHeaders.Authorization = null;
        await http.PostAsJsonAsync("/api/v1/auth/register", new { email = "ann@example.org", password = "a quiet green river", fullName = "Ann", acceptTerms = true });
        var after = Metrics.Parse(await http.GetStringAsync("/metrics"));
        for (var patience = 0; patience < 1000 && after["usersystem_outbox_delivered_total"] < 1; patience++)
        {
            after = Metrics.Parse(await http.GetStringAsync("/metrics"));
        }

        double More(string sample) => after[sample] - before[sample];
        Assert.Multiple(() =>
        {
            Assert.That(More("""usersystem_statement_duration_seconds_count{statement="users.find_me"}"""), Is.EqualTo(2));
            Assert.That(More("""usersystem_statement_duration_seconds_count{statement="log_in.attempt"}"""), Is.EqualTo(1));
            Assert.That(More("""usersystem_statement_duration_seconds_count{statement="ef.save"}"""), Is.GreaterThan(0));
            Assert.That(after.Samples, Has.None.StartsWith("usersystem_statement_failures_total"));
            Assert.That(More("usersystem_hashing_duration_seconds_count"), Is.EqualTo(2));
            Assert.That(after["usersystem_hashing_duration_seconds_sum"], Is.GreaterThan(0.005));
            Assert.That(More("""usersystem_sessions_ended_total{reason="logged_out"}"""), Is.EqualTo(1));
            Assert.That(More("usersystem_outbox_attempts_total"), Is.GreaterThanOrEqualTo(1));
            Assert.That(More("usersystem_outbox_delivered_total"), Is.GreaterThanOrEqualTo(1));
            Assert.That((after["usersystem_outbox_known"], after["usersystem_nodes_heard"]), Is.EqualTo((1, 1)));
            Assert.That(after["usersystem_pool_connections_max"], Is.EqualTo(20));
            Assert.That(after["""usersystem_pool_connections{state="idle"}"""] + after["""usersystem_pool_connections{state="used"}"""], Is.GreaterThan(0));
            Assert.That(after["process_resident_memory_bytes"], Is.GreaterThan(1e7));
            Assert.That(More("process_cpu_seconds_total"), Is.GreaterThan(0));
        });
    }

    [Test]
    public async Task Tells_how_much_waits_in_the_outbox_and_since_when()
    {
        await using var host = await ApiHost.StartAsync(plan => plan.Clock = new PastClock());
        using var api = host.Client();
        await host.QueryAsync<object>(
            """
            insert into outbox_messages (id, payload, created_at, next_attempt_at, attempts)
            select gen_random_uuid(), '\x00', $1 - age, $1 + interval '1 hour', attempts
            from (values (interval '90 s', 1), (interval '20 days', 0)) as waiting (age, attempts)
            """, Now(host));

        var metrics = await ReadAsync(api);

        Assert.That(metrics["usersystem_outbox_open"], Is.EqualTo(2));
        Assert.That(metrics["usersystem_outbox_oldest_age_seconds"], Is.InRange(90, 100));
    }

    [Test]
    public async Task Answers_without_a_database_and_says_that_it_does_not_know_the_outbox()
    {
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        await using var way = new DatabaseProxy(database.ConnectionString);
        await using var host = await ApiHost.StartAsync(plan =>
        {
            plan.ConnectionString = way.ConnectionString;
            plan.BecomesReady = false;
        });
        using var api = host.Client();

        var metrics = await ReadAsync(api);

        Assert.That((metrics["usersystem_outbox_known"], metrics["usersystem_nodes_heard"]), Is.EqualTo((0, 0)));
        Assert.That(metrics.Samples, Has.None.EqualTo("usersystem_outbox_open"));
        Assert.That(metrics["""usersystem_statement_failures_total{statement="outbox.measure"}"""], Is.GreaterThan(0));
    }

    [TestCase("X-Forwarded-For", "192.0.2.1")]
    [TestCase("X-Forwarded-For", "127.0.0.1")]
    [TestCase("Forwarded", "for=192.0.2.1")]
    [TestCase("X-Real-IP", "192.0.2.1")]
    [TestCase("Via", "1.1 proxy")]
    public async Task Who_comes_through_a_proxy_needs_the_permission(string header, string value)
    {
        using var api = (await Hosts.Usual).Client();

        var unknown = await api.GetAsync("/metrics", (header, value));
        await api.SignUpVerifiedAndLoggedInAsync();
        var member = await api.GetAsync("/metrics", (header, value));
        await api.SignUpStaffAsync("admin");
        var staff = await api.GetAsync("/metrics", (header, value));
        await api.LogOutAsync();
        var gone = await api.GetAsync("/metrics", (header, value));

        Assert.That((unknown.Status, unknown.Code), Is.EqualTo((HttpStatusCode.Unauthorized, "auth.token_missing")));
        Assert.That((member.Status, member.Code), Is.EqualTo((HttpStatusCode.Forbidden, "access.denied")));
        Assert.That(staff.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((gone.Status, gone.Code), Is.EqualTo((HttpStatusCode.Unauthorized, "auth.session_ended")));
    }

    [Test]
    public void Labels_are_escaped_and_families_are_bounded()
    {
        var family = new FamilySeries(new MetricFamily("m", "i", "made_up_total", MetricKind.Counter, "Made up.", ["t"], ["label"]));
        for (var each = 0; each < FamilySeries.MaxSeries + 10; each++)
        {
            family.Note(1, [new("other", 7), new("t", $"\"\\\n{each}")]);
        }

        var metrics = Metrics.Parse(Exposition.Write([family]));

        Assert.That(metrics.Samples.Count(), Is.EqualTo(FamilySeries.MaxSeries));
        Assert.That(metrics.Samples, Has.Member("""made_up_total{label="\"\\\n7"}"""));
    }

    [Test]
    public void Noting_allocates_nothing_once_the_labels_are_known()
    {
        var family = new FamilySeries(MetricFamily.All.Single(static each => each.Labels.Count == 3));
        KeyValuePair<string, object?>[] tags = [new("method", "GET"), new("route", "/x"), new("status", 200)];
        family.Note(0.1, tags);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var each = 0; each < 1000; each++)
        {
            family.Note(0.1, tags);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1000));
    }

    private static DateTime Now(ApiHost host) => ((TimeProvider)host.Services.GetService(typeof(TimeProvider))!).GetUtcNow().UtcDateTime;

    private static async Task<Metrics> ReadAsync(ApiClient api)
    {
        var answer = await api.GetAsync("/metrics");
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), answer.Body);
        return Metrics.Parse(answer.Body);
    }

    private static double Requests(Metrics metrics, string method, string route, int status) =>
        metrics[$$"""http_server_request_duration_seconds_count{method="{{method}}",route="{{route}}",status="{{status}}"}"""];
}
