using System.Collections.Frozen;
using UserSystem.Domain.Shared;

namespace UserSystem.WebApi.Pages.Texts;

/// <summary>The words of the pages, found once.</summary>
internal static class PageLanguages
{
    private static readonly FrozenDictionary<string, IPageTexts> ByLanguage = typeof(PageLanguages).Assembly.GetTypes()
        .Where(static type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IPageTexts)))
        .Select(static type => (IPageTexts)Activator.CreateInstance(type)!)
        .ToFrozenDictionary(static texts => texts.Language);

    /// <summary>Those of all <see cref="Languages"/>, the one for everybody else first.</summary>
    public static IReadOnlyList<IPageTexts> All { get; } = [.. Languages.All.Select(static language => ByLanguage[language])];

    /// <summary>The words for one of <see cref="Languages"/>.</summary>
    public static IPageTexts For(string language) => ByLanguage.GetValueOrDefault(language) ?? All[0];
}
