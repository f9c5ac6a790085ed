using NUnit.Framework;
using UserSystem.Application.Accounts;

namespace UserSystem.Application.Tests.Accounts;

public sealed class LogInValidatorTests
{
    private readonly LogInValidator _validator = new();

    [Test]
    public void Names_everything_that_is_missing() =>
        Assert.That(_validator.Faults(new LogIn(null, null)), Is.EquivalentTo(["email required", "password required"]));

    [Test]
    public void Names_everything_that_is_wrong_at_once() => Assert.That(
        _validator.Faults(new LogIn("jo", new string('x', 1025), "a\nb")),
        Is.EquivalentTo(["email email.malformed", "password password.too_long", "deviceName text.malformed"]));

    [TestCase(100, true)]
    [TestCase(101, false)]
    public void A_device_has_a_name_of_up_to_100_code_points(int length, bool good) => Assert.That(
        _validator.Faults(new LogIn("jo@example.org", new string('x', 1024), string.Concat(Enumerable.Repeat("📱", length)))),
        Is.EqualTo(good ? Array.Empty<string>() : ["deviceName text.malformed"]));
}
