using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Operations;

/// <summary>How the service is, and what it does without its database.</summary>
public sealed class HealthTests
{
    [Test]
    public async Task Is_live_and_ready_with_a_database()
    {
        using var api = (await Hosts.Usual).Client();

        Assert.That((await api.GetAsync("/health/live")).Text("status"), Is.EqualTo("live"));
        Assert.That((await api.GetAsync("/health/ready")).Text("status"), Is.EqualTo("ready"));
    }

    [Test]
    public async Task Waits_for_a_database_that_comes_later()
    {
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        await using var way = new DatabaseProxy(database.ConnectionString);
        await using var host = await ApiHost.StartAsync(plan =>
        {
            plan.ConnectionString = way.ConnectionString;
            plan.BecomesReady = false;
        });
        using var api = host.Client();

        var live = await api.GetAsync("/health/live");
        var before = await api.GetAsync("/health/ready");
        way.Open();
        await host.ReadyAsync();

        Assert.That(live.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((before.Status, before.Text("status")), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "not_ready")));
        Assert.That(before.Headers.RetryAfter!.Delta, Is.GreaterThan(TimeSpan.Zero));
        Assert.That((await api.RegisterAsync(ApiClient.NewEmail())).Status, Is.EqualTo(HttpStatusCode.Accepted));
    }

    [Test]
    public async Task Loses_its_database_and_comes_back_with_it()
    {
        var clock = new PastClock();
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        await using var way = new DatabaseProxy(database.ConnectionString);
        way.Open();
        await using var host = await ApiHost.StartAsync(plan => (plan.Clock, plan.ConnectionString) = (clock, way.ConnectionString));
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();

        await way.CutAsync();
        clock.Advance(TimeSpan.FromSeconds(2));
        var lost = await api.GetMeAsync();
        var health = await api.GetAsync("/health/ready");
        way.Open();
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.That((lost.Status, lost.Code), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "service.unavailable")));
        Assert.That(lost.Headers.RetryAfter!.Delta, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(health.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That((await api.GetAsync("/health/ready")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await api.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Finishes_what_runs_before_it_stops()
    {
        var gate = new SlowPasswords();
        await using var host = await ApiHost.StartAsync(plan => plan.Adjust = gate.Replace);
        using var api = host.Client();
        await host.Contract;

        var running = api.RegisterAsync(ApiClient.NewEmail());
        await gate.Entered;
        var stopping = host.StopAsync();
        gate.GoOn();
        await stopping;

        Assert.That((await running).Status, Is.EqualTo(HttpStatusCode.Accepted));
    }
}
