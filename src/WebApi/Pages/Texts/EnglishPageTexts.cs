namespace UserSystem.WebApi.Pages.Texts;

/// <summary>The pages in English.</summary>
internal sealed class EnglishPageTexts : IPageTexts
{
    public string Language => "en";

    public string Direction => "ltr";

    public LinkPageTexts VerifyEmail { get; } = new(
        Title: "Confirm your e-mail address",
        Text: "Press the button to confirm that the address which received our mail is yours.",
        Button: "Confirm address",
        Note: "If you did not sign up, close this page and do nothing. Without your confirmation nobody can use the account.",
        DoneTitle: "Your address is confirmed",
        DoneText: "You can log in now with your e-mail address and your password. This page is no longer needed.",
        SpentText: "The link was used before, it has expired, or a newer mail took its place. If you have confirmed your address already, "
            + "just log in. If not, ask for a new mail where you signed up.");

    public LinkPageTexts ConfirmEmail { get; } = new(
        Title: "Use this e-mail address",
        Text: "Press the button to have your account use the address which received our mail. You will be logged out on all devices. "
            + "If you are taking back a change, you will also need a new password.",
        Button: "Use this address",
        Note: "If you neither asked for a change nor want to take one back, close this page and do nothing.",
        DoneTitle: "Your account uses this address",
        DoneText: "Log in from now on with the address which received our mail. If you took back a change, your password was removed, since "
            + "somebody else may know it: choose “forgot password” where you log in, and set a new one.",
        SpentText: "The link was used before, it has expired, or a newer mail took its place. To change your address, log in and ask for it again.");

    public LinkPageTexts ResetPassword { get; } = new(
        Title: "Choose a new password",
        Text: "Type the password that you want to log in with from now on. You will be logged out on all devices.",
        Button: "Set password",
        Note: "If you did not ask for this, close this page and do nothing. Your account stays as it is.",
        DoneTitle: "Your password is set",
        DoneText: "You can log in now with your e-mail address and your new password. This page is no longer needed.",
        SpentText: "The link was used before, it has expired, or a newer mail took its place. If you have set your password already, "
            + "just log in. If not, choose “forgot password” where you log in.");

    public LinkPageTexts Restore { get; } = new(
        Title: "Restore your account",
        Text: "Your account was deleted. Press the button to bring it back as it was.",
        Button: "Restore account",
        Note: "If you want to leave, close this page and do nothing.",
        DoneTitle: "Your account is back",
        DoneText: "You can log in again with your e-mail address and your password. This page is no longer needed.",
        SpentText: "The link was used before, a newer mail took its place, or the time for coming back is over. If you have restored your "
            + "account already, just log in. If not, choose “forgot password” where you log in: while there is time, you get a new mail.");

    public LinkPageTexts Invitation { get; } = new(
        Title: "You are invited",
        Text: "Fill in the form to sign up.",
        Button: "Sign up",
        Note: "If you do not want to, close this page and do nothing. Nothing is made of you here unless you sign up.",
        DoneTitle: "Welcome",
        DoneText: "You are signed up, and can log in with your e-mail address and your password. This page is no longer needed.",
        SpentText: "The invitation was used before, taken back, has expired, or a newer mail took its place. If you have signed up already, just "
            + "log in. If not, ask whoever invited you for another.");

    public string Invited(string inviter, string? email) => email is null
        ? $"{inviter} invites you. Fill in the form to sign up."
        : $"{inviter} invites you at the address {email}. Fill in the form to sign up with it.";

    public string NameLabel => "Your name";

    public string EmailLabel => "E-mail address";

    public string ChosenPasswordLabel => "Choose a password";

    public string TermsLabel => "I accept the terms.";

    // The rules speak English.
    public string? FieldFault(string code) => code == "required" ? "Please fill this in." : null;

    public string MailedTitle => "Look into your mail";

    public string MailedText => "A mail is on its way to the address that you gave. Follow its link to prove that the address is yours; then you can log in.";

    public string PasswordLabel => "New password";

    // The rules speak English.
    public string? PasswordFault(string code) => code == "required" ? "Type a new password." : null;

    public string SpentTitle => "This link does not work any more";

    public string IncompleteTitle => "The link is incomplete";

    public string IncompleteText => "Open the link exactly as it stands in the mail. Some programs break it into two lines; then copy both.";

    public string TryAgainTitle => "That did not work just now";

    public string TryAgainText => "The service cannot answer at the moment. Please try again shortly.";

    public string TooManyText => "It was tried too often in a short time, perhaps by others in your network. Please wait a little, then try again.";

    public string TryAgainButton => "Try again";
}
