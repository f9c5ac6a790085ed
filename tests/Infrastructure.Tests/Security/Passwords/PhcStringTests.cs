using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using UserSystem.Infrastructure.Security.Passwords;

namespace UserSystem.Infrastructure.Tests.Security.Passwords;

internal sealed class PhcStringTests
{
    private const string Salt = "c29tZXNhbHQxNmJ5dGVzIQ";
    private const string Hash = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    private const string Good = $"$argon2id$v=19$m=65536,t=3,p=4${Salt}${Hash}";

    [Test]
    public void Reads_what_others_write()
    {
        var phc = PhcString.Parse(Good);

        Assert.That(phc, Is.Not.Null);
        Assert.That(phc!.Parameters, Is.EqualTo(Argon2Parameters.Default));
        Assert.That(phc.Salt, Is.EqualTo("somesalt16bytes!"u8.ToArray()));
        Assert.That(phc.Hash, Is.EqualTo(Enumerable.Range(0, 32).Select(i => (byte)i)));
        Assert.That(phc.ToString(), Is.EqualTo(Good));
    }

    [TestCase("")]
    [TestCase("$argon2ix$v=19$m=65536,t=3,p=4$" + Salt + "$" + Hash)]
    [TestCase("$argon2$v=19$m=65536,t=3,p=4$" + Salt + "$" + Hash)]
    [TestCase("$argon2id$v=16$m=65536,t=3,p=4$" + Salt + "$" + Hash, Description = "other version")]
    [TestCase("$argon2id$m=65536,t=3,p=4$" + Salt + "$" + Hash)]
    [TestCase("$argon2id$v=19$t=3,m=65536,p=4$" + Salt + "$" + Hash, Description = "other order")]
    [TestCase("$argon2id$v=19$m=65536,t=3,p=4,keyid=a$" + Salt + "$" + Hash)]
    [TestCase("$argon2id$v=19$m=065536,t=3,p=4$" + Salt + "$" + Hash, Description = "leading zero")]
    [TestCase("$argon2id$v=19$m=+65536,t=3,p=4$" + Salt + "$" + Hash)]
    [TestCase("$argon2id$v=19$m=-65536,t=3,p=4$" + Salt + "$" + Hash)]
    [TestCase("$argon2id$v=19$m=99999999999,t=3,p=4$" + Salt + "$" + Hash)]
    [TestCase("$argon2id$v=19$m=65536,t=0,p=4$" + Salt + "$" + Hash)]
    [TestCase("$argon2id$v=19$m=16,t=3,p=4$" + Salt + "$" + Hash, Description = "less than 8 KiB a lane")]
    [TestCase("$argon2id$v=19$m=262145,t=1,p=4$" + Salt + "$" + Hash, Description = "too costly")]
    [TestCase("$argon2id$v=19$m=64,t=17,p=4$" + Salt + "$" + Hash)]
    [TestCase("$argon2id$v=19$m=65536,t=3,p=17$" + Salt + "$" + Hash)]
    [TestCase("$argon2id$v=19$m=262144,t=5,p=4$" + Salt + "$" + Hash, Description = "too costly together")]
    [TestCase("$argon2id$v=19$m=65536,t=3,p=4$c29tZXM$" + Hash, Description = "short salt")]
    [TestCase("$argon2id$v=19$m=65536,t=3,p=4$" + Salt + "==$" + Hash, Description = "padding")]
    [TestCase("$argon2id$v=19$m=65536,t=3,p=4$ " + Salt + "$" + Hash, Description = "white space")]
    [TestCase("$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQxNmJ5dGVzIR$" + Hash, Description = "loose bits")]
    [TestCase("$argon2id$v=19$m=65536,t=3,p=4$" + Salt + "$AAECAwQFBgcICQoLDA0O", Description = "short hash")]
    [TestCase("$argon2id$v=19$m=65536,t=3,p=4$" + Salt)]
    [TestCase(Good + "$")]
    [TestCase(Good + "\n")]
    public void Refuses_anything_else(string text) => Assert.That(PhcString.Parse(text), Is.Null);

    [TestCase("$argon2id$v=19$m=262144,t=4,p=16$" + Salt + "$" + Hash)]
    [TestCase("$argon2id$v=19$m=8,t=16,p=1$" + Salt + "$" + Hash)]
    public void Reads_up_to_the_bounds(string text) => Assert.That(PhcString.Parse(text), Is.Not.Null);

    [TestCase("$argon2i$v=19$m=65536,t=3,p=4$" + Salt + "$" + Hash, Argon2Type.I)]
    [TestCase("$argon2d$v=19$m=65536,t=3,p=4$" + Salt + "$" + Hash, Argon2Type.D)]
    public void Reads_the_relatives_as_what_they_are(string text, Argon2Type type) =>
        Assert.That(PhcString.Parse(text)?.Parameters, Is.EqualTo(Argon2Parameters.Default with { Type = type }));

    [Test]
    public void Refuses_null_and_what_is_longer_than_the_column()
    {
        Assert.That(PhcString.Parse(null), Is.Null);
        Assert.That(PhcString.Parse(Good + new string('A', 255)), Is.Null);
    }

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Reads_back_what_it_writes() => Prop.ForAll(
        (from m in Gen.Choose(128, 65536)
         from t in Gen.Choose(1, 16)
         from p in Gen.Choose(1, 16)
         from salt in Gen.Choose(0, 255).ArrayOf(16)
         from hash in Gen.Choose(0, 255).ArrayOf(32)
         select new PhcString(new(m, t, p), Array.ConvertAll(salt, b => (byte)b), Array.ConvertAll(hash, b => (byte)b))).ToArbitrary(),
        phc => PhcString.Parse(phc.ToString()) is { } read
            && read.Parameters == phc.Parameters && read.Salt.SequenceEqual(phc.Salt) && read.Hash.SequenceEqual(phc.Hash));

    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public bool Never_throws_on_junk(string? junk, int cut, char inserted)
    {
        var at = (int)((uint)cut % (uint)Good.Length);
        string?[] texts = [junk, "$argon2id$v=19$" + junk, Good[..at] + junk, Good[..at] + inserted + Good[at..], Good.Remove(at, 1)];
        return texts.All(text => PhcString.Parse(text) is not { } phc || phc.ToString() == text);
    }
}
