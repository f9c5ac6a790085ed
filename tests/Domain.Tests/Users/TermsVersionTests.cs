using NUnit.Framework;
using UserSystem.Domain.Users;

namespace UserSystem.Domain.Tests.Users;

public sealed class TermsVersionTests
{
    [TestCase("v1.0")]
    [TestCase("v0.1")]
    [TestCase("v10.25")]
    [TestCase("v12345678901234567.9")]
    public void Reads_versions(string text) => Assert.That(TermsVersion.Parse(text).ToString(), Is.EqualTo(text));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("1.0")]
    [TestCase("V1.0")]
    [TestCase("v1")]
    [TestCase("v1.")]
    [TestCase("v1.0.0")]
    [TestCase("v1.0 ")]
    [TestCase("v1.0\n", Description = "The end of the pattern would let it pass")]
    [TestCase("v١.٠", Description = "Digits of another script")]
    [TestCase("v123456789012345678.9", Description = "21 characters")]
    public void Refuses_anything_else(string? text)
    {
        Assert.That(TermsVersion.TryParse(text, out var version), Is.False);
        Assert.That(version, Is.EqualTo(default(TermsVersion)));
    }

    [Test]
    public void Parsing_what_is_no_version_names_it_and_shows_one() =>
        Assert.That(() => TermsVersion.Parse("one"), Throws.TypeOf<FormatException>().With.Message.Contain("'one'").And.Message.Contain("v1.0"));
}
