namespace UserSystem.WebApi.Pages;

/// <summary>What a page has to tell; it chooses the sign above the words.</summary>
public enum PageMood
{
    /// <summary>Something is asked.</summary>
    Question,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It could not be done.</summary>
    Failed,
}

/// <summary>A field for a new password; what was typed is never written back.</summary>
/// <param name="Label">What to type.</param>
/// <param name="Faults">What was wrong with the one typed before; empty at first.</param>
public sealed record PasswordField(string Label, IReadOnlyList<string> Faults);

/// <summary>A field for a line of text; what was typed is written back.</summary>
/// <param name="Name">The field.</param>
/// <param name="Label">What to type.</param>
/// <param name="Type">What browsers take it for: <c>text</c> or <c>email</c>.</param>
/// <param name="Autocomplete">What browsers may fill in.</param>
/// <param name="Value">What was typed before.</param>
/// <param name="Faults">What was wrong with it.</param>
public sealed record TextField(string Name, string Label, string Type, string Autocomplete, string? Value, IReadOnlyList<string> Faults);

/// <summary>A box to tick, which has to be.</summary>
/// <param name="Name">The field.</param>
/// <param name="Label">What is agreed to.</param>
/// <param name="Faults">What was wrong with it.</param>
public sealed record TickField(string Name, string Label, IReadOnlyList<string> Faults);

/// <summary>The one form of a page: a button that hands in the secret of the link.</summary>
/// <param name="Action">Where it goes, as an absolute path.</param>
/// <param name="Token">The secret; it is written into the page, encoded.</param>
/// <param name="Button">The words on the button.</param>
/// <param name="Password">A new password to hand in with it; null where none is asked for.</param>
public sealed record PageForm(string Action, string Token, string Button, PasswordField? Password)
{
    /// <summary>Lines of text to hand in with it.</summary>
    public IReadOnlyList<TextField> Texts { get; init; } = [];

    /// <summary>A box to tick; null for none.</summary>
    public TickField? Tick { get; init; }
}

/// <summary>Everything that one page shows, in one language. Public because Razor components are.</summary>
/// <param name="Language">The language, as a BCP 47 tag.</param>
/// <param name="Direction"><c>ltr</c> or <c>rtl</c>.</param>
/// <param name="AppName">What the service is called.</param>
/// <param name="Mood">What the page has to tell.</param>
/// <param name="Title">The heading.</param>
/// <param name="Text">The paragraph below it.</param>
/// <param name="Note">A line of care at the end; null for none.</param>
/// <param name="Form">The button; null for none.</param>
public sealed record PageContent(
    string Language, string Direction, string AppName, PageMood Mood, string Title, string Text, string? Note = null, PageForm? Form = null);
