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

    public string SpentTitle => "This link does not work any more";

    public string IncompleteTitle => "The link is incomplete";

    public string IncompleteText => "Open the link exactly as it stands in the mail. Some programs break it into two lines; then copy both.";

    public string TryAgainTitle => "That did not work just now";

    public string TryAgainText => "The service cannot answer at the moment. Please try again shortly.";

    public string TryAgainButton => "Try again";
}
