using UserSystem.Application.Mail;
using UserSystem.Application.Shared;
using UserSystem.Infrastructure.Mail.Texts;

namespace UserSystem.Infrastructure.Mail.Templates;

/// <summary>The lines of the mail that asks to confirm an address.</summary>
public sealed class VerifyEmailLetter(VerifyEmailMail mail, IMailTexts texts, AppOptions app) : Letter(mail, texts, app)
{
    /// <inheritdoc/>
    public override string Subject => Texts.VerifyEmailSubject(AppName);

    /// <inheritdoc/>
    public override string Title => Texts.VerifyEmailTitle();

    /// <inheritdoc/>
    // Whoever signed up chose the name, and that need not be the reader: it is reported below, never spoken in our voice.
    public override string Greeting => Texts.Greeting(null);

    /// <inheritdoc/>
    public override string Introduction => Texts.VerifyEmailIntroduction(App, Address);

    /// <summary>The page that confirms; bare, since marks would become part of the link.</summary>
    public string Link { get; } = app.LinkTo("verify-email", mail.Token).AbsoluteUri;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts { get; } =
    [
        .. ForeignName.Show(mail.Name) is { } name ? [new Fact(texts.NameLabel(), name)] : Array.Empty<Fact>(),
        new Fact(texts.TimeLabel(), Show(mail.RegisteredAt)),
        Origin(texts, mail.RegisteredFrom),
        new Fact(texts.ExpiryLabel(), Show(mail.ExpiresAt)),
    ];

    /// <inheritdoc/>
    public override string ToPlainText() => Paragraphs(
        Greeting, Introduction, Link, FactLines(), Texts.VerifyEmailWarning(), Closing);
}
