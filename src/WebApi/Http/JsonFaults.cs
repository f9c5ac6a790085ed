using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using UserSystem.Domain.Shared;

namespace UserSystem.WebApi.Http;

/// <summary>
/// Tells what the JSON reader stumbled over, in the words of the API: the reader's own messages name types of ours. It stops at the first
/// fault; the rules of a request, which run afterwards, report all.
/// </summary>
internal static partial class JsonFaults
{
    public static readonly Fault UnknownParameter = new("", "unknown", "There is no such query parameter here.");

    [Explanation(
        "There is no member or query parameter of this name here: misspelt, in other letter case, or meant for another call.",
        "Send only what the call describes.")]
    private static readonly Fault Unknown = new("", "unknown", "There is no such member here.");

    [Explanation(
        "The same member or query parameter stands there more than once.",
        "Send it once.")]
    public static readonly Fault Twice = new("", "duplicate", "This member is given more than once.");

    [Explanation(
        "The value is of another type than described, such as text for a number, or none of the words that are allowed.",
        "Send the type, or one of the words, that the call describes.")]
    public static readonly Fault WrongType = new("", "type", "The value is not of the right type.");

    /// <summary>All that can be told here, for the description of the API.</summary>
    public static IReadOnlyList<Fault> Known { get; } = [Unknown, UnknownParameter, Twice, WrongType];

    public static Error Explain(JsonException exception)
    {
        // The reader wraps a syntax error in one of its own, and bytes that are no UTF-8 twice; a value of the wrong type comes bare or
        // around another exception.
        if (exception.InnerException is JsonException or { InnerException: DecoderFallbackException } || exception.Message.StartsWith("The input does not contain any JSON", StringComparison.Ordinal))
        {
            return HttpErrors.Malformed;
        }

        var path = exception.Path is { } found ? PathOf(found) : "";
        if (exception is MemberGivenTwiceException)
        {
            return At(Twice, path + exception.Message);
        }

        if (exception.Message.Contains("could not be mapped", StringComparison.Ordinal))
        {
            return At(Unknown, path);
        }

        return Duplicate().Match(exception.Message) is { Success: true } twice
            ? At(Twice, Join(path, twice.Groups[1].Value))
            : At(WrongType, path);
    }

    private static ValidationError At(Fault fault, string path) => new([fault with { Path = path }]);

    // $.items[3].email is items[3].email; a name that is no plain word is written ['like this'].
    private static string PathOf(string path) => path switch
    {
        "$" => "",
        ['$', '.', .. var rest] => rest,
        ['$', .. var rest] => rest,
        _ => path,
    };

    private static string Join(string path, string name) =>
        path.Length == 0 || path == name || path.EndsWith($".{name}", StringComparison.Ordinal) ? (path.Length == 0 ? name : path) : $"{path}.{name}";

    [GeneratedRegex("^Duplicate property '([^']{1,200})'", RegexOptions.CultureInvariant)]
    private static partial Regex Duplicate();
}
