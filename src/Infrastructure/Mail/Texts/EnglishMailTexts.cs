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

    public string ExpiryLabel() => "Link works until";

    public string Unknown() => "unknown";

    public string VerifyEmailSubject(string app) => $"Confirm your e-mail address for {app}";

    public string VerifyEmailTitle() => "Confirm your e-mail address";

    public string VerifyEmailIntroduction(string app, string address) =>
        $"Someone signed up for {app} with the address {address}. If that was you, please confirm that the address is yours.";

    public string VerifyEmailButton() => "Confirm address";

    public string VerifyEmailWarning() =>
        "If this was not you, do not confirm. Without your confirmation nobody can use the account, and you need not do anything.";

    public string AlreadyRegisteredSubject(string app) => $"You already have an account with {app}";

    public string AlreadyRegisteredTitle() => "You already have an account";

    public string AlreadyRegisteredIntroduction(string app, string address) =>
        $"Someone tried to sign up for {app} with the address {address}, which already has an account.";

    public string AlreadyRegisteredIfYou() =>
        "If that was you, log in with the password that you already have. No second account was made.";

    public string AlreadyRegisteredIfNotYou() =>
        "If this was not you, you need not do anything: your account is unchanged, and nobody was told that it exists.";
}
