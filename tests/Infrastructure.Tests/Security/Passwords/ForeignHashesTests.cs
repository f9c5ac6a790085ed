using NUnit.Framework;
using UserSystem.Infrastructure.Security.Passwords;

namespace UserSystem.Infrastructure.Tests.Security.Passwords;

internal sealed class ForeignHashesTests
{
    private const string Bcrypt72 = "$2b$04$abcdefghijklmnopqrstuuBzzIgyKkz7xMWYSzkIjUSnxEQFQ0WNe";
    private const string Sha512 = "$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.";
    private const string Sha256 = "$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA";
    private const string Md5 = "$1$5pZSV9va$azfrPr6af3Fc7dLblQXVa0";
    private const string Yescrypt = "$y$j9T$abcdefgh$4mqd6JVlUo/.JMgenptcdPqIowfqDPoC9lSyWQhPMf1";

    private readonly ForeignHashes _hashes = new();

    [TestCase("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U")]
    [TestCase(Sha256, "Hello world!")]
    [TestCase(Sha512, "Hello world!")]
    [TestCase(Md5, "password")]
    [TestCase(Yescrypt, "correct horse")]
    public void Verifies_the_known_hashes(string hash, string password)
    {
        Require(hash);
        Assert.That(Verify(hash, password), Is.EqualTo(ForeignVerdict.Match));
        Assert.That(Verify(hash, password + "!"), Is.EqualTo(ForeignVerdict.Mismatch));
        Assert.That(Verify(hash, ""), Is.EqualTo(ForeignVerdict.Mismatch));
    }

    [Test]
    public void Says_that_bcrypt_reads_72_bytes_only()
    {
        Require(Bcrypt72);
        Assert.That(Verify(Bcrypt72, new string('a', 72)), Is.EqualTo(ForeignVerdict.Match));
        Assert.That(Verify(Bcrypt72, new string('a', 72) + "b"), Is.EqualTo(ForeignVerdict.MatchOfStart));
        Assert.That(Verify(Bcrypt72, new string('a', 71) + "b"), Is.EqualTo(ForeignVerdict.Mismatch));
    }

    [TestCase(Sha512, "Hello world!\0and more")]
    [TestCase(Md5, "password\0")]
    public void Refuses_a_zero_byte_at_which_the_library_would_stop(string hash, string password) =>
        Assert.That(Verify(hash, password), Is.EqualTo(ForeignVerdict.Refused));

    [TestCase("")]
    [TestCase("plain text")]
    [TestCase("*0")]
    [TestCase("ab0123456789.", Description = "DES")]
    [TestCase("$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [TestCase("$2a$15$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", Description = "too costly")]
    [TestCase("$2a$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [TestCase("$2a$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [TestCase("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n")]
    [TestCase("$5$rounds=999$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA")]
    [TestCase("$5$rounds=1000001$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA")]
    [TestCase("$5$rounds=010000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA")]
    [TestCase("$5$rounds=99999999999$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA")]
    [TestCase("$y$jFT$abcdefgh$4mqd6JVlUo/.JMgenptcdPqIowfqDPoC9lSyWQhPMf1", Description = "more than 64 MiB")]
    [TestCase("$y$j9T.$abcdefgh$4mqd6JVlUo/.JMgenptcdPqIowfqDPoC9lSyWQhPMf1")]
    public void Refuses_what_is_malformed_unknown_or_too_costly(string hash)
    {
        Assert.That(Verify(hash, "password"), Is.EqualTo(ForeignVerdict.Refused));
        Assert.That(_hashes.CanVerify(hash), Is.False);
    }

    [TestCase("$2a$15$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "bcrypt, malformed or costlier than is borne here")]
    [TestCase("$argon2id$v=19$m=1048576,t=3,p=4$c29tZXNhbHQxNmJ5dGVzIQ$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", "argon2, malformed or costlier than is borne here")]
    [TestCase("AQAAAAEATEtAAAAAEAABAgMEBQYHCAkKCwwNDg+lJ6QXq4ozHqIjWth/DDqyeDbsbPDyVU31WwB8ouOv/A==", "ASP.NET Core Identity, malformed or costlier than is borne here")]
    [TestCase("plain text", "of no kind that is known here")]
    public void Tells_why_a_hash_is_refused_and_nothing_of_it(string hash, string reason) => Assert.That(_hashes.Refusal(hash, 10), Is.EqualTo(reason));

    [Test]
    public void Tells_that_the_library_is_missing() => Assert.That(
        new ForeignHashes(new SystemCrypt("libabsent.so.9")).Refusal(Md5, 10), Is.EqualTo("md5-crypt, which the libcrypt of this machine does not know"));

    [Test]
    public void Has_no_reason_against_what_it_verifies() => Assert.That(
        new[] { Sha512, Yescrypt }.Where(hash => _hashes.CanVerify(hash)).Select(hash => _hashes.Refusal(hash, 10)), Is.All.Null);

    [Test]
    public void Refuses_long_passwords_where_each_round_hashes_them()
    {
        var hash = Sha512.Replace("10000", "1000000", StringComparison.Ordinal);
        Assert.That(Verify(hash, new string('a', 400)), Is.EqualTo(ForeignVerdict.Refused));
    }

    [Test]
    public void Refuses_every_scheme_without_a_library()
    {
        var none = new ForeignHashes(new SystemCrypt("libabsent.so.9"));

        Assert.That(none.CanVerify(Md5), Is.False);
        Assert.That(none.Verify(Md5, "password"u8), Is.EqualTo(ForeignVerdict.Refused));
    }

    [Test]
    public void Takes_a_failure_of_the_library_for_no_hash() =>
        Assert.That(new SystemCrypt("libcrypt.so.1", "libcrypt.so.2").Hash("password"u8, "$unknown$"), Is.Null);

    [Test]
    public void Takes_the_first_library_that_is_there()
    {
        Require(Md5);
        var second = new ForeignHashes(new SystemCrypt("libabsent.so.9", "libcrypt.so.1", "libcrypt.so.2"));

        Assert.That(second.Verify(Md5, "password"u8), Is.EqualTo(ForeignVerdict.Match));
    }

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private ForeignVerdict Verify(string hash, string password) => _hashes.Verify(hash, Utf8(password));

    private void Require(string hash)
    {
        if (!_hashes.CanVerify(hash))
        {
            Assert.Ignore("The libcrypt of this machine is missing or does not know the scheme.");
        }
    }
}
