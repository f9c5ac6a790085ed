using System.Diagnostics;
using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Sessions;

/// <summary>What a node does with tokens when it does not hear the others, or has no database at all.</summary>
[CancelAfter(120_000)]
[NonParallelizable]
public sealed class SilenceTests
{
    [Test]
    public async Task A_node_that_hears_nothing_any_more_learns_within_a_second_what_ended_elsewhere(CancellationToken ct)
    {
        Statements.Listen();
        await using var one = await ApiHost.StartAsync();
        await using var way = new DatabaseProxy(one.ConnectionString);
        way.Open();
        await using var other = await ApiHost.StartAsync(plan => plan.ConnectionString = way.ConnectionString);
        using var api = one.Client();
        using var there = other.Client();
        there.AccessToken = (await api.SignUpVerifiedAndLoggedInAsync()).Tokens.AccessToken;
        while (Statements.Of(await there.GetMeAsync()).Count > 1)
        {
            ct.ThrowIfCancellationRequested();
        }

        way.Swallow("user-system-nodes");
        await api.LogOutAsync();

        var ended = Stopwatch.GetTimestamp();
        ApiAnswer answer;
        do
        {
            answer = await there.GetMeAsync();
        }
        while (answer.Status is HttpStatusCode.OK && Stopwatch.GetElapsedTime(ended) < TimeSpan.FromSeconds(5));
        Assert.That(Stopwatch.GetElapsedTime(ended), Is.LessThan(TimeSpan.FromSeconds(1.1)), "a second, and a request");
        Assert.That(answer.Code, Is.EqualTo("auth.session_ended"));
    }

    [Test]
    public async Task A_node_that_lost_its_database_takes_no_token_for_good_and_knows_what_ended_when_it_has_it_back(CancellationToken ct)
    {
        await using var one = await ApiHost.StartAsync();
        await using var way = new DatabaseProxy(one.ConnectionString);
        way.Open();
        await using var other = await ApiHost.StartAsync(plan => plan.ConnectionString = way.ConnectionString);
        using var api = one.Client();
        using var there = other.Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        there.AccessToken = tokens.AccessToken;
        Assert.That((await there.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK));

        await way.CutAsync();
        await api.LogOutAsync();
        ApiAnswer[] answers = [await there.GetMeAsync(), await there.RefreshAsync(tokens.RefreshToken), await there.LogOutAsync(tokens.RefreshToken)];
        Assert.That(answers.Select(static each => (each.Status, each.Code, each.Headers.RetryAfter is null)), Is.All.EqualTo(
            (HttpStatusCode.ServiceUnavailable, "service.unavailable", false)));

        way.Open();
        ApiAnswer answer;
        do
        {
            ct.ThrowIfCancellationRequested();
            answer = await there.GetMeAsync();
        }
        while (answer.Status is HttpStatusCode.ServiceUnavailable);
        Assert.That(answer.Code, Is.EqualTo("auth.session_ended"));
    }
}
