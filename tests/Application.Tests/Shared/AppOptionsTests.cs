using System.ComponentModel.DataAnnotations;
using NUnit.Framework;
using UserSystem.Application.Shared;

namespace UserSystem.Application.Tests.Shared;

public sealed class AppOptionsTests
{
    [TestCase("https://example.org", "https://example.org/verify-email?token=a%2Bb%26c")]
    [TestCase("https://example.org/", "https://example.org/verify-email?token=a%2Bb%26c")]
    [TestCase("http://example.org:5080/users", "http://example.org:5080/users/verify-email?token=a%2Bb%26c")]
    public void A_link_begins_where_people_reach_the_service_and_escapes_the_secret(string url, string link) =>
        Assert.That(new AppOptions { PublicUrl = url }.LinkTo("verify-email", "a+b&c").AbsoluteUri, Is.EqualTo(link));

    [Test]
    public void There_is_no_link_before_the_address_is_known() =>
        Assert.That(() => new AppOptions().LinkTo("verify-email", "secret"), Throws.InvalidOperationException.With.Message.Contain("App__PublicUrl"));

    [TestCase(null, true)]
    [TestCase("http://127.0.0.1:5080", true)]
    [TestCase("https://example.org/users/", true)]
    [TestCase("ftp://example.org", false)]
    [TestCase("example.org", false)]
    [TestCase("/users", false)]
    [TestCase("https://example.org?a", false)]
    [TestCase("https://example.org#a", false)]
    [TestCase("https://jo:secret@example.org", false)]
    [TestCase("javascript:alert(1)", false)]
    public void The_public_address_is_one_of_the_web(string? url, bool good) =>
        Assert.That(Faults(new AppOptions { PublicUrl = url }), good ? Is.Empty : Has.One.Contains("App__PublicUrl").And.One.Contains("for example"));

    [TestCase("UserSystem", true)]
    [TestCase("مثال", true)]
    [TestCase("", false)]
    [TestCase("two\nlines", false)]
    [TestCase("two\u2028lines", false)]
    public void The_name_is_one_line(string name, bool good) =>
        Assert.That(Faults(new AppOptions { Name = name }), good ? Is.Empty : Has.Count.EqualTo(1));

    [TestCase(64, true)]
    [TestCase(65, false)]
    public void The_name_has_64_characters_at_most(int length, bool good) =>
        Assert.That(Faults(new AppOptions { Name = new string('x', length) }), good ? Is.Empty : Has.Count.EqualTo(1));

    private static List<string?> Faults(AppOptions options)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        return [.. faults.Select(static fault => fault.ErrorMessage)];
    }
}
