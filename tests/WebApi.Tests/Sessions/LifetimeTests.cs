using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Sessions;

/// <summary>Sessions end when they were not used for too long, and in any case after a while.</summary>
[CancelAfter(120_000)]
public sealed class LifetimeTests
{
    private readonly PastClock _clock = new();

    [TestCase(false, 3599, true)]
    [TestCase(false, 3600, false)]
    [TestCase(true, 1_209_599, true)]
    [TestCase(true, 1_209_600, false)]
    public async Task Without_use_a_session_lasts_for_its_idle_time(bool rememberMe, int seconds, bool alive)
    {
        await using var host = await ApiHost.StartAsync(plan => plan.Clock = _clock);
        using var api = host.Client();
        var person = await api.SignUpVerifiedAsync();
        var tokens = Tokens.Read(await api.PostAsync("/api/v1/auth/login", new { email = person.Email, password = person.Password, rememberMe }));

        _clock.Advance(TimeSpan.FromSeconds(seconds));
        var answer = await api.RefreshAsync(tokens.RefreshToken);

        Assert.That((answer.Status, answer.Status is HttpStatusCode.OK ? null : answer.Code), Is.EqualTo(
            alive ? (HttpStatusCode.OK, (string?)null) : (HttpStatusCode.Unauthorized, "auth.session_ended")));
    }

    [Test]
    public async Task However_much_it_is_used_a_session_has_an_end_and_so_has_its_last_access_token()
    {
        await using var host = await ApiHost.StartAsync(plan =>
        {
            plan.Clock = _clock;
            plan.Settings["Sessions__AbsoluteLifetimeSeconds"] = "1000";
        });
        using var api = host.Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        _clock.Advance(TimeSpan.FromSeconds(550));

        var refreshed = await api.RefreshAsync(tokens.RefreshToken);
        var last = Tokens.Read(refreshed);
        Assert.That(refreshed.Json.GetProperty("expiresInSeconds").GetInt32(), Is.EqualTo(450));
        api.AccessToken = last.AccessToken;
        _clock.Advance(TimeSpan.FromSeconds(449));
        Assert.That((await api.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await api.GetMeAsync()).Code, Is.EqualTo("auth.token_expired"));
        Assert.That((await api.RefreshAsync(last.RefreshToken)).Code, Is.EqualTo("auth.session_ended"));
    }

    [Test]
    public async Task Use_on_one_node_keeps_a_session_alive_on_the_other_and_silence_on_both_ends_it(CancellationToken ct)
    {
        await using var one = await ApiHost.StartAsync(Impatient);
        await using var other = await ApiHost.StartAsync(plan =>
        {
            Impatient(plan);
            plan.ConnectionString = one.ConnectionString;
        });
        using var api = one.Client();
        using var there = other.Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        there.AccessToken = tokens.AccessToken;
        Assert.That((await there.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK));

        _clock.Advance(TimeSpan.FromSeconds(100));
        Assert.That((await api.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
        await WrittenAsync(one, ct);
        _clock.Advance(TimeSpan.FromSeconds(119));
        Assert.That((await there.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK), "219 seconds after its last use here, 119 after that there");
        await WrittenAsync(other, ct);

        _clock.Advance(TimeSpan.FromSeconds(120));
        Assert.That((await api.GetMeAsync()).Code, Is.EqualTo("auth.session_ended"));
        Assert.That((await there.GetMeAsync()).Code, Is.EqualTo("auth.session_ended"));
    }

    // Tokens live longer than a session may be silent.
    private void Impatient(HostPlan plan)
    {
        plan.Clock = _clock;
        plan.Settings["USER_SESSION_TIMEOUT"] = "120";
    }

    /// <summary>Waits until what was seen is in the database; requests never wait for that.</summary>
    private static async Task WrittenAsync(ApiHost host, CancellationToken ct)
    {
        var now = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        while (!await host.QueryAsync<bool>("select last_activity_at = $1 from user_sessions", now))
        {
            ct.ThrowIfCancellationRequested();
        }
    }
}
