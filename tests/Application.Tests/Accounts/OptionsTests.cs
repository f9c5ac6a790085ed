using System.ComponentModel.DataAnnotations;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Domain.Sessions;

namespace UserSystem.Application.Tests.Accounts;

public sealed class OptionsTests
{
    [Test]
    public void The_defaults_are_valid_and_those_of_the_design()
    {
        var (accounts, sessions) = (new AccountsOptions(), new SessionsOptions());

        Assert.That((Faults(accounts), Faults(sessions)), Is.EqualTo((0, 0)));
        Assert.That(
            (accounts.Registration, accounts.MaxLoginAttempts, accounts.EmailTokenLifetimeSeconds, accounts.CurrentTermsVersion),
            Is.EqualTo((RegistrationMode.Open, 5, 86_400, "v1.0")));
        Assert.That(
            (sessions.MaxConcurrent, sessions.WhenFull, sessions.AccessTokenLifetimeSeconds, sessions.RefreshReuseWindowSeconds),
            Is.EqualTo((10, WhenSessionsFull.EndOldest, 600, 10)));
        Assert.That(sessions.Lifetime, Is.EqualTo(new SessionLifetime(TimeSpan.FromHours(1), TimeSpan.FromDays(14), TimeSpan.FromDays(30))));
    }

    [Test]
    public void The_lifetime_is_what_was_set() => Assert.That(
        new SessionsOptions { IdleTimeoutSeconds = 60, RememberedIdleTimeoutSeconds = 61, AbsoluteLifetimeSeconds = 62 }.Lifetime,
        Is.EqualTo(new SessionLifetime(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(61), TimeSpan.FromSeconds(62))));

    [TestCase("1.0")]
    [TestCase("")]
    [TestCase("v1.0000000000000000000")]
    public void The_terms_in_force_are_a_version(string version) =>
        Assert.That(Faults(new AccountsOptions { CurrentTermsVersion = version }), Is.EqualTo(1));

    private static int Faults(object options)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        return faults.Count;
    }
}
