using System.Buffers;
using System.Text;

namespace UserSystem.Infrastructure.Mail;

/// <summary>
/// Shows a name that a stranger may have typed to have us mail it. Readers of mail turn what looks like an address into a link; space
/// after the signs that make an address prevents that, and leaves "J. R. Smith" readable.
/// </summary>
internal static class ForeignName
{
    private static readonly SearchValues<char> LinkSigns = SearchValues.Create(".:/\\@。．｡：／＠");

    /// <summary>The name, isolated and without links; null where there is none.</summary>
    public static string? Show(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        var shown = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            shown.Append(name[i]);
            if (LinkSigns.Contains(name[i]) && i + 1 < name.Length && !char.IsWhiteSpace(name[i + 1]))
            {
                shown.Append(' ');
            }
        }

        return Bidi.Isolate(shown.ToString().Trim());
    }
}
