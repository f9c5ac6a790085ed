using System.Reflection;
using NUnit.Framework;
using UserSystem.Infrastructure.Mail.Texts;

namespace UserSystem.Infrastructure.Tests.Mail;

public sealed class MailTextsTests
{
    private static readonly IEnumerable<MethodInfo> Texts = typeof(IMailTexts).GetMethods().Where(static method => !method.IsSpecialName);

    [Test]
    public void There_are_English_and_Arabic() => Assert.That(
        MailLanguages.All.Select(static texts => (texts.Language, texts.Direction)), Is.EquivalentTo(new[] { ("en", "ltr"), ("ar", "rtl") }));

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

    private static string Say(MethodInfo text, IMailTexts texts) =>
        (string)text.Invoke(texts, [.. text.GetParameters().Select(static parameter => (object)$"[{parameter.Name}]")])!;
}
