using System.Reflection;
using NUnit.Framework;
using UserSystem.Domain.Shared;
using UserSystem.Infrastructure.Mail.Texts;

namespace UserSystem.Infrastructure.Tests.Mail;

public sealed class MailTextsTests
{
    private static readonly IEnumerable<MethodInfo> Texts = typeof(IMailTexts).GetMethods().Where(static method => !method.IsSpecialName);

    private static readonly IEnumerable<PropertyInfo> Letters =
        typeof(IMailTexts).GetProperties().Where(static property => property.PropertyType == typeof(LetterTexts));

    [Test]
    public void There_are_English_and_Arabic() => Assert.That(
        MailLanguages.All.Select(static texts => (texts.Language, texts.Direction)), Is.EquivalentTo(new[] { ("en", "ltr"), ("ar", "rtl") }));

    [Test]
    public void Every_language_that_is_spoken_has_mail() => Assert.That(MailLanguages.All.Select(static texts => texts.Language), Is.EqualTo(Languages.All));

    [TestCase("en", "en")]
    [TestCase("ar", "ar")]
    [TestCase("AR-eg", "ar")]
    [TestCase("ar-Arab-EG", "ar")]
    [TestCase("en-GB", "en")]
    [TestCase("de", "en")]
    [TestCase("arn", "en")]
    [TestCase("", "en")]
    [TestCase("-", "en")]
    [TestCase(null, "en")]
    public void A_tag_finds_the_closest_language(string? tag, string language) =>
        Assert.That(MailLanguages.For(tag).Language, Is.EqualTo(language));

    [TestCaseSource(nameof(Texts))]
    public void Every_text_exists_in_every_language_and_differs(MethodInfo text)
    {
        var wordings = MailLanguages.All.Select(texts => Say(text, texts)).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(wordings, Has.All.Not.Empty);
            Assert.That(wordings, Is.Unique);
        });
    }

    [TestCaseSource(nameof(Texts))]
    public void Every_text_uses_what_it_is_given(MethodInfo text) => Assert.Multiple(() =>
    {
        foreach (var texts in MailLanguages.All)
        {
            foreach (var parameter in text.GetParameters())
            {
                Assert.That(Say(text, texts), Does.Contain($"[{parameter.Name}]"), texts.Language);
            }
        }
    });

    [TestCaseSource(nameof(Letters))]
    public void Every_letter_has_the_same_parts_in_every_language_and_each_differs(PropertyInfo letter)
    {
        var wordings = MailLanguages.All.Select(texts => Parts(letter, texts)).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(wordings.SelectMany(static parts => parts.Values), Has.All.Not.Empty);
            Assert.That(wordings.SelectMany(static parts => parts.Values), Is.Unique);
            Assert.That(wordings, Has.All.Matches<Dictionary<string, string>>(parts => parts.Keys.SequenceEqual(wordings[0].Keys)));
        });
    }

    [TestCaseSource(nameof(Letters))]
    public void Every_letter_names_the_service_and_the_address(PropertyInfo letter) => Assert.Multiple(() =>
    {
        foreach (var parts in MailLanguages.All.Select(texts => Parts(letter, texts)))
        {
            Assert.That(parts["Subject"], Does.Contain("[app]"));
            Assert.That(parts["Introduction"], Does.Contain("[app]").And.Contain("[address]"));
        }
    });

    private static Dictionary<string, string> Parts(PropertyInfo letter, IMailTexts texts)
    {
        var words = (LetterTexts)letter.GetValue(texts)!;
        var parts = typeof(LetterTexts).GetProperties().Where(property => property.PropertyType == typeof(string) && property.GetValue(words) is not null)
            .ToDictionary(static property => property.Name, property => (string)property.GetValue(words)!);
        parts["Subject"] = words.Subject("[app]");
        parts["Introduction"] = words.Introduction("[app]", "[address]");
        return parts;
    }

    private static string Say(MethodInfo text, IMailTexts texts) =>
        (string)text.Invoke(texts, [.. text.GetParameters().Select(static parameter => (object)$"[{parameter.Name}]")])!;
}
