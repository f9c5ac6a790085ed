using NUnit.Framework;
using UserSystem.Infrastructure.Security.Keys;

namespace UserSystem.Infrastructure.Tests.Security.Keys;

internal sealed class EncryptionTests
{
    private static readonly byte[] Plain = "what nobody may read"u8.ToArray();

    private readonly Encryption _encryption = new(AnyMasterKey.Of(AnyMasterKey.Text()));

    [Test]
    public void Opens_what_it_sealed([Values(0, 1, 20_000)] int length)
    {
        var plain = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();

        var output = _encryption.Seal(KeyLabels.Outbox, plain);

        Assert.That(output, Has.Length.EqualTo(length + Encryption.Overhead));
        Assert.That(_encryption.Open(KeyLabels.Outbox, output), Is.EqualTo(plain));
    }

    [Test]
    public void Seals_the_same_bytes_differently_each_time()
    {
        var first = _encryption.Seal(KeyLabels.Outbox, Plain);

        Assert.That(_encryption.Seal(KeyLabels.Outbox, Plain), Is.Not.EqualTo(first));
    }

    [Test]
    public void Opens_nothing_of_another_label_or_context()
    {
        var output = _encryption.Seal(KeyLabels.Outbox, Plain, "row 1"u8);

        Assert.Multiple(() =>
        {
            Assert.That(_encryption.Open(KeyLabels.Outbox, output, "row 1"u8), Is.EqualTo(Plain));
            Assert.That(_encryption.Open(KeyLabels.Outbox, output, "row 2"u8), Is.Null);
            Assert.That(_encryption.Open(KeyLabels.Outbox, output), Is.Null);
            Assert.That(_encryption.Open(KeyLabels.Idempotency, output, "row 1"u8), Is.Null);
        });
    }

    [Test]
    public void Refuses_every_single_flipped_bit_and_every_cut()
    {
        var output = _encryption.Seal(KeyLabels.Outbox, Plain);

        Assert.Multiple(() =>
        {
            for (var bit = 0; bit < output.Length * 8; bit++)
            {
                var spoilt = output.ToArray();
                spoilt[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.That(_encryption.Open(KeyLabels.Outbox, spoilt), Is.Null, $"bit {bit}");
            }

            for (var length = 0; length < output.Length; length++)
            {
                Assert.That(_encryption.Open(KeyLabels.Outbox, output.AsSpan(0, length)), Is.Null, $"length {length}");
            }
        });
    }

    [Test]
    public void Opens_what_a_previous_master_key_sealed_and_seals_with_the_present_one()
    {
        var (old, young) = (AnyMasterKey.Text(), AnyMasterKey.Text());
        var before = new Encryption(AnyMasterKey.Of(old));
        var during = new Encryption(AnyMasterKey.Of(young, old));
        var after = new Encryption(AnyMasterKey.Of(young));

        Assert.That(during.Open(KeyLabels.Outbox, before.Seal(KeyLabels.Outbox, Plain)), Is.EqualTo(Plain));
        Assert.That(after.Open(KeyLabels.Outbox, during.Seal(KeyLabels.Outbox, Plain)), Is.EqualTo(Plain));
        Assert.That(after.Open(KeyLabels.Outbox, before.Seal(KeyLabels.Outbox, Plain)), Is.Null);
    }
}
