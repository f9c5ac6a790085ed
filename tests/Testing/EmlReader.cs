using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace UserSystem.Testing;

/// <summary>A message as a reader of mail would show it.</summary>
public sealed record Eml(string To, string Subject, string Text, string Html, IReadOnlyDictionary<string, string> Headers);

/// <summary>
/// Reads back the mail that the service sends: as much of MIME (RFC 2045 to 2047) as one multipart/alternative of text and HTML needs.
/// Throws on anything else, so that broken mail fails a test.
/// </summary>
public static partial class EmlReader
{
    /// <summary>Reads a file.</summary>
    public static Eml Read(string path) => Parse(File.ReadAllText(path, Encoding.UTF8));

    /// <summary>Reads the text of a message, with CRLF at line ends.</summary>
    public static Eml Parse(string message)
    {
        var (headers, body) = Split(message);
        var type = headers["Content-Type"];
        if (!type.StartsWith("multipart/alternative", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException($"Not multipart/alternative: {type}");
        }

        var parts = Parts(body, Boundary().Match(type).Groups[1].Value);
        if (parts.Count != 2)
        {
            throw new FormatException($"{parts.Count} parts instead of two.");
        }

        return new Eml(
            DecodeWords(headers["To"]), DecodeWords(headers["Subject"]), Decode(parts[0], "text/plain"), Decode(parts[1], "text/html"), headers);
    }

    /// <summary>The secret in the first link of a text; throws where there is none.</summary>
    public static string TokenIn(string text)
    {
        var match = TokenInLink().Match(text);
        return match.Success ? Uri.UnescapeDataString(match.Groups[1].Value) : throw new FormatException("No ?token= in the text.");
    }

    private static (Dictionary<string, string> Headers, string Body) Split(string entity)
    {
        var end = entity.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in Folding().Replace(entity[..end], " ").Split("\r\n"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(line[..colon], line[(colon + 1)..].Trim());
        }

        return (headers, entity[(end + 4)..]);
    }

    private static List<string> Parts(string body, string boundary)
    {
        var pieces = ("\r\n" + body).Split($"\r\n--{boundary}");
        if (pieces.Length < 2 || !pieces[^1].StartsWith("--", StringComparison.Ordinal))
        {
            throw new FormatException("The closing boundary is missing.");
        }

        return [.. pieces[1..^1].Select(static piece => piece.TrimStart(' ', '\t')[2..])];
    }

    private static string Decode(string part, string expected)
    {
        var (headers, body) = Split(part);
        var type = headers["Content-Type"];
        if (!type.StartsWith(expected, StringComparison.OrdinalIgnoreCase) || !type.Contains("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException($"Expected {expected} in UTF-8, found {type}");
        }

        return headers.GetValueOrDefault("Content-Transfer-Encoding", "7bit").ToLowerInvariant() switch
        {
            "quoted-printable" => QuotedPrintable(SoftBreak().Replace(body, "")),
            "base64" => Utf8(Convert.FromBase64String(body)),
            _ => body,
        };
    }

    private static string QuotedPrintable(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=')
            {
                bytes.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 2;
            }
            else
            {
                bytes.Add(text[i] < 128 ? (byte)text[i] : throw new FormatException("Raw 8-bit in quoted-printable."));
            }
        }

        return Utf8([.. bytes]);
    }

    private static string DecodeWords(string header) => EncodedWord().Replace(BetweenWords().Replace(header, "$1"), static word =>
        word.Groups[1].Value is "B" or "b"
            ? Utf8(Convert.FromBase64String(word.Groups[2].Value))
            : QuotedPrintable(word.Groups[2].Value.Replace('_', ' ')));

    private static string Utf8(byte[] bytes) => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);

    [GeneratedRegex("boundary=\"?([^\";]+)\"?", RegexOptions.IgnoreCase)]
    private static partial Regex Boundary();

    [GeneratedRegex(@"\?token=([A-Za-z0-9_\-.~%]+)")]
    private static partial Regex TokenInLink();

    [GeneratedRegex(@"\r\n[ \t]+")]
    private static partial Regex Folding();

    [GeneratedRegex(@"=[ \t]*\r\n")]
    private static partial Regex SoftBreak();

    [GeneratedRegex(@"(=\?utf-8\?[BbQq]\?[^?]*\?=)\s+(?==\?)", RegexOptions.IgnoreCase)]
    private static partial Regex BetweenWords();

    [GeneratedRegex(@"=\?utf-8\?([BbQq])\?([^?]*)\?=", RegexOptions.IgnoreCase)]
    private static partial Regex EncodedWord();
}
