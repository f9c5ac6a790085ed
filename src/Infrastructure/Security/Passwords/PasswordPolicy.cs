using System.Globalization;
using System.Text;
using UserSystem.Domain.Shared;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>
/// What a new password must be (NIST SP 800-63B, section 3.1.1.2): long enough, well-formed, and not one that guessers try first. No rules
/// about kinds of characters. Lengths are code points of what was typed, before any normalisation.
/// </summary>
internal static class PasswordPolicy
{
    /// <summary>The longest password, in code points.</summary>
    public const int MaxLength = 256;

    [Explanation(
        "The password has more characters than are taken.",
        "Ask the person for a shorter one.", Code = "password.too_long")]
    private static readonly PasswordFault TooLong =
        new("password.too_long", string.Create(CultureInfo.InvariantCulture, $"Use at most {MaxLength} characters."));

    [Explanation(
        "The password has U+0000, half of a surrogate pair, or another code point that cannot be stored.",
        "Send it as valid Unicode, without control characters of that kind.", Code = "password.malformed")]
    private static readonly PasswordFault Malformed = new("password.malformed", "The password has characters that cannot be stored.");

    [Explanation(
        "The password stands in lists that guessers try first.",
        "Ask the person for another one; a few unrelated words are good.", Code = "password.common")]
    private static readonly PasswordFault Common = new("password.common", "This password is among the first that are guessed.");

    [Explanation(
        "The password is the address of the person, the part before the @, or the name.",
        "Ask the person for another one.", Code = "password.is_personal")]
    private static readonly PasswordFault Personal = new("password.is_personal", "The password must not be your e-mail address or your name.");

    /// <summary>Every fault that there is.</summary>
    public static IReadOnlyList<PasswordFault> Known(int minLength) => [TooShort(minLength), TooLong, Malformed, Common, Personal];

    /// <summary>Tells every fault at once; none means that the password will do.</summary>
    /// <param name="password">As typed.</param>
    /// <param name="email">The person's address, if known.</param>
    /// <param name="fullName">The person's name, if known.</param>
    /// <param name="minLength">The shortest password, in code points.</param>
    /// <param name="common">The list of common passwords.</param>
    public static IReadOnlyList<PasswordFault> Check(
        string password, string? email, string? fullName, int minLength, CommonPasswords common)
    {
        var faults = new List<PasswordFault>();
        var length = CountCodePoints(password);
        if (length < minLength)
        {
            faults.Add(TooShort(minLength));
        }

        if (length > MaxLength)
        {
            faults.Add(TooLong);
        }

        if (!IsWellFormed(password))
        {
            faults.Add(Malformed);
        }

        if (common.Contains(password))
        {
            faults.Add(Common);
        }

        if (IsPersonal(password, email, fullName))
        {
            faults.Add(Personal);
        }

        return faults;
    }

    /// <summary>Whether the password can be hashed at all: no U+0000, at which C libraries stop, no half of a surrogate pair, and not U+FFFE, which cannot be normalized.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> password)
    {
        while (!password.IsEmpty)
        {
            if (password[0] is '\0' or '\ufffe' || Rune.DecodeFromUtf16(password, out _, out var taken) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            password = password[taken..];
        }

        return true;
    }

    /// <summary>How many code points there are; half of a pair counts as one.</summary>
    public static int CountCodePoints(ReadOnlySpan<char> password)
    {
        var count = 0;
        foreach (var _ in password.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    [Explanation(
        "The password has fewer characters than the service asks for.",
        "Ask the person for a longer one.", Code = "password.too_short")]
    private static PasswordFault TooShort(int minLength) =>
        new("password.too_short", string.Create(CultureInfo.InvariantCulture, $"Use at least {minLength} characters."));

    private static bool IsPersonal(string password, string? email, string? fullName)
    {
        var typed = password.AsSpan().Trim();
        var address = email.AsSpan().Trim();
        var at = address.LastIndexOf('@');
        return Same(typed, address) || (at > 0 && Same(typed, address[..at])) || Same(typed, fullName.AsSpan().Trim());
    }

    private static bool Same(ReadOnlySpan<char> typed, ReadOnlySpan<char> known) =>
        !known.IsEmpty && typed.Equals(known, StringComparison.OrdinalIgnoreCase);
}
