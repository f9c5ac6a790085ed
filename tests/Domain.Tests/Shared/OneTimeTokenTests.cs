using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NUnit.Framework;
using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Tests.Shared;

public sealed class OneTimeTokenTests
{
    [Test]
    public void Carries_256_bits_that_fit_a_link()
    {
        var token = OneTimeToken.Create();

        Assert.That(Base64Url.DecodeFromChars(token.Text), Has.Length.EqualTo(32));
        Assert.That(token.Text, Does.Match("^[A-Za-z0-9_-]{43}$"));
    }

    [Test]
    public void Is_looked_up_by_its_sha_256()
    {
        var token = OneTimeToken.Create();

        Assert.That(token.Hash, Is.EqualTo(SHA256.HashData(Encoding.UTF8.GetBytes(token.Text))));
        Assert.That(OneTimeToken.HashOf(token.Text), Is.EqualTo(token.Hash));
    }

    [Test]
    public void Never_comes_twice() =>
        Assert.That(Enumerable.Range(0, 1000).Select(_ => OneTimeToken.Create().Text).Distinct().Count(), Is.EqualTo(1000));

    [Test]
    public void Any_text_has_a_hash()
    {
        string[] texts = ["", "\0", "日本", "\ud83d", new('x', 100_000)];

        Assert.That(texts.Select(OneTimeToken.HashOf), Has.All.Length.EqualTo(32));
    }
}
