using NUnit.Framework;
using UserSystem.Domain.Users;

namespace UserSystem.Domain.Tests.Users;

public sealed class EmailAddressTests
{
    private static readonly string Label = new('d', 63);

    [TestCase("jo@example.org")]
    [TestCase("Jo.Doe+tag@Example.ORG", Description = "The spelling is the person's own")]
    [TestCase("o'brien_!#$%&*-/=?^`{|}~@example.org")]
    [TestCase("用户@example.org")]
    [TestCase("почта@example.org")]
    [TestCase("محمد@example.org")]
    [TestCase("josé@example.org")]
    [TestCase("👩‍🔬@example.org", false, Description = "The joiner is invisible")]
    [TestCase("🦊@example.org")]
    [TestCase("1@2.3")]
    [TestCase("a@b.xn--p1ai")]
    [TestCase("x@localhost.localdomain")]
    public void Reads_addresses_of_any_script(string text, bool good = true)
    {
        Assert.That(EmailAddress.TryParse(text, out var address), Is.EqualTo(good));
        Assert.That(address.Value, good ? Is.EqualTo(text) : Is.Null);
    }

    [TestCase("jo@bücher.example", "jo@xn--bcher-kva.example")]
    [TestCase("jo@BÜCHER.example", "jo@xn--bcher-kva.example")]
    [TestCase("jo@例え.テスト", "jo@xn--r8jz45g.xn--zckzah")]
    [TestCase("jo@пример.рф", "jo@xn--e1afmkfd.xn--p1ai")]
    [TestCase("jo@例え。テスト", "jo@xn--r8jz45g.xn--zckzah", Description = "The ideographic full stop separates labels, RFC 3490")]
    [TestCase("  jo@example.org\u3000", "jo@example.org", Description = "White space of any script around it is no part of it")]
    [TestCase("jose\u0301@example.org", "jos\u00e9@example.org", Description = "NFC")]
    [TestCase("a@b@example.org", null)]
    public void Keeps_one_spelling(string text, string? kept)
    {
        Assert.That(EmailAddress.TryParse(text, out var address) ? address.Value : null, Is.EqualTo(kept));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("@")]
    [TestCase("jo")]
    [TestCase("jo@")]
    [TestCase("@example.org")]
    [TestCase("jo@example", Description = "One label")]
    [TestCase("jo@example.")]
    [TestCase("jo@.example.org")]
    [TestCase("jo@exa..mple.org")]
    [TestCase("jo@-example.org")]
    [TestCase("jo@example-.org")]
    [TestCase("jo@exam_ple.org")]
    [TestCase("jo@exam ple.org")]
    [TestCase("jo@[192.0.2.1]", Description = "An address literal")]
    [TestCase("\"jo doe\"@example.org", Description = "A quoted local part")]
    [TestCase(".jo@example.org")]
    [TestCase("jo.@example.org")]
    [TestCase("j..o@example.org")]
    [TestCase("j o@example.org")]
    [TestCase("j\u00a0o@example.org", Description = "A no-break space")]
    [TestCase("j\u2028o@example.org", Description = "A line separator")]
    [TestCase("j\u2029o@example.org", Description = "A paragraph separator")]
    [TestCase("j\u200bo@example.org", Description = "A zero-width space")]
    [TestCase("j\u202eo@example.org", Description = "A right-to-left override")]
    [TestCase("jo@example.org\n", Description = "A header could be injected")]
    [TestCase("jo\r\nBcc: eve@example.org")]
    [TestCase("jo\0@example.org")]
    [TestCase("jo@exa\0mple.org")]
    [TestCase("j(comment)o@example.org")]
    [TestCase("Jo <jo@example.org>")]
    [TestCase("jo@example.org,eve@example.org")]
    [TestCase("jo@example.org;eve@example.org")]
    [TestCase("j:o@example.org")]
    [TestCase("j\\o@example.org")]
    [TestCase("jo@\u0301example.org", Description = "A label cannot begin with a mark")]
    public void Refuses_what_is_no_address_or_looks_like_another(string? text)
    {
        Assert.That(EmailAddress.TryParse(text, out var address), Is.False);
        Assert.That(address, Is.EqualTo(default(EmailAddress)));
    }

