using UserSystem.Application.Mail;
using UserSystem.Application.Shared;
using UserSystem.Infrastructure.Mail.Texts;

namespace UserSystem.Infrastructure.Mail.Templates;

/// <summary>One labelled value of a letter, such as when something happened.</summary>
public sealed record Fact(string Label, string Value);

/// <summary>
/// The lines of a message in one language, with everything foreign in them isolated. The HTML and the plain text of a message lay out
/// the same lines. Public because Razor components are.
/// </summary>
public sealed class Letter(MailMessage mail, AppOptions app, IMailTexts texts, LetterTexts words)
{
    private readonly string _app = Bidi.Isolate(app.Name);

    /// <summary>The wording that all messages share.</summary>
    public IMailTexts Texts => texts;

    /// <summary>The wording of this one.</summary>
    public LetterTexts Words => words;

    /// <summary>The name of the service, bare.</summary>
    public string AppName => app.Name;

    /// <summary>The subject, one line.</summary>
    public string Subject => words.Subject(app.Name);

    /// <summary>
    /// Whether the reader is greeted by the name of the account. A stranger may have chosen that name, so only where the address is known
    /// to be its owner's.
    /// </summary>
    public bool IsToOwner { get; init; }

    /// <summary>The first line.</summary>
    public string Greeting => texts.Greeting(IsToOwner ? ForeignName.Show(mail.Name) : null);

    /// <summary>What the mail is about; also what a list of messages shows of it.</summary>
    public string Introduction => words.Introduction(_app, Bidi.Isolate(mail.To));

    /// <summary>The page to go to, for messages with a button; bare, since marks would become part of the link.</summary>
    public string? Link { get; init; }

    /// <summary>The circumstances.</summary>
    public required IReadOnlyList<Fact> Facts { get; init; }

    /// <summary>The last line.</summary>
    public string Closing => texts.Automatic(_app);

    /// <summary>The plain text: paragraphs with an empty line between them; lines end as mail wants it (RFC 5322, 2.3).</summary>
    public string ToPlainText()
    {
        var facts = string.Join("\r\n", Facts.Select(static fact => $"{fact.Label}: {fact.Value}"));
        string?[] paragraphs = [Greeting, Introduction, Link, facts, words.IfYou, words.IfNotYou, Closing];
        return string.Join("\r\n\r\n", paragraphs.OfType<string>()) + "\r\n";
    }
}
