using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NUnit.Framework;
using UserSystem.Domain.Sessions;
using UserSystem.Infrastructure.Security.Tokens;

namespace UserSystem.Infrastructure.Tests.Security.Tokens;

internal sealed class RefreshTokenCodecTests
{
    private static readonly SessionId Session = new(Guid.Parse("01020304-0506-7708-890a-0b0c0d0e0f10"));

    private readonly string _key = AnyMasterKey.Text();
    private readonly RefreshTokenCodec _codec;

    public RefreshTokenCodecTests() => _codec = new RefreshTokenCodec(AnyMasterKey.Of(_key));

    [Test]
    public void Reads_what_it_made([Values(1, 2, int.MaxValue)] int generation)
    {
        var made = _codec.Create(Session, generation);

        var read = _codec.Read(made.Text)!;

        Assert.Multiple(() =>
        {
            Assert.That(read.Text, Is.EqualTo(made.Text));
            Assert.That(read.SessionId, Is.EqualTo(Session));
            Assert.That(read.Generation, Is.EqualTo(generation));
            Assert.That(read.Hash, Is.EqualTo(made.Hash));
            Assert.That(made.Hash, Is.EqualTo(SHA256.HashData(Encoding.ASCII.GetBytes(made.Text))));
        });
    }

    [Test]
    public void Lays_out_session_generation_random_bits_and_MAC()
    {
        var token = _codec.Create(Session, 0x01020304);

        Assert.That(token.Text, Does.Match("^urt_[A-Za-z0-9_-]{91}$"));
        Assert.That(
            Convert.ToHexStringLower(Base64Url.DecodeFromChars(token.Text.AsSpan(4)).AsSpan(0, 20)),
            Is.EqualTo("0102030405067708890a0b0c0d0e0f1001020304"));
    }

    [Test]
    public void Makes_another_token_each_time() =>
        Assert.That(Enumerable.Range(0, 100).Select(_ => _codec.Create(Session, 1).Text), Is.Unique);

    [Test]
    public void Refuses_every_single_flipped_bit()
    {
        var text = _codec.Create(Session, 7).Text;
        var bytes = Base64Url.DecodeFromChars(text.AsSpan(4));

        Assert.Multiple(() =>
        {
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                var spoilt = bytes.ToArray();
                spoilt[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.That(_codec.Read("urt_" + Base64Url.EncodeToString(spoilt)), Is.Null, $"bit {bit} of what the text stands for");
            }

            for (var bit = 0; bit < text.Length * 8; bit++)
            {
                var spoilt = Encoding.ASCII.GetBytes(text);
                spoilt[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.That(_codec.Read(Encoding.Latin1.GetString(spoilt)), Is.Null, $"bit {bit} of the text");
            }
        });
    }

    [Test]
    public void Refuses_what_is_cut_padded_or_of_another_kind()
    {
        var text = _codec.Create(Session, 7).Text;

        Assert.Multiple(() =>
        {
            foreach (var other in (string[])
                [
                    "", "urt_", text[4..], text[..^1], text + "=", text + "A", " " + text, text + "\n", "URT_" + text[4..], "usk_" + text[4..],
                    new string('A', 95), new string('é', 95), new string('A', 1 << 20),
                ])
            {
                Assert.That(_codec.Read(other), Is.Null, other.Length > 200 ? "long" : other);
            }
        });
    }

    [Test]
    public void Reads_what_was_made_under_a_previous_master_key_and_nothing_of_a_foreign_one()
    {
        var token = _codec.Create(Session, 7);
        var after = new RefreshTokenCodec(AnyMasterKey.Of(AnyMasterKey.Text(), AnyMasterKey.Text(), _key));
        var foreign = new RefreshTokenCodec(AnyMasterKey.Of(AnyMasterKey.Text()));

        Assert.That(after.Read(token.Text)?.SessionId, Is.EqualTo(Session));
        Assert.That(foreign.Read(token.Text), Is.Null);
        Assert.That(_codec.Read(after.Create(Session, 8).Text), Is.Null, "new ones are made with the new key");
    }

    [Test]
    public void Opens_the_current_token_for_whoever_has_the_one_before()
    {
        var (previous, current) = (_codec.Create(Session, 7), _codec.Create(Session, 8));

        var output = _codec.Seal(current, previous);

        Assert.That(_codec.Unseal(output, previous)?.Text, Is.EqualTo(current.Text));
        Assert.That(Encoding.Latin1.GetString(output), Does.Not.Contain("urt_"));
        Assert.That(_codec.Seal(current, previous), Is.Not.EqualTo(output));
    }

    [Test]
    public void Opens_nothing_for_any_other_token_nor_what_is_spoilt()
    {
        var (previous, current) = (_codec.Create(Session, 7), _codec.Create(Session, 8));
        var output = _codec.Seal(current, previous);

        Assert.Multiple(() =>
        {
            Assert.That(_codec.Unseal(output, current), Is.Null);
            Assert.That(_codec.Unseal(output, _codec.Create(Session, 7)), Is.Null);
            Assert.That(_codec.Unseal([], previous), Is.Null);
            Assert.That(_codec.Unseal(output[1..], previous), Is.Null);
            for (var i = 0; i < output.Length; i++)
            {
                var spoilt = output.ToArray();
                spoilt[i] ^= 1;
                Assert.That(_codec.Unseal(spoilt, previous), Is.Null, $"byte {i}");
            }
        });
    }
}
