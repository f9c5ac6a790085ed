using System.Globalization;
using System.Text.RegularExpressions;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>A kind of hash that crypt(3) knows, and how much of its cost is borne here.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Probe">A cheap setting that shows whether the system's library knows the scheme.</param>
internal sealed partial record ForeignScheme(string Name, string Probe)
{
    private const int MaxBcryptCost = 14;
    private const int DefaultRounds = 5000;
    private const int MinRounds = 1000;
    private const int MaxRounds = 1_000_000;

    // The rounds of SHA-crypt each hash the whole password: the product is the cost, about a second.
    private const long MaxShaWork = 256_000_000;

    /// <summary>bcrypt; $2x$, which stands for a faulty one, is refused.</summary>
    public static ForeignScheme Bcrypt { get; } = new("bcrypt", "$2b$04$......................");

    /// <summary>MD5-crypt, 1000 rounds.</summary>
    public static ForeignScheme Md5 { get; } = new("md5-crypt", "$1$probe$");

    /// <summary>SHA256-crypt.</summary>
    public static ForeignScheme Sha256 { get; } = new("sha256-crypt", "$5$rounds=1000$probe$");

    /// <summary>SHA512-crypt.</summary>
    public static ForeignScheme Sha512 { get; } = new("sha512-crypt", "$6$rounds=1000$probe$");

    /// <summary>yescrypt in its default flavour, up to 64 MiB.</summary>
    public static ForeignScheme Yescrypt { get; } = new("yescrypt", "$y$j75$abcdefgh$");

    /// <summary>The scheme of a hash, or null when it is none of these, malformed, or too costly for a password of so many bytes.</summary>
    public static ForeignScheme? Of(string hash, int passwordBytes)
    {
        if (BcryptPattern().Match(hash) is { Success: true } bcrypt)
        {
            return Number(bcrypt) is >= 4 and <= MaxBcryptCost ? Bcrypt : null;
        }

        if (ShaPattern().Match(hash) is { Success: true } sha)
        {
            var rounds = sha.Groups["n"].Success ? Number(sha) : DefaultRounds;
            return rounds is >= MinRounds and <= MaxRounds && (long)rounds * (passwordBytes + 64) <= MaxShaWork
                ? (hash[1] == '5' ? Sha256 : Sha512)
                : null;
        }

        return Md5Pattern().IsMatch(hash) ? Md5 : YescryptPattern().IsMatch(hash) ? Yescrypt : null;
    }

    /// <summary>What a hash claims to be, by its beginning; null where that says nothing.</summary>
    public static string? Named(string hash) => hash switch
    {
        _ when hash.StartsWith("$argon2", StringComparison.Ordinal) => "argon2",
        _ when hash.StartsWith("$2", StringComparison.Ordinal) => Bcrypt.Name,
        _ when hash.StartsWith("$5$", StringComparison.Ordinal) => Sha256.Name,
        _ when hash.StartsWith("$6$", StringComparison.Ordinal) => Sha512.Name,
        _ when hash.StartsWith("$1$", StringComparison.Ordinal) => Md5.Name,
        _ when hash.StartsWith("$y$", StringComparison.Ordinal) => Yescrypt.Name,
        _ when hash.StartsWith("AQAAAA", StringComparison.Ordinal) => "ASP.NET Core Identity",
        _ => null,
    };

    private static int Number(Match match) => int.Parse(match.Groups["n"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\$2[aby]\$(?<n>[0-9]{2})\$[./A-Za-z0-9]{53}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BcryptPattern();

    [GeneratedRegex(@"^(\$5\$(rounds=(?<n>[1-9][0-9]{3,6})\$)?[^$:\n]{0,16}\$[./A-Za-z0-9]{43}|\$6\$(rounds=(?<n>[1-9][0-9]{3,6})\$)?[^$:\n]{0,16}\$[./A-Za-z0-9]{86})\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShaPattern();

    [GeneratedRegex(@"^\$1\$[^$:\n]{0,8}\$[./A-Za-z0-9]{22}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Md5Pattern();

    // The third sign is the logarithm of N, counted from one; the fourth r, 8 or 32.
    [GeneratedRegex(@"^\$y\$j([./0-9A-D]5|[./0-9AB]T)\$[./A-Za-z0-9]{1,86}\$[./A-Za-z0-9]{43}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex YescryptPattern();
}
