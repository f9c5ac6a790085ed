using System.Collections.Frozen;
using UserSystem.Domain.Shared;

namespace UserSystem.Infrastructure.Mail.Texts;

/// <summary>The words of mail, found once.</summary>
internal static class MailLanguages
{
    private static readonly FrozenDictionary<string, IMailTexts> ByLanguage = typeof(MailLanguages).Assembly.GetTypes()
        .Where(static type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IMailTexts)))
        .Select(static type => (IMailTexts)Activator.CreateInstance(type)!)
        .ToFrozenDictionary(static texts => texts.Language, StringComparer.OrdinalIgnoreCase);

    /// <summary>Those of all <see cref="Languages"/>.</summary>
    public static IReadOnlyList<IMailTexts> All { get; } = [.. Languages.All.Select(static language => ByLanguage[language])];

    /// <summary>The closest to a BCP 47 tag by shortening it from the end (RFC 4647, 3.4); English where nothing fits.</summary>
    public static IMailTexts For(string? tag)
    {
        for (var rest = tag ?? ""; rest.Length > 0; rest = rest[..Math.Max(0, rest.LastIndexOf('-'))])
        {
            if (ByLanguage.TryGetValue(rest, out var texts))
            {
                return texts;
            }
        }

        return ByLanguage[Languages.Default];
    }
}
