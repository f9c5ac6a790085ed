namespace UserSystem.Domain.Shared;

/// <summary>The languages that the service speaks to people, in mail and on its pages, as BCP 47 tags. Each has its texts in both.</summary>
public static class Languages
{
    /// <summary>For everybody whose language is not spoken.</summary>
    public const string Default = "en";

    /// <summary>All of them, the default first.</summary>
    public static IReadOnlyList<string> All { get; } = [Default, "ar"];
}
