using System.Globalization;
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
public abstract class Letter
{
    private protected Letter(MailMessage mail, IMailTexts texts, AppOptions app)
    {
        Texts = texts;
        AppName = app.Name;
        App = Bidi.Isolate(app.Name);
        Address = Bidi.Isolate(mail.To);
    }

    /// <summary>The wording.</summary>
    public IMailTexts Texts { get; }

    /// <summary>The name of the service, bare.</summary>
    public string AppName { get; }

    /// <summary>The subject, one line.</summary>
    public abstract string Subject { get; }

    /// <summary>The heading.</summary>
    public abstract string Title { get; }

    /// <summary>The first line.</summary>
    public abstract string Greeting { get; }

    /// <summary>What the mail is about; also what a list of messages shows of it.</summary>
    public abstract string Introduction { get; }

    /// <summary>The circumstances.</summary>
    public abstract IReadOnlyList<Fact> Facts { get; }

    /// <summary>The last line.</summary>
    public string Closing => Texts.Automatic(App);

    /// <summary>The plain text.</summary>
    public abstract string ToPlainText();

    /// <summary>The name of the service, isolated.</summary>
    protected string App { get; }

    /// <summary>Whom the mail goes to, isolated.</summary>
    protected string Address { get; }

    /// <summary>An instant as anybody reads it the same way, in UTC.</summary>
    protected static string Show(DateTimeOffset instant) => Bidi.IsolateLeftToRight(
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));

    /// <summary>The row that tells from where.</summary>
    protected static Fact Origin(IMailTexts texts, string? networkAddress) => new(
        texts.NetworkAddressLabel(), networkAddress is null ? texts.Unknown() : Bidi.IsolateLeftToRight(networkAddress));

    /// <summary>Paragraphs with an empty line between them; lines end as mail wants it (RFC 5322, 2.3).</summary>
    protected static string Paragraphs(params IEnumerable<string> paragraphs) => string.Join("\r\n\r\n", paragraphs) + "\r\n";

    /// <summary>The circumstances, one on each line.</summary>
    protected string FactLines() => string.Join("\r\n", Facts.Select(static fact => $"{fact.Label}: {fact.Value}"));
}
