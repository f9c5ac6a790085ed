using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Accounts;

/// <summary>Staying logged in.</summary>
public sealed class RefreshTests
{
    [Test]
    public async Task Each_use_brings_new_tokens_of_the_same_session()
    {
        using var api = (await Hosts.Usual).Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();

        var next = Tokens.Read(await api.RefreshAsync(tokens.RefreshToken));
        api.AccessToken = next.AccessToken;

        Assert.That((next.SessionId, next.DeviceId), Is.EqualTo((tokens.SessionId, tokens.DeviceId)));
        Assert.That(next.RefreshToken, Is.Not.EqualTo(tokens.RefreshToken));
        Assert.That((await api.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await api.RefreshAsync(next.RefreshToken)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task An_answer_that_got_lost_is_given_again()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        var lost = Tokens.Read(await api.RefreshAsync(tokens.RefreshToken));

        var again = Tokens.Read(await api.RefreshAsync(tokens.RefreshToken));

        Assert.That(again.RefreshToken, Is.EqualTo(lost.RefreshToken));
        Assert.That(await EventsAsync(host, tokens), Is.EqualTo("refresh_repeated"));
    }

    [Test]
    public async Task A_token_from_long_ago_ends_the_session_and_is_noted()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        var second = Tokens.Read(await api.RefreshAsync(tokens.RefreshToken));
        var third = Tokens.Read(await api.RefreshAsync(second.RefreshToken));

        var reused = await api.RefreshAsync(tokens.RefreshToken);

        Assert.That((reused.Status, reused.Code), Is.EqualTo((HttpStatusCode.Unauthorized, "auth.token_reused")));
        Assert.That((await api.RefreshAsync(third.RefreshToken)).Code, Is.EqualTo("auth.session_ended"));
        Assert.That((await api.GetMeAsync()).Code, Is.EqualTo("auth.session_ended"));
        Assert.That(await EventsAsync(host, tokens), Is.EqualTo("refresh_reused"));
    }

    [Test]
    public async Task Ten_at_once_leave_one_session_with_one_current_token()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => api.RefreshAsync(tokens.RefreshToken)));

        Assert.That(answers.Select(static answer => answer.Status), Is.All.EqualTo(HttpStatusCode.OK));
        var current = answers.Select(static answer => Tokens.Read(answer).RefreshToken).Distinct().Single();
        Assert.That((await api.RefreshAsync(current)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_replaced_token_is_excused_for_ten_seconds_once_its_successor_was_used()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan => plan.Clock = clock);
        using var api = host.Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        var next = Tokens.Read(await api.RefreshAsync(tokens.RefreshToken));
        api.AccessToken = next.AccessToken;
        await api.GetMeAsync();

        clock.Advance(TimeSpan.FromSeconds(10));
        var excused = await api.RefreshAsync(tokens.RefreshToken);
        clock.Advance(TimeSpan.FromSeconds(1));
        var reused = await api.RefreshAsync(tokens.RefreshToken);

        Assert.That(excused.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(reused.Code, Is.EqualTo("auth.token_reused"));
    }

    [Test]
    public async Task Refuses_forgeries_without_harm_to_the_session()
    {
        using var api = (await Hosts.Usual).Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        var good = tokens.RefreshToken;
        var flipped = good[..30] + (good[30] == 'A' ? 'B' : 'A') + good[31..];

        foreach (var forged in new[] { flipped, good[..^1], good + "A", "urt_", new string('A', 900_000) })
        {
            var answer = await api.RefreshAsync(forged);
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.Unauthorized, "auth.token_invalid")));
        }

        Assert.That((await api.RefreshAsync(good)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_silent_session_runs_out()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan => plan.Clock = clock);
        using var api = host.Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();

        clock.Advance(TimeSpan.FromSeconds(600));
        var expired = await api.GetMeAsync();
        clock.Advance(TimeSpan.FromSeconds(3000));

        Assert.That((expired.Status, expired.Code), Is.EqualTo((HttpStatusCode.Unauthorized, "auth.token_expired")));
        Assert.That((await api.RefreshAsync(tokens.RefreshToken)).Code, Is.EqualTo("auth.session_ended"));
    }

    private static Task<string?> EventsAsync(ApiHost host, Tokens tokens) =>
        host.QueryAsync<string>("select string_agg(kind, ',' order by at) from security_events where session_id = $1", tokens.SessionId);
}
