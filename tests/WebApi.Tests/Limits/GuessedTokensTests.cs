using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Limits;

/// <summary>Whoever keeps sending tokens that are worth nothing is held back, on all nodes and after a restart; good tokens pass from anywhere.</summary>
public sealed class GuessedTokensTests
{
    private static readonly (string Name, string Value) Here = ("X-Forwarded-For", "203.0.113.7");
    private static readonly (string Name, string Value) There = ("X-Forwarded-For", "203.0.113.8");

    [Test]
    public async Task Five_guesses_on_any_node_are_all_that_a_network_has_and_a_good_token_passes_nevertheless()
    {
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        var clock = new PastClock();
        await using var one = await ApiHost.StartAsync(Plan);
        using var api = one.Client();
        var (_, good) = await api.SignUpAsync();
        Tokens session;
        ApiAnswer[] told;
        await using (var other = await ApiHost.StartAsync(Plan))
        {
            using var there = other.Client();
            session = (await there.SignUpVerifiedAndLoggedInAsync()).Tokens;
            there.AccessToken = null;
            told =
            [
                await Verify(api, "none", Here), await Reset(there, Here), await Restore(api, Here), await Refresh(there, "none", Here), await Verify(there, "none", Here),
            ];
            Assert.That(told.Select(static answer => answer.Code), Is.EqualTo(["token.invalid", "token.invalid", "token.invalid", "auth.token_invalid", "token.invalid"]));

            foreach (var late in new[] { await Verify(there, "none", Here), await Reset(api, Here), await Restore(there, Here), await Refresh(api, "none", Here) })
            {
                Assert.That((late.Status, late.Code), Is.EqualTo((HttpStatusCode.TooManyRequests, "auth.too_many_attempts")));
                Assert.That(late.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(60)));
            }
        }

        Assert.That((await Verify(api, "none", There)).Code, Is.EqualTo("token.invalid"), "Others are not held back.");
        Assert.That((await Verify(api, good, Here)).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await Refresh(api, session.RefreshToken, Here)).Status, Is.EqualTo(HttpStatusCode.OK));
        await using var restarted = await ApiHost.StartAsync(Plan);
        using var again = restarted.Client();
        Assert.That((await Verify(again, "none", Here)).Code, Is.EqualTo("auth.too_many_attempts"));
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.That((await Verify(again, "none", Here)).Code, Is.EqualTo("token.invalid"));

        void Plan(HostPlan plan)
        {
            (plan.Clock, plan.ConnectionString) = (clock, database.ConnectionString);
            plan.Settings["RateLimiting__Enabled"] = "true";
            plan.Settings["RateLimiting__TrustedProxies"] = "127.0.0.1";
        }
    }

    [Test]
    public async Task A_good_token_waits_for_the_database_no_more_often_than_before()
    {
        Statements.Listen();
        await using var host = await ApiHost.StartAsync(static plan => plan.Settings["RateLimiting__Enabled"] = "true");
        using var api = host.Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();

        Assert.That(Statements.Of(await api.RefreshAsync(tokens.RefreshToken)), Has.Count.EqualTo(1));
        Assert.That(Statements.Of(await api.RefreshAsync("none")), Has.Count.EqualTo(1));
    }

    private static Task<ApiAnswer> Verify(ApiClient api, string token, (string, string) from) => api.PostAsync("/api/v1/auth/verify-email", new { token }, from);

    private static Task<ApiAnswer> Reset(ApiClient api, (string, string) from) =>
        api.PostAsync("/api/v1/auth/password/reset", new { token = "none", newPassword = "a quiet blue river" }, from);

    private static Task<ApiAnswer> Restore(ApiClient api, (string, string) from) => api.PostAsync("/api/v1/auth/restore", new { token = "none" }, from);

    private static Task<ApiAnswer> Refresh(ApiClient api, string refreshToken, (string, string) from) => api.PostAsync("/api/v1/auth/refresh", new { refreshToken }, from);
}
