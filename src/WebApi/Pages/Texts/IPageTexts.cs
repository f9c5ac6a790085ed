namespace UserSystem.WebApi.Pages.Texts;

/// <summary>The words of the page behind one kind of link.</summary>
/// <param name="Title">What is asked.</param>
/// <param name="Text">What the button does.</param>
/// <param name="Button">The words on it.</param>
/// <param name="Note">What to do when the reader asked for nothing.</param>
/// <param name="DoneTitle">That it worked.</param>
/// <param name="DoneText">What comes next.</param>
/// <param name="SpentText">Why the link may not work any more, and how to get on.</param>
internal sealed record LinkPageTexts(
    string Title, string Text, string Button, string Note, string DoneTitle, string DoneText, string SpentText);

/// <summary>The words of all pages in one language.</summary>
internal interface IPageTexts
{
    /// <summary>The language, as a BCP 47 tag.</summary>
    string Language { get; }

    /// <summary><c>ltr</c> or <c>rtl</c>.</summary>
    string Direction { get; }

    /// <summary>The page that proves the address of a registration.</summary>
    LinkPageTexts VerifyEmail { get; }

    /// <summary>The page that moves an account to the address that got the mail: to a new one, or back to the old one.</summary>
    LinkPageTexts ConfirmEmail { get; }

    /// <summary>The page that takes a new password.</summary>
    LinkPageTexts ResetPassword { get; }

    /// <summary>The page that brings a deleted account back.</summary>
    LinkPageTexts Restore { get; }

    /// <summary>Who invites, with a form to sign up.</summary>
    LinkPageTexts Invitation { get; }

    /// <summary>Says who invites, and for which address; null for any.</summary>
    string Invited(string inviter, string? email);

    /// <summary>Label of the field for a name.</summary>
    string NameLabel { get; }

    /// <summary>Label of the field for an address.</summary>
    string EmailLabel { get; }

    /// <summary>Label of the field for the first password.</summary>
    string ChosenPasswordLabel { get; }

    /// <summary>Label of the box that accepts the terms.</summary>
    string TermsLabel { get; }

    /// <summary>What is wrong with a field that is no password, by the code of the fault; null to tell it in the words of the rule.</summary>
    string? FieldFault(string code);

    /// <summary>Heading where somebody signed up and has to prove the address.</summary>
    string MailedTitle { get; }

    /// <summary>What to do then.</summary>
    string MailedText { get; }

    /// <summary>Label of the field for a new password.</summary>
    string PasswordLabel { get; }

    /// <summary>What is wrong with a password, by the code of the fault; null where the fault's own words, in English, have to do.</summary>
    string? PasswordFault(string code);

    /// <summary>Heading where a link was used, has expired, or never was one.</summary>
    string SpentTitle { get; }

    /// <summary>Heading where a part of the link is missing.</summary>
    string IncompleteTitle { get; }

    /// <summary>What to do then.</summary>
    string IncompleteText { get; }

    /// <summary>Heading where the service cannot do it now.</summary>
    string TryAgainTitle { get; }

    /// <summary>What to do then.</summary>
    string TryAgainText { get; }

    /// <summary>What to do instead where it was tried too often.</summary>
    string TooManyText { get; }

    /// <summary>The words on the button then.</summary>
    string TryAgainButton { get; }
}
