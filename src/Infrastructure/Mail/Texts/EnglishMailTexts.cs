namespace UserSystem.Infrastructure.Mail.Texts;

/// <summary>Mail in English.</summary>
internal sealed class EnglishMailTexts : IMailTexts
{
    public string Language => "en";

    public string Direction => "ltr";

    public string Greeting(string? name) => name is null ? "Hello," : $"Hello {name},";

    public string Automatic(string app) => $"This message was sent automatically by {app}. Please do not reply to it.";

    public string LinkHint() => "If the button does not work, open this link in your browser:";

    public string NameLabel() => "Name given";

    public string TimeLabel() => "Time";

    public string NetworkAddressLabel() => "Network address";

    public string DeviceLabel() => "Device";

    public string ExpiryLabel() => "Link works until";

    public string ErasureLabel() => "Erased for good after";

    public string InviterLabel() => "Invited by";

    public string MessageLabel() => "Their words";

    public string Unknown() => "unknown";

    public LetterTexts VerifyEmail { get; } = new(
        Subject: static app => $"Confirm your e-mail address for {app}",
        Title: "Confirm your e-mail address",
        Introduction: static (app, address) =>
            $"Someone signed up for {app} with the address {address}. If that was you, please confirm that the address is yours.",
        Button: "Confirm address",
        IfNotYou: "If this was not you, do not confirm. Without your confirmation nobody can use the account, and you need not do anything.");

    public LetterTexts AlreadyRegistered { get; } = new(
        Subject: static app => $"You already have an account with {app}",
        Title: "You already have an account",
        Introduction: static (app, address) =>
            $"Someone tried to sign up for {app} with the address {address}, which already has an account.",
        IfYou: "If that was you, log in with the password that you already have. No second account was made.",
        IfNotYou: "If this was not you, you need not do anything: your account is unchanged, and nobody was told that it exists.");

    public LetterTexts ResetPassword { get; } = new(
        Subject: static app => $"Set a new password for {app}",
        Title: "Set a new password",
        Introduction: static (app, address) =>
            $"Someone asked for a new password for the account {address} with {app}. If that was you, choose one on the page behind the button.",
        Button: "Choose a password",
        IfYou: "When the new password is set, you are logged out on all devices.",
        IfNotYou: "If this was not you, you need not do anything: nothing changes unless the link is used, and nobody but you has it.");

    public LetterTexts PasswordChanged { get; } = new(
        Subject: static app => $"Your password for {app} was changed",
        Title: "Your password was changed",
        Introduction: static (app, address) =>
            $"The password of the account {address} with {app} was changed. All other devices were logged out.",
        IfYou: "If that was you, you need not do anything.",
        IfNotYou: "If this was not you, somebody else has access to your account. Choose “forgot password” where you log in, and set a new "
            + "password at once.");

    public LetterTexts ConfirmEmail { get; } = new(
        Subject: static app => $"Confirm your new e-mail address for {app}",
        Title: "Confirm your new e-mail address",
        Introduction: static (app, address) =>
            $"Someone wants to move their account with {app} to the address {address}. If that was you, please confirm that the address is yours.",
        Button: "Confirm address",
        IfYou: "Once you have confirmed, you are logged out on all devices, except in an app in which you confirm while you are logged in. From then "
            + "on, log in with the new address.",
        IfNotYou: "If this was not you, do not confirm. Without your confirmation nothing changes, and you need not do anything.");

    public LetterTexts EmailChanged { get; } = new(
        Subject: static app => $"Your e-mail address for {app} was changed",
        Title: "Your e-mail address was changed",
        Introduction: static (app, address) =>
            $"Your account with {app} no longer belongs to the address {address}: it was moved to another one.",
        Button: "Take it back",
        IfYou: "If that was you, you need not do anything.",
        IfNotYou: "If this was not you, take the change back with the button, which logs out all devices. Then choose “forgot password” where "
            + "you log in, and set a new password.");

    public LetterTexts AccountDeleted { get; } = new(
        Subject: static app => $"Your account with {app} was deleted",
        Title: "Your account was deleted",
        Introduction: static (app, address) =>
            $"The account {address} with {app} was deleted. You can bring it back with the button until its data is erased for good.",
        Button: "Restore account",
        IfYou: "If you want to leave, you need not do anything.",
        IfNotYou: "If you did not want this, restore the account, then choose “forgot password” where you log in, and set a new password.");

    public LetterTexts NewDevice { get; } = new(
        Subject: static app => $"New login to your account with {app}",
        Title: "Login from a new device",
        Introduction: static (app, address) =>
            $"Someone logged in to the account {address} with {app} from a device that was not known before.",
        IfYou: "If that was you, you need not do anything.",
        IfNotYou: "If this was not you, change your password at once, and end the sessions that are not yours.");

    public LetterTexts Welcome { get; } = new(
        Subject: static app => $"Your account with {app}",
        Title: "An account was made for you",
        Introduction: static (app, address) =>
            $"An account with {app} was made for the address {address}. To use it, choose a password on the page behind the button.",
        Button: "Choose a password",
        IfYou: "If the link has run out, choose “forgot password” where you log in.",
        IfNotYou: "If you do not know why you get this, you need not do anything: without a password nobody can log in.");

    public LetterTexts Invitation { get; } = new(
        Subject: static app => $"You are invited to {app}",
        Title: "You are invited",
        Introduction: static (app, address) =>
            $"Someone invites you to {app} at the address {address}. Accept on the page behind the button: choose a password, and you are in.",
        Button: "See the invitation",
        IfYou: "The invitation is for this address alone. Do not pass this mail on: whoever has the link can sign up with your address.",
        IfNotYou: "If you do not know who invites you, or do not want to, you need not do anything. No account is made unless you accept.");

    public LetterTexts InvitedMember { get; } = new(
        Subject: static app => $"Someone invited you to {app}",
        Title: "You are here already",
        Introduction: static (app, address) =>
            $"Someone invited you to {app} at the address {address}, which has an account already.",
        IfYou: "There is nothing to accept: log in with the password that you have.",
        IfNotYou: "If you do not know who invited you, you need not do anything. Your account is unchanged, and nobody was told that it exists.");
}
