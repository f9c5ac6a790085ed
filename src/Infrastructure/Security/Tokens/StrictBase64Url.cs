using System.Buffers;
using System.Buffers.Text;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>
/// Base64url (RFC 4648, 5) in its one canonical spelling, as RFC 7515 asks: no padding, no white space, no spare bits that are set.
/// The framework's decoder forgives all three, which would give one token many texts.
/// </summary>
internal static class StrictBase64Url
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    /// <summary>How many bytes a text of this length stands for.</summary>
    public static int DecodedLength(int textLength) => textLength / 4 * 3 + (textLength % 4 is var rest and > 1 ? rest - 1 : 0);

    /// <summary>Decodes; false for anything but the canonical spelling of exactly as many bytes as fit.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (bytes.Length != DecodedLength(text.Length) || text.ContainsAnyExcept(Allowed))
        {
            return false;
        }

        var spareBits = (text.Length % 4) switch
        {
            0 => 0,
            2 => 0b1111,
            3 => 0b11,
            _ => -1,
        };
        return spareBits is 0 || spareBits > 0 && (Alphabet.IndexOf(text[^1], StringComparison.Ordinal) & spareBits) is 0
            ? Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == bytes.Length
            : false;
    }
}
