using NUnit.Framework;
using UserSystem.Domain.Users;

namespace UserSystem.Domain.Tests.Users;

public sealed class PersonNameTests
{
    [TestCase("X")]
    [TestCase("Jo Doe")]
    [TestCase("محمد بن راشد")]
    [TestCase("王小明")]
    [TestCase("Björk Guðmundsdóttir")]
    [TestCase("R2-D2 <script>", Description = "Escaping is the matter of whoever shows it")]
    [TestCase("👩‍🔬")]
    [TestCase("O'Brien; drop table users")]
    public void Takes_names_of_any_script(string text) => Assert.That(PersonName.Parse(text).Value, Is.EqualTo(text));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("   ")]
    [TestCase("\u3000")]
    [TestCase("Jo\nDoe")]
    [TestCase("Jo\0")]
    [TestCase("Jo\u0085Doe")]
    [TestCase("Jo\u007f")]
    [TestCase("Jo\u2028Doe")]
    [TestCase("Jo\u202eeoD")]
    public void Refuses_nothing_and_control_characters(string? text)
    {
        Assert.That(PersonName.TryParse(text, out var name), Is.False);
        Assert.That(name, Is.EqualTo(default(PersonName)));
    }

    [Test]
    public void Refuses_half_a_pair() => Assert.That(PersonName.TryParse("Jo \ud83d", out _), Is.False);

    [TestCase(100, true)]
    [TestCase(101, false)]
    public void Counts_an_emoji_as_one(int count, bool good) =>
        Assert.That(PersonName.TryParse(string.Concat(Enumerable.Repeat("🦊", count)), out _), Is.EqualTo(good));

    [Test]
    public void Counts_after_composition() =>
        Assert.That(PersonName.TryParse(string.Concat(Enumerable.Repeat("e\u0301", 100)), out _), Is.True);

    [Test]
    public void Counts_without_the_white_space_around_it() =>
        Assert.That(PersonName.TryParse($"  {new string('a', 100)}  ", out var name) ? name.Value.Length : 0, Is.EqualTo(100));

    [Test]
    public void Reads_as_the_name() => Assert.That(PersonName.Parse(" Jose\u0301 ").ToString(), Is.EqualTo("Jos\u00e9"));

    [Test]
    public void Parsing_what_is_no_name_throws() => Assert.That(() => PersonName.Parse(""), Throws.TypeOf<FormatException>());
}
