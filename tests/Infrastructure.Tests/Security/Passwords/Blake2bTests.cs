using NUnit.Framework;
using UserSystem.Infrastructure.Security.Passwords;

namespace UserSystem.Infrastructure.Tests.Security.Passwords;

internal sealed class Blake2bTests
{
    [Test]
    public void Gives_the_hash_of_RFC_7693_appendix_A()
    {
        var hash = new byte[64];
        Blake2b.Hash("abc"u8, hash);

        Assert.That(Convert.ToHexStringLower(hash), Is.EqualTo(
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
            + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"));
    }

    [Test]
    public void Does_not_care_how_the_message_is_cut([Values(0, 1, 127, 128, 129, 255, 256, 257, 1000)] int length)
    {
        var message = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        byte[] whole = new byte[64], cut = new byte[64];
        Blake2b.Hash(message, whole);
        var hash = new Blake2b(64);
        foreach (var b in message)
        {
            hash.Append([b]);
        }

        hash.Finish(cut);

        Assert.That(cut, Is.EqualTo(whole));
    }

    [Test]
    public void Depends_on_the_length_of_the_hash()
    {
        byte[] small = new byte[32], large = new byte[64];
        Blake2b.Hash("abc"u8, small);
        Blake2b.Hash("abc"u8, large);

        Assert.That(small, Is.Not.EqualTo(large[..32]));
    }

    [TestCase(0)]
    [TestCase(65)]
    public void Refuses_lengths_that_do_not_exist(int length) =>
        Assert.That(() => new Blake2b(length), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
