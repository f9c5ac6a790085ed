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

    /// <summary>Label of a device.</summary>
    string DeviceLabel();

    /// <summary>Label of the time at which a link stops working.</summary>
    string ExpiryLabel();

    /// <summary>Label of the time at which data goes for good.</summary>
    string ErasureLabel();

    /// <summary>Label of the name of whoever invites.</summary>
    string InviterLabel();

    /// <summary>Label of what whoever invites has to say.</summary>
    string MessageLabel();

    /// <summary>In place of a network address or device that is not known.</summary>
    string Unknown();

    /// <summary>Asks to confirm the address of a registration.</summary>
    LetterTexts VerifyEmail { get; }

    /// <summary>About a sign-up with an address that has an account.</summary>
    LetterTexts AlreadyRegistered { get; }

    /// <summary>Brings the link that sets a new password.</summary>
    LetterTexts ResetPassword { get; }

    /// <summary>Tells that the password was changed.</summary>
    LetterTexts PasswordChanged { get; }

    /// <summary>Asks a new address to confirm that the account is to move there.</summary>
    LetterTexts ConfirmEmail { get; }

    /// <summary>Tells the old address that the account has moved; the button takes that back.</summary>
    LetterTexts EmailChanged { get; }

    /// <summary>Tells that the account was deleted; the button brings it back.</summary>
    LetterTexts AccountDeleted { get; }

    /// <summary>Tells of a login from a device that was not known.</summary>
    LetterTexts NewDevice { get; }

    /// <summary>Tells somebody that an account was made for them; the button sets its first password.</summary>
    LetterTexts Welcome { get; }

    /// <summary>Brings an invitation; the button leads to the page to sign up.</summary>
    LetterTexts Invitation { get; }

    /// <summary>Tells somebody who has an account that somebody invited them.</summary>
    LetterTexts InvitedMember { get; }
}