    [Test]
    public void Refuses_half_a_pair_on_either_side()
    {
        string[] broken = ["\ud83d@example.org", "jo@\ude00.example", "jo\ude00@example.org"];

        Assert.That(broken.Where(static text => EmailAddress.TryParse(text, out _)), Is.Empty);
    }

    [TestCase(255, true)]
    [TestCase(256, false)]
    public void Takes_255_characters_and_no_more(int length, bool good)
    {
        // 63 + @ + labels of 63 and what is left.
        var head = $"{new string('a', 63)}@{Label}.{Label}.";

        Assert.That(EmailAddress.TryParse(head + Fill(length - head.Length), out _), Is.EqualTo(good));
    }

    [TestCase(254, true)]
    [TestCase(255, false)]
    public void Its_lower_case_fits_too_where_a_letter_becomes_two(int length, bool good)
    {
        var head = $"İ@{Label}.{Label}.{Label}.";

        Assert.That(EmailAddress.TryParse(head + Fill(length - head.Length), out _), Is.EqualTo(good));
    }

    [TestCase(253, true)]
    [TestCase(254, false)]
    public void A_domain_has_at_most_253_characters(int length, bool good) =>
        Assert.That(EmailAddress.TryParse($"j@{Label}.{Label}.{Label}.{Fill(length - 192)}", out _), Is.EqualTo(good));

    [TestCase(63, true)]
    [TestCase(64, false)]
    public void A_label_has_at_most_63_characters(int length, bool good) =>
        Assert.That(EmailAddress.TryParse($"jo@{new string('d', length)}.org", out _), Is.EqualTo(good));

    [TestCase('a', 64, true)]
    [TestCase('a', 65, false)]
    [TestCase('é', 32, true)]
    [TestCase('é', 33, false)]
    [TestCase('用', 21, true)]
    [TestCase('用', 22, false)]
    public void A_local_part_has_at_most_64_octets(char letter, int count, bool good) =>
        Assert.That(EmailAddress.TryParse($"{new string(letter, count)}@example.org", out _), Is.EqualTo(good));

    [Test]
    public void The_limit_counts_what_the_domain_becomes_in_ascii()
    {
        var domain = string.Join('.', Enumerable.Repeat("bücher", 18)) + ".example";

        Assert.That($"jo@{domain}", Has.Length.LessThan(EmailAddress.MaxLength));
        Assert.That(EmailAddress.TryParse($"jo@{domain}", out _), Is.False);
    }

    [Test]
    public void Refuses_a_megabyte_without_reading_it() =>
        Assert.That(EmailAddress.TryParse(new string(' ', 1 << 20) + "jo@example.org", out _), Is.False);

    [Test]
    public void Knows_what_stands_before_the_at() =>
        Assert.That(EmailAddress.Parse("jo.doe@example.org").LocalPart, Is.EqualTo("jo.doe"));

    [Test]
    public void Reads_as_the_address() => Assert.That(EmailAddress.Parse("jo@example.org").ToString(), Is.EqualTo("jo@example.org"));

    [Test]
    public void Parsing_what_is_no_address_throws_without_quoting_it() =>
        Assert.That(() => EmailAddress.Parse("secret"), Throws.TypeOf<FormatException>().With.Message.Not.Contain("secret"));

    [Test]
    public void What_the_database_holds_is_not_judged_again() =>
        Assert.That(EmailAddress.FromStore("not an address").Value, Is.EqualTo("not an address"));

    private static string Fill(int length) => length <= 63 ? new string('e', length) : $"{Label}.{Fill(length - 64)}";
}
