using System.Net;
using System.Text.Json;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Sessions;

/// <summary>One's own sessions and history.</summary>
public sealed class SessionsTests
{
    private const string Own = "/api/v1/users/sessions";
    private const string All = Own + "/all";
    private const string Events = "/api/v1/users/security-events";

    [Test]
    public async Task Shows_where_one_is_logged_in()
    {
        using var api = (await Hosts.Usual).Client();
        var (person, first) = await api.SignUpVerifiedAndLoggedInAsync();
        var second = Tokens.Read(await api.PostAsync(
            "/api/v1/auth/login", new { email = person.Email, password = person.Password, deviceName = "Telephone", rememberMe = true }, ("User-Agent", "Browser")));

        var page = (await api.GetAsync("/api/v1/users/sessions")).Json;

        Assert.That(page.GetProperty("nextCursor").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(page.GetProperty("items").EnumerateArray().Select(Summary), Is.EquivalentTo((string[])
        [
            $"{first.SessionId} {first.DeviceId}   127.0.0.1 False True",
            $"{second.SessionId} {second.DeviceId} Telephone Browser 127.0.0.1 True False",
        ]));
    }

    [Test]
    public async Task Ends_another_session_after_a_fresh_login_at_once()
    {
        using var api = (await Hosts.Usual).Client();
        var (person, first) = await api.SignUpVerifiedAndLoggedInAsync();
        var second = Tokens.Read(await api.LogInAsync(person));

        var answer = await api.SendAsync(HttpMethod.Delete, $"/api/v1/users/sessions/{second.SessionId}", json: null);

        Assert.That((answer.Status, answer.Body), Is.EqualTo((HttpStatusCode.NoContent, "")));
        Assert.That((await api.RefreshAsync(second.RefreshToken)).Code, Is.EqualTo("auth.session_ended"));
        Assert.That((await api.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
        api.AccessToken = second.AccessToken;
        Assert.That((await api.GetMeAsync()).Code, Is.EqualTo("auth.session_ended"));
        api.AccessToken = first.AccessToken;
        Assert.That((await api.SendAsync(HttpMethod.Delete, $"/api/v1/users/sessions/{second.SessionId}", json: null)).Code, Is.EqualTo("session.not_found"), "it has ended");
    }

    [Test]
    public async Task Knows_no_session_of_somebody_else()
    {
        using var api = (await Hosts.Usual).Client();
        var (_, others) = await api.SignUpVerifiedAndLoggedInAsync();
        await api.SignUpVerifiedAndLoggedInAsync();

        var answer = await api.SendAsync(HttpMethod.Delete, $"/api/v1/users/sessions/{others.SessionId}", json: null);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.NotFound, "session.not_found")));
        api.AccessToken = others.AccessToken;
        Assert.That((await api.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("", false)]
    [TestCase("?exceptCurrent=true", true)]
    [TestCase("?exceptCurrent=false", false)]
    public async Task Ends_all_with_or_without_the_one_that_asks(string query, bool goesOn)
    {
        using var api = (await Hosts.Usual).Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        var other = Tokens.Read(await api.LogInAsync(person));

        var answer = await api.SendAsync(HttpMethod.Delete, All + query, json: null);

        Assert.That((answer.Status, answer.Body), Is.EqualTo((HttpStatusCode.NoContent, "")));
        Assert.That((await api.GetMeAsync()).Status, Is.EqualTo(goesOn ? HttpStatusCode.OK : HttpStatusCode.Unauthorized));
        api.AccessToken = other.AccessToken;
        Assert.That((await api.GetMeAsync()).Code, Is.EqualTo("auth.session_ended"));
    }

    [Test]
    public async Task Asks_for_a_fresh_login_except_to_end_the_session_that_asks()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan =>
        {
            plan.Clock = clock;
            plan.Settings["Tokens__AccessTokenLifetimeSeconds"] = "1200";
        });
        using var api = host.Client();
        var (person, own) = await api.SignUpVerifiedAndLoggedInAsync();
        clock.Advance(TimeSpan.FromSeconds(601));
        var other = Tokens.Read(await api.LogInAsync(person));

        ApiAnswer[] answers =
        [
            await api.SendAsync(HttpMethod.Delete, $"/api/v1/users/sessions/{other.SessionId}", json: null),
            await api.SendAsync(HttpMethod.Delete, All, json: null),
            await api.SendAsync(HttpMethod.Delete, $"{All}?exceptCurrent=true", json: null),
        ];

        Assert.That(answers.Select(static each => (each.Status, each.Code, each.Json.GetProperty("maxAgeSeconds").GetInt32())), Is.All.EqualTo(
            (HttpStatusCode.Forbidden, "auth.reauthentication_required", 600)));
        Assert.That((await api.SendAsync(HttpMethod.Delete, $"/api/v1/users/sessions/{own.SessionId}", json: null)).Status, Is.EqualTo(HttpStatusCode.NoContent));
        api.AccessToken = other.AccessToken;
        Assert.That((await api.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Shows_what_happened_newest_first_to_the_person_alone()
    {
        using var api = (await Hosts.Usual).Client();
        var (person, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        await api.RefreshAsync(tokens.RefreshToken);
        await api.RefreshAsync(tokens.RefreshToken);
        var next = Tokens.Read(await api.RefreshAsync(tokens.RefreshToken));
        await api.RefreshAsync(Tokens.Read(await api.RefreshAsync(next.RefreshToken)).RefreshToken);
        await api.RefreshAsync(tokens.RefreshToken);
        api.AccessToken = Tokens.Read(await api.LogInAsync(person)).AccessToken;

        var page = (await api.GetAsync("/api/v1/users/security-events")).Json;

        Assert.That(page.GetProperty("nextCursor").ValueKind, Is.EqualTo(JsonValueKind.Null));
        var shown = page.GetProperty("items").EnumerateArray()
            .Where(each => each.GetProperty("sessionId").ValueKind is JsonValueKind.String && each.GetProperty("sessionId").GetGuid() == tokens.SessionId)
            .Select(static each => $"{each.GetProperty("kind").GetString()} {each.GetProperty("severity").GetString()}")
            .Where(static each => each.StartsWith("refresh", StringComparison.Ordinal));
        Assert.That(shown, Is.EqualTo((string[])["refresh_reused warning", "refresh_repeated info"]));
        await api.SignUpVerifiedAndLoggedInAsync();
        Assert.That((await api.GetAsync("/api/v1/users/security-events")).Body, Does.Not.Contain("refresh"));
    }

    [Test]
    public async Task Shows_the_history_in_pages_that_join_and_a_cursor_is_its_owners_alone()
    {
        using var api = (await Hosts.Usual).Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        for (var device = 0; device < 3; device++)
        {
            await api.LogInAsync(person);
        }

        var whole = (await api.GetAsync(Events)).Json.GetProperty("items").EnumerateArray().Select(static each => each.GetProperty("id").GetGuid()).ToList();
        var first = await api.GetAsync($"{Events}?limit=2");
        var cursor = first.Text("nextCursor");
        var second = await api.GetAsync($"{Events}?limit=2&cursor={cursor}");

        Assert.That(whole, Has.Count.EqualTo(3));
        Assert.That(
            first.Json.GetProperty("items").EnumerateArray().Concat(second.Json.GetProperty("items").EnumerateArray()).Select(static each => each.GetProperty("id").GetGuid()),
            Is.EqualTo(whole));
        Assert.That(second.Json.GetProperty("nextCursor").ValueKind, Is.EqualTo(JsonValueKind.Null));
        await api.SignUpVerifiedAndLoggedInAsync();
        foreach (var other in new[] { cursor, cursor[..^1], "AQ" })
        {
            var answer = await api.GetAsync($"{Events}?cursor={other}");
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "cursor.invalid")));
        }
    }

    [TestCase("limit=0", "limit", "limit.out_of_range")]
    [TestCase("limit=201", "limit", "limit.out_of_range")]
    [TestCase("limit=many", "limit", "type")]
    [TestCase("kind=new_device", "kind", "unknown")]
    public async Task What_is_wrong_with_a_question_about_the_history_is_told_at_its_name(string query, string path, string code)
    {
        using var api = (await Hosts.Usual).Client();
        await api.SignUpVerifiedAndLoggedInAsync();

        var answer = await api.GetAsync($"{Events}?{query}");

        Assert.That((answer.Status, answer.Code, answer.Faults(path)), Is.EqualTo((HttpStatusCode.BadRequest, "validation.failed", code)));
    }

    [Test]
    public async Task Knows_no_session_that_has_run_out()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan => plan.Clock = clock);
        using var api = host.Client();
        var (person, first) = await api.SignUpVerifiedAndLoggedInAsync();
        clock.Advance(TimeSpan.FromSeconds(3600));
        var second = Tokens.Read(await api.LogInAsync(person));
        api.AccessToken = second.AccessToken;

