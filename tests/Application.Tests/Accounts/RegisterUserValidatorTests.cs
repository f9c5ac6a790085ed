using Microsoft.Extensions.Options;
using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Tests.Accounts;

public sealed class RegisterUserValidatorTests
{
    private static readonly RegisterUser Good = new("jo@example.org", "secret", "Jo", AcceptTerms: true);
    private readonly IPasswordPolicy _policy = Asking.NoPolicy();

    [Test]
    public void Finds_nothing_wrong_with_a_good_one([Values(null, "v2.0")] string? terms) =>
        Assert.That(Faults(Good with { TermsVersion = terms }), Is.Empty);

    [Test]
    public void Names_everything_that_is_missing() => Assert.That(
        Faults(new RegisterUser(null, null, null, null)),
        Is.EquivalentTo(["email required", "fullName required", "acceptTerms terms.not_accepted", "password required"]));

    [Test]
    public void Names_everything_that_is_wrong_at_once()
    {
        _policy.Judge("weak", "jo", "J\no", "password").Returns([
            new Fault("password", "password.too_short", "Short."), new Fault("password", "password.common", "Common.")]);

        Assert.That(
            Faults(new RegisterUser("jo", "weak", "J\no", AcceptTerms: false, "v1.0")),
            Is.EquivalentTo([
                "email email.malformed", "fullName name.malformed", "acceptTerms terms.not_accepted", "termsVersion terms.not_current",
                "password password.too_short", "password password.common",
            ]));
    }

    [Test]
    public void White_space_alone_is_missing_and_nothing_else() =>
        Assert.That(Faults(Good with { Email = "  ", FullName = "\u3000" }), Is.EquivalentTo(["email required", "fullName required"]));

    [Test]
    public void Tells_an_address_that_is_too_long_from_one_that_is_none() => Assert.That(
        Faults(Good with { Email = $"jo@{string.Join('.', Enumerable.Repeat("example", 32))}.org" }), Does.Contain("email email.too_long"));

    [Test]
    public void Judges_a_password_that_stands_alone()
    {
        Faults(new RegisterUser(null, "secret", null, true));

        _policy.Received().Judge("secret", "", "", "password");
    }

    [Test]
    public void Tells_which_terms_are_in_force()
    {
        var validator = new RegisterUserValidator(Options.Create(new AccountsOptions { CurrentTermsVersion = "v2.0" }), _policy, Asking.Catalog);

        Assert.That(validator.Validate(Good with { TermsVersion = "v1.0" }).Errors.Single().ErrorMessage, Does.Contain("v2.0"));
    }

    private string[] Faults(RegisterUser request) =>
        new RegisterUserValidator(Options.Create(new AccountsOptions { CurrentTermsVersion = "v2.0" }), _policy, Asking.Catalog).Faults(request);
}
