using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.Pages.Texts;

/// <summary>The languages of the pages.</summary>
internal static class PageLanguages
{
    /// <summary>All of them, the one for everybody else first.</summary>
    public static IReadOnlyList<IPageTexts> All { get; } = [new EnglishPageTexts(), new ArabicPageTexts()];

    /// <summary>The words for a language of <see cref="Languages"/>.</summary>
    public static IPageTexts For(string language) => All.FirstOrDefault(texts => texts.Language == language) ?? All[0];
}