        var (expired, unknown) = (await api.SendAsync(HttpMethod.Delete, $"{Own}/{first.SessionId}", json: null), await api.SendAsync(HttpMethod.Delete, $"{Own}/{Guid.Empty}", json: null));

        Assert.That((expired.Status, expired.Code), Is.EqualTo((HttpStatusCode.NotFound, "session.not_found")));
        Assert.That((expired.Status, expired.Text("detail")), Is.EqualTo((unknown.Status, unknown.Text("detail"))));
    }

    [TestCase("not-a-session")]
    [TestCase("all?exceptCurrent=perhaps")]
    [TestCase("all?spare=me")]
    public async Task Refuses_what_it_does_not_understand(string path)
    {
        using var api = (await Hosts.Usual).Client();
        await api.SignUpVerifiedAndLoggedInAsync();

        var answer = await api.SendAsync(HttpMethod.Delete, "/api/v1/users/sessions/" + path, json: null);

        Assert.That((int)answer.Status, Is.EqualTo(path[0] == 'n' ? 404 : 400));
    }

    private static string Summary(JsonElement session) => string.Join(
        ' ', ((string[])["id", "deviceId", "deviceName", "userAgent", "ipAddress", "remembered", "current"]).Select(member => session.GetProperty(member).ToString()));
}
