using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Accounts;

/// <summary>Guessing passwords is held back, and nobody is locked out for good.</summary>
public sealed class LogInThrottleTests
{
    private const string Wrong = "not the password";

    [Test]
    public async Task After_five_failures_even_the_right_password_has_to_wait_and_each_further_failure_doubles_that()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan => plan.Clock = clock);
        using var api = host.Client();
        var person = await api.SignUpVerifiedAsync();
        var other = await api.SignUpVerifiedAsync();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.That((await api.LogInAsync(person.Email, Wrong)).Code, Is.EqualTo("auth.invalid_credentials"));
        }

        var blocked = await api.LogInAsync(person);
        Assert.That((blocked.Status, blocked.Code), Is.EqualTo((HttpStatusCode.TooManyRequests, "auth.too_many_attempts")));
        Assert.That(blocked.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(60)));
        Assert.That((await api.LogInAsync(other)).Status, Is.EqualTo(HttpStatusCode.OK), "Others are not held back.");

        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.That((await api.LogInAsync(person.Email, Wrong)).Code, Is.EqualTo("auth.invalid_credentials"));
        Assert.That((await api.LogInAsync(person)).Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(120)));

        clock.Advance(TimeSpan.FromSeconds(120));
        Assert.That((await api.LogInAsync(person)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await api.LogInAsync(person.Email, Wrong)).Code, Is.EqualTo("auth.invalid_credentials"));
        Assert.That((await api.LogInAsync(person)).Status, Is.EqualTo(HttpStatusCode.OK), "A success forgives.");
    }

    [Test]
    public async Task Of_twenty_guesses_at_once_at_most_five_are_tried()
    {
        using var api = (await Hosts.Usual).Client();
        var person = await api.SignUpVerifiedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.LogInAsync(person.Email, Wrong)));

        Assert.That(answers.Sum(CountedHasher.Of), Is.LessThanOrEqualTo(5));
        Assert.That(answers.Count(static answer => answer.Status is HttpStatusCode.TooManyRequests), Is.GreaterThanOrEqualTo(10));
        Assert.That((await api.LogInAsync(person)).Code, Is.EqualTo("auth.too_many_attempts"));
    }

    [Test]
    public async Task An_unknown_address_is_held_back_alike()
    {
        using var api = (await Hosts.Usual).Client();
        var email = ApiClient.NewEmail();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await api.LogInAsync(email, Wrong);
        }

        Assert.That((await api.LogInAsync(email, Wrong)).Code, Is.EqualTo("auth.too_many_attempts"));
    }

    [Test]
    public async Task The_count_survives_a_restart()
    {
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        Person person;
        await using (var first = await ApiHost.StartAsync(plan => plan.ConnectionString = database.ConnectionString))
        {
            using var api = first.Client();
            person = await api.SignUpVerifiedAsync();
            for (var attempt = 0; attempt < 5; attempt++)
            {
                await api.LogInAsync(person.Email, Wrong);
            }
        }

        await using var second = await ApiHost.StartAsync(plan => plan.ConnectionString = database.ConnectionString);
        using var again = second.Client();

        Assert.That((await again.LogInAsync(person)).Code, Is.EqualTo("auth.too_many_attempts"));
    }
}
