using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Tests.Shared;

public sealed class TextTests
{
    [TestCase("", 0)]
    [TestCase("abc", 3)]
    [TestCase("🦊", 1)]
    [TestCase("👩‍🔬", 3, Description = "A woman, a joiner, a microscope")]
    [TestCase("e\u0301", 1, Description = "Composed first")]
    [TestCase("  a  ", 1)]
    [TestCase("مرحبا", 5)]
    [TestCase("\u0958", 2, Description = "NFC takes this one apart")]
    public void Is_measured_in_code_points_as_it_is_kept(string text, int length) => Assert.That(Text.Length(text), Is.EqualTo(length));

    [TestCase("\u00a0 a\u3000", "a")]
    [TestCase("A\u030a", "\u00c5")]
    [TestCase("\u212b", "\u00c5", Description = "The ångström sign is an Å")]
    [TestCase("ﬁ", "ﬁ", Description = "Compatibility forms are the person's choice")]
    [TestCase("a\u202eb", "a\u202eb")]
    public void Is_kept_composed_and_trimmed(string text, string kept) => Assert.That(Text.Normalize(text), Is.EqualTo(kept));

    [TestCase("plain", true)]
    [TestCase("", true)]
    [TestCase("🦊 שלום", true)]
    [TestCase("\u200f", true, Description = "A right-to-left mark is needed to write some names")]
    [TestCase("a\tb", false)]
    [TestCase("a\0", false)]
    [TestCase("\u001b[31m", false)]
    [TestCase("\u0085", false)]
    [TestCase("a\u2028b", false, Description = "A line separator")]
    [TestCase("a\u2029b", false)]
    [TestCase("a\u202ab", false)]
    [TestCase("a\u202eb", false, Description = "Turns what follows around")]
    [TestCase("a\u2066b", false)]
    [TestCase("a\u2069b", false)]
    [TestCase("\u200e\u061c", true)]
    [TestCase("می\u200cخواهم", true, Description = "A non-joiner is needed to write Persian")]
    public void Is_clean_without_control_characters(string text, bool clean) => Assert.That(Text.IsClean(text), Is.EqualTo(clean));

    // In the code, since attributes cannot hold half a pair.
    [Test]
    public void Is_not_clean_with_half_a_pair()
    {
        string[] broken = ["\ud83d", "\ude00", "\ude00\ud83d", "a\ud83db", "\ud83d\ud83d\ude00"];

        Assert.That(broken.Where(Text.IsClean), Is.Empty);
    }

    [TestCase(0xfffe, Description = "The platform refuses to normalize it")]
    [TestCase(0xffff)]
    [TestCase(0xfdd0)]
    [TestCase(0xfdef)]
    [TestCase(0x1fffe)]
    [TestCase(0x10ffff)]
    public void Is_not_clean_with_what_will_never_be_a_character(int codePoint) =>
        Assert.That(Text.IsClean($"a{char.ConvertFromUtf32(codePoint)}b"), Is.False);

    [TestCase(0xfffd)]
    [TestCase(0xfdcf)]
    [TestCase(0xfdf0)]
    [TestCase(0x1fffd)]
    public void Is_clean_with_its_neighbours(int codePoint) => Assert.That(Text.IsClean(char.ConvertFromUtf32(codePoint)), Is.True);

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public bool Keeping_what_is_kept_changes_nothing(NonNull<string> text) =>
        !Text.IsClean(text.Get) || Text.Normalize(Text.Normalize(text.Get)) == Text.Normalize(text.Get);

    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public Property Whatever_is_clean_can_be_measured() => Prop.ForAll(
        Gen.ArrayOf(Gen.Choose(0, char.MaxValue).Select(static code => (char)code)).Select(static text => new string(text)).ToArbitrary(),
        static text => !Text.IsClean(text) || Text.Length(text) <= Text.Normalize(text).Length);
}
