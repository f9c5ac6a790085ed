namespace UserSystem.Infrastructure.Mail.Texts;

/// <summary>
/// The wording of all mail in one language. Another language is one more class that implements this: it is found by itself, and a
/// missing text does not compile. Arguments arrive isolated and safe to place anywhere in a sentence; subjects get the bare name of the
/// service.
/// </summary>
public interface IMailTexts
{
    /// <summary>The language, as a BCP 47 primary language such as <c>en</c>.</summary>
    string Language { get; }

    /// <summary>The direction of writing: <c>ltr</c> or <c>rtl</c>.</summary>
    string Direction { get; }

    /// <summary>The first line.</summary>
    string Greeting(string? name);

    /// <summary>The last line: nobody reads answers.</summary>
    string Automatic(string app);

    /// <summary>Introduces the link in full.</summary>
    string LinkHint();

    /// <summary>Label of the name that was typed.</summary>
    string NameLabel();

    /// <summary>Label of a time.</summary>
    string TimeLabel();

    /// <summary>Label of a network address.</summary>
    string NetworkAddressLabel();

    /// <summary>Label of the time at which a link stops working.</summary>
    string ExpiryLabel();

    /// <summary>In place of a network address that is not known.</summary>
    string Unknown();

    /// <summary>Subject of the mail that asks to confirm an address.</summary>
    string VerifyEmailSubject(string app);

    /// <summary>Its heading.</summary>
    string VerifyEmailTitle();

    /// <summary>What happened and what is asked.</summary>
    string VerifyEmailIntroduction(string app, string address);

    /// <summary>The words on its button.</summary>
    string VerifyEmailButton();

    /// <summary>What to do when it was somebody else: not to confirm.</summary>
    string VerifyEmailWarning();

    /// <summary>Subject of the mail about a sign-up with an address that has an account.</summary>
    string AlreadyRegisteredSubject(string app);

    /// <summary>Its heading.</summary>
    string AlreadyRegisteredTitle();

    /// <summary>What happened.</summary>
    string AlreadyRegisteredIntroduction(string app, string address);

    /// <summary>What to do when it was the reader.</summary>
    string AlreadyRegisteredIfYou();

    /// <summary>What to do when it was somebody else.</summary>
    string AlreadyRegisteredIfNotYou();
}
