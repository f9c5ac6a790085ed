using NUnit.Framework;
using UserSystem.Infrastructure.Security.Tokens;

namespace UserSystem.Infrastructure.Tests.Security.Tokens;

internal sealed class SigningKeySetTests
{
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SigningKey _old = Key(0, 10);
    private readonly SigningKey _young = Key(8, 18);

    [TestCase(-0.1, null)]
    [TestCase(0, "old")]
    [TestCase(7.9, "old")]
    [TestCase(8, "young")]
    [TestCase(17.9, "young")]
    [TestCase(18, null)]
    public void Signs_with_the_newest_key_that_is_active(double day, string? signer)
    {
        var expected = signer switch
        {
            "old" => _old,
            "young" => _young,
            _ => null,
        };

        Assert.That(new SigningKeySet([_old, _young]).SignerAt(Start.AddDays(day)), Is.SameAs(expected));
    }

    [Test]
    public void Is_ready_to_verify_before_it_is_there()
    {
        var keys = new SigningKeys();
        var signature = new byte[64];
        _old.Sign("message"u8, signature);
        keys.Replace(new SigningKeySet([_old, _young]));

        // What a verification would have to make first takes 150 KB.
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(keys.Current!.Keys[1].Verify("message"u8, signature), Is.True);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(50_000));
    }

    [Test]
    public void Publishes_every_key_the_newest_first()
    {
        var keys = Enumerable.Range(0, 6).Select(day => Key(day, day + 10)).ToArray();

        Assert.That(new SigningKeySet([keys[3], keys[0], keys[5], keys[1], keys[4], keys[2]]).Published, Is.EqualTo(keys.Reverse().Select(key => key.Jwk)));
    }

    [Test]
    public void Stays_the_same_object_while_the_keys_are_the_same()
    {
        var keys = new SigningKeys();
        var first = new SigningKeySet([_old]);
        var grown = new SigningKeySet([_young, _old]);

        keys.Replace(first);
        keys.Replace(new SigningKeySet([_old]));
        Assert.That(keys.Current, Is.SameAs(first));

        keys.Replace(grown);
        Assert.That(keys.Current, Is.SameAs(grown));
    }

    private static SigningKey Key(int from, int until) =>
        SigningKey.Create(new SigningKeySpan(Start.AddDays(from), Start.AddDays(until), Start.AddDays(until + 1))).Key;
}
