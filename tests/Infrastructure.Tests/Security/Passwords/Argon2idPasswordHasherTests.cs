using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using UserSystem.Infrastructure.Security.Passwords;
using static Microsoft.AspNetCore.Identity.PasswordVerificationResult;

namespace UserSystem.Infrastructure.Tests.Security.Passwords;

internal sealed class Argon2idPasswordHasherTests : IDisposable
{
    private static readonly Argon2Parameters Small = new(64, 1, 2);

    private readonly Argon2Memory _memory = new(Small, 2, TimeProvider.System);

    public void Dispose() => _memory.Dispose();

    [Test]
    public void Verifies_its_own_hash_and_no_other_password()
    {
        var hash = Hash("correct horse");

        Assert.That(hash, Does.StartWith("$argon2id$v=19$m=64,t=1,p=2$"));
        Assert.That(Verify(hash, "correct horse"), Is.EqualTo(Success));
        Assert.That(Verify(hash, "correct horsf"), Is.EqualTo(Failed));
        Assert.That(Verify(hash, ""), Is.EqualTo(Failed));
    }

    [Test]
    public void Salts_every_hash_anew()
    {
        var hashes = new HashSet<string>();
        for (var i = 0; i < 10; i++)
        {
            Assert.That(hashes.Add(Hash("correct horse")), Is.True);
        }
    }

    [TestCase(128, 1, 2)]
    [TestCase(64, 2, 2)]
    [TestCase(64, 1, 1)]
    public void Asks_for_a_new_hash_where_the_cost_is_another(int memory, int iterations, int parallelism)
    {
        var hash = Hash("correct horse", new(memory, iterations, parallelism));

        Assert.That(Verify(hash, "correct horse"), Is.EqualTo(SuccessRehashNeeded));
        Assert.That(Verify(hash, "wrong"), Is.EqualTo(Failed));
    }

    [Test]
    public void Asks_for_a_new_hash_where_salt_or_hash_are_short()
    {
        var hash = new byte[16];
        Argon2id.Hash(new Argon2Input("correct horse"u8, new byte[8]), Small, _memory, hash);

        Assert.That(Verify(new PhcString(Small, new byte[8], hash).ToString(), "correct horse"), Is.EqualTo(SuccessRehashNeeded));
    }

    [Test]
    public void Verifies_a_foreign_hash_and_asks_for_a_new_one()
    {
        const string Md5 = "$1$5pZSV9va$azfrPr6af3Fc7dLblQXVa0";
        if (!new ForeignHashes().CanVerify(Md5))
        {
            Assert.Ignore("No libcrypt on this machine.");
        }

        Assert.That(Verify(Md5, "password"), Is.EqualTo(SuccessRehashNeeded));
        Assert.That(Verify(Md5, "Password"), Is.EqualTo(Failed));
    }

    [TestCase("$argon2i$v=19$m=1024,t=2,p=1$c29tZXNhbHQxNmJ5dGVzIQ$nH4WMdTlUUlOuwC6rl7Dwy4T94pAdjZhuZfR/Dre260")]
    [TestCase("$argon2d$v=19$m=1024,t=3,p=2$c29tZXNhbHQxNmJ5dGVzIQ$XzSwkU/XNhWvElsFxdVa+XXjxC2SgIjgrMUCoTaoK1w")]
    [TestCase("AQAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg/lFQcOA1On2wE5YZhLh7q7ntzP9Krf9NCBoM//wxbovw==", Description = "Identity, SHA-256")]
    [TestCase("AQAAAAIAAYagAAAAEAABAgMEBQYHCAkKCwwNDg8LJ1+nXP1HCEVtkGVQ8YRRub3RhgjMuQMQ6K7+XxmQVQ==", Description = "Identity, SHA-512")]
    [TestCase("AAABAgMEBQYHCAkKCwwNDg+d2FbDdriytxO2vgdAVMuIpGVW4BGF6o0NJn8znGUhaQ==", Description = "Identity, format 2")]
    public void Verifies_the_relatives_and_what_Identity_made_and_asks_for_a_new_one(string hash)
    {
        Assert.That(Verify(hash, "correct horse"), Is.EqualTo(SuccessRehashNeeded));
        Assert.That(Verify(hash, "correct horsf"), Is.EqualTo(Failed));
    }

