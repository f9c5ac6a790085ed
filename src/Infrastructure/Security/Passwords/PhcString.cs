using System.Globalization;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>
/// A hash as text, <c>$argon2id$v=19$m=65536,t=3,p=4$salt$hash</c>, or of a relative: the PHC string format, base64 without padding. Other
/// versions, and the optional <c>keyid</c> and <c>data</c> are not read.
/// </summary>
/// <param name="Parameters">The cost.</param>
/// <param name="Salt">8 to 64 bytes.</param>
/// <param name="Hash">16 to 64 bytes.</param>
internal sealed record PhcString(Argon2Parameters Parameters, byte[] Salt, byte[] Hash)
{
    /// <summary>The longest text that is looked at, the width of the column.</summary>
    public const int MaxLength = 255;

    private static readonly Argon2Type[] Types = Enum.GetValues<Argon2Type>();

    // Who brings a hash along chooses its cost, and every login pays it: at most about five times our own.
    private const int MaxMemoryKiB = 262_144;
    private const int MaxIterations = 16;
    private const int MaxParallelism = 16;
    private const int MaxWork = 1 << 20;

    /// <summary>Reads the text. Whatever is not exactly as this type writes it, or costs too much, is null; nothing throws.</summary>
    public static PhcString? Parse(string? text)
    {
        if (text is null || text.Length > MaxLength)
        {
            return null;
        }

        var type = Array.FindIndex(Types, type => text.StartsWith(Start(type), StringComparison.Ordinal));
        if (type < 0)
        {
            return null;
        }

        var parts = text[Start(Types[type]).Length..].Split('$');
        if (parts.Length != 3 || ReadParameters(parts[0], Types[type]) is not { } parameters)
        {
            return null;
        }

        if (Decode(parts[1]) is not { Length: >= 8 and <= 64 } salt || Decode(parts[2]) is not { Length: >= 16 and <= 64 } hash)
        {
            return null;
        }

        // Leading zeros, padding, white space and loose bits at the end all read, but do not come back the same.
        var phc = new PhcString(parameters, salt, hash);
        return phc.ToString() == text ? phc : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Start(Parameters.Type)}m={Parameters.MemoryKiB},t={Parameters.Iterations},p={Parameters.Parallelism}${Encode(Salt)}${Encode(Hash)}");

    private static string Start(Argon2Type type) => type switch
    {
        Argon2Type.D => "$argon2d$v=19$",
        Argon2Type.I => "$argon2i$v=19$",
        _ => "$argon2id$v=19$",
    };

    private static Argon2Parameters? ReadParameters(string text, Argon2Type type)
    {
        var parts = text.Split(',');
        if (parts.Length != 3
            || ReadNumber(parts[0], "m=") is not ({ } memory and <= MaxMemoryKiB)
            || ReadNumber(parts[1], "t=") is not ({ } iterations and <= MaxIterations)
            || ReadNumber(parts[2], "p=") is not ({ } parallelism and <= MaxParallelism)
            || memory * iterations > MaxWork)
        {
            return null;
        }

        var parameters = new Argon2Parameters(memory, iterations, parallelism, type);
        return parameters.AreLegal ? parameters : null;
    }

    private static int? ReadNumber(string text, string name) =>
        text.StartsWith(name, StringComparison.Ordinal)
        && int.TryParse(text.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[MaxLength];
        var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : null;
    }
}
