using NUnit.Framework;
using UserSystem.Infrastructure.Security.Keys;

namespace UserSystem.Infrastructure.Tests.Security.Keys;

internal sealed class MasterKeyTests
{
    // Bytes 0 to 31, and what RFC 5869 makes of them with the label "usersystem/cursors/v1" (reckoned with Python's hmac module).
    private const string Known = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string KnownCursorKey = "8333793ec246feeb4c5bf73a91618ccd254d727bc3fcdce419e104a38fa96510";

    [Test]
    public void Derives_by_HKDF_with_SHA256() =>
        Assert.That(Convert.ToHexStringLower(AnyMasterKey.Of(Known).Derive(KeyLabels.Cursors)), Is.EqualTo(KnownCursorKey));

    [Test]
    public void Derives_another_key_for_each_label()
    {
        var labels = typeof(KeyLabels).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToArray();
        var keys = labels.Select(label => Convert.ToHexString(AnyMasterKey.Of(Known).Derive(label)));

        Assert.That(labels, Has.Length.GreaterThan(5));
        Assert.That(keys, Is.Unique);
    }

    [Test]
    public void Derives_from_the_present_key_first_and_from_the_previous_ones_after_it()
    {
        var (before, present, first) = (AnyMasterKey.Text(), AnyMasterKey.Text(), AnyMasterKey.Text());

        Assert.That(
            AnyMasterKey.Of(present, before, first).DeriveAll(KeyLabels.Cursors),
            Is.EqualTo(new[] { present, before, first }.Select(text => AnyMasterKey.Of(text).Derive(KeyLabels.Cursors))));
    }

    [Test]
    public void Reads_the_key_from_a_file_with_a_line_break_at_its_end()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["key"], Known + "\n");

        var key = MasterKey.Load(new SecurityOptions { MasterKeyFile = folder["key"] }, embeddedKeyFile: null);

        Assert.That(Convert.ToHexStringLower(key.Derive(KeyLabels.Cursors)), Is.EqualTo(KnownCursorKey));
    }

    [Test]
    public void A_key_in_the_settings_leaves_the_file_of_the_embedded_mode_alone()
    {
        using var folder = new TemporaryFolder();

        MasterKey.Load(new SecurityOptions { MasterKey = Known }, folder["key"]);

        Assert.That(File.Exists(folder["key"]), Is.False);
    }

    [TestCase(null, null)]
    [TestCase("", " ")]
    public void Says_in_one_line_what_to_set_where_there_is_no_key(string? key, string? file)
    {
        var refusal = Refusal(new SecurityOptions { MasterKey = key, MasterKeyFile = file });

        Assert.That(refusal.Message, Does.Contain("Security__MasterKey").And.Contain("openssl rand -base64 32").And.Not.Contain("\n"));
    }

    [TestCase("not base64!")]
    [TestCase("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==")]
    [TestCase("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", Description = "zeros")]
    [TestCase("Y2hhbmdlbWVjaGFuZ2VtZWNoYW5nZW1lY2hhbmdlbWU=", Description = "'changeme' four times")]
    public void Refuses_a_key_that_is_not_32_random_bytes_and_does_not_print_it(string key)
    {
        var present = Refusal(new SecurityOptions { MasterKey = key });
        var previous = Refusal(new SecurityOptions { MasterKey = Known, PreviousMasterKeys = $"{Known},{key}" });

        Assert.That(present.Message, Does.StartWith("Security__MasterKey is not").And.Not.Contain(key));
        Assert.That(previous.Message, Does.StartWith("Security__PreviousMasterKeys is not").And.Not.Contain(key));
    }

    [Test]
    public void Refuses_two_places_for_one_key() =>
        Assert.That(
            Refusal(new SecurityOptions { MasterKey = Known, MasterKeyFile = "/anywhere" }).Message,
            Does.Contain("Security__MasterKey and Security__MasterKeyFile"));

    [Test]
    public void Names_a_key_file_that_cannot_be_read() =>
        Assert.That(
            Refusal(new SecurityOptions { MasterKeyFile = "/nowhere/key" }).Message,
            Does.Contain("Security__MasterKeyFile").And.Contain("/nowhere/key"));

    private static MasterKeyException Refusal(SecurityOptions options) =>
        Assert.Throws<MasterKeyException>(() => MasterKey.Load(options, embeddedKeyFile: null))!;
}