    [Test]
    public void Leaves_a_bcrypt_hash_alone_when_more_was_typed_than_it_reads()
    {
        const string Bcrypt72 = "$2b$04$abcdefghijklmnopqrstuuBzzIgyKkz7xMWYSzkIjUSnxEQFQ0WNe";
        if (!new ForeignHashes().CanVerify(Bcrypt72))
        {
            Assert.Ignore("No libcrypt on this machine.");
        }

        Assert.That(Verify(Bcrypt72, new string('a', 72)), Is.EqualTo(SuccessRehashNeeded));
        Assert.That(Verify(Bcrypt72, new string('a', 73)), Is.EqualTo(Success));
    }

    [TestCase("")]
    [TestCase("correct horse")]
    [TestCase("$argon2i$v=19$m=64,t=1,p=2$c29tZXNhbHQxNmJ5dGVzIQ$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")]
    public void Fails_on_a_hash_that_it_cannot_read(string hash) => Assert.That(Verify(hash, "correct horse"), Is.EqualTo(Failed));

    [Test]
    public void Takes_the_typed_form_first_and_the_compatible_one_then()
    {
        const string Typed = "cafe\u0301 \uFB01ne";
        var composed = Typed.Normalize(NormalizationForm.FormKC);
        Assert.That(composed, Is.EqualTo("caf\u00E9 fine"));

        Assert.That(Verify(Hash(Typed), Typed), Is.EqualTo(Success), "made of what was typed");
        Assert.That(Verify(Hash(composed), Typed), Is.EqualTo(Success), "the NFKC form of what was typed");
        Assert.That(Verify(Hash(Typed), composed), Is.EqualTo(Failed));
    }

    [Test]
    public void Keeps_an_old_hash_that_another_form_was_matched_with()
    {
        var old = Hash("caf\u00E9", new(128, 1, 2));

        Assert.That(Verify(old, "cafe\u0301"), Is.EqualTo(Success));
        Assert.That(Verify(old, "caf\u00E9"), Is.EqualTo(SuccessRehashNeeded));
    }

    [Test]
    public void Bears_the_longest_password_and_its_longest_compatible_form()
    {
        var longest = new string('\uFDFA', 256);

        Assert.That(Verify(Hash(longest), longest), Is.EqualTo(Success));
        Assert.That(Verify(Hash("other"), longest), Is.EqualTo(Failed));

        var compatible = new PhcString(Small, new byte[16], new byte[32]);
        var bytes = Encoding.UTF8.GetBytes(longest.Normalize(NormalizationForm.FormKC));
        Argon2id.Hash(new Argon2Input(bytes, compatible.Salt), Small, _memory, compatible.Hash);
        Assert.That(Verify(compatible.ToString(), longest), Is.EqualTo(Success));

        var pairs = string.Concat(Enumerable.Repeat("\U0001F40E", 256));
        Assert.That(Verify(Hash(pairs), pairs), Is.EqualTo(Success));
    }

    [TestCase(0)]
    [TestCase(0xD83D)]
    [TestCase(0xFFFE)]
    public void Hashes_nothing_that_is_malformed(int code)
    {
        var password = $"half {(char)code} of a pair";
        Assert.That(() => Hash(password), Throws.ArgumentException);
        Assert.That(Verify(Hash("half \uFFFD of a pair"), password), Is.EqualTo(Failed));
    }

    [Test]
    public void Hashes_nothing_that_is_too_long()
    {
        Assert.That(() => Hash(new string('a', 257)), Throws.ArgumentException);
        Assert.That(Verify(Hash("short"), new string('a', 100_000)), Is.EqualTo(Failed));
    }

    private string Hash(string password, Argon2Parameters? parameters = null) =>
        Hasher(parameters ?? Small).HashPassword(null!, password);

    private PasswordVerificationResult Verify(string hash, string password) =>
        Hasher(Small).VerifyHashedPassword(null!, hash, password);

    private Argon2idPasswordHasher Hasher(Argon2Parameters parameters) => new(parameters, _memory, new ForeignHashes(), NullLogger<Argon2idPasswordHasher>.Instance);
}
