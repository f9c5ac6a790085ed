namespace UserSystem.Infrastructure.Mail.Texts;

/// <summary>The wording of one message in one language.</summary>
/// <param name="Subject">The subject, made from the bare name of the service.</param>
/// <param name="Title">The heading.</param>
/// <param name="Introduction">What happened and what is asked, made from the name of the service and the address written to, both isolated.</param>
/// <param name="IfNotYou">What to do when it was somebody else.</param>
/// <param name="IfYou">What to do or to know when it was the reader; null for nothing more.</param>
/// <param name="Button">The words on the button; null for a message without a link.</param>
public sealed record LetterTexts(
    Func<string, string> Subject, string Title, Func<string, string, string> Introduction, string IfNotYou, string? IfYou = null,
    string? Button = null);
