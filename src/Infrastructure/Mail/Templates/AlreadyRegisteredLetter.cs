using UserSystem.Application.Mail;
using UserSystem.Application.Shared;
using UserSystem.Infrastructure.Mail.Texts;

namespace UserSystem.Infrastructure.Mail.Templates;

/// <summary>The lines of the mail about a sign-up with an address that has an account.</summary>
public sealed class AlreadyRegisteredLetter(AlreadyRegisteredMail mail, IMailTexts texts, AppOptions app) : Letter(mail, texts, app)
{
    /// <inheritdoc/>
    public override string Subject => Texts.AlreadyRegisteredSubject(AppName);

    /// <inheritdoc/>
    public override string Title => Texts.AlreadyRegisteredTitle();

    /// <inheritdoc/>
    public override string Greeting { get; } = texts.Greeting(ForeignName.Show(mail.Name));

    /// <inheritdoc/>
    public override string Introduction => Texts.AlreadyRegisteredIntroduction(App, Address);

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts { get; } =
        [new Fact(texts.TimeLabel(), Show(mail.AttemptedAt)), Origin(texts, mail.AttemptedFrom)];

    /// <inheritdoc/>
    public override string ToPlainText() => Paragraphs(
        Greeting, Introduction, FactLines(), Texts.AlreadyRegisteredIfYou(), Texts.AlreadyRegisteredIfNotYou(), Closing);
}
