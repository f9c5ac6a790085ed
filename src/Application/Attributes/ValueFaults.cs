using UserSystem.Domain.Shared;

namespace UserSystem.Application.Attributes;

/// <summary>What can be wrong with a value of an attribute, whichever key it has; handlers may have words of their own besides.</summary>
public static class ValueFaults
{
    private const string Path = "value";
    private const string SeeSchema = "Read the schema of the key with `getAttributeKey`, and send a value that it accepts.";

    /// <summary>More bytes than a value may have.</summary>
    [Explanation(
        "The value takes more bytes than a value may have, which is a setting of the service; numbers count as they are written out.",
        "Send less, or keep what is large elsewhere and its address here.")]
    public static readonly Fault TooLarge = new(Path, "attribute.too_large", "The value is larger than it may be.");

    /// <summary>The key is none that somebody can begin with.</summary>
    [Explanation("The key cannot be set at sign-up.", "Leave it out. `getAttributeKeys` tells with `settableAtSignUp` which can.")]
    public static readonly Fault NotAtSignUp = new("attributes", "attribute.not_settable_at_sign_up", "This attribute cannot be set at sign-up.");

    /// <summary>Text that is too long.</summary>
    [Explanation("The text has more characters than this key takes.", SeeSchema)]
    public static readonly Fault TextTooLong = new(Path, "text.too_long", "The text is too long.");

    /// <summary>Text that is too short.</summary>
    [Explanation("The text has fewer characters than this key takes; white space around it does not count.", SeeSchema)]
    public static readonly Fault TextTooShort = new(Path, "text.too_short", "The text is too short.");

    /// <summary>Text of another form.</summary>
    [Explanation("The text, or the name of a member, is not of the form that this key asks for.", SeeSchema)]
    public static readonly Fault TextMismatch = new(Path, "text.pattern_mismatch", "The text is not of the form that is asked for.");

    /// <summary>None of the words.</summary>
    [Explanation("The value is none of those that this key takes.", SeeSchema)]
    public static readonly Fault NotListed = new(Path, "value.not_listed", "The value is none of those that may be.");

    /// <summary>A number beyond bounds.</summary>
    [Explanation("The number is beyond the bounds of this key, or its exponent beyond 308.", SeeSchema)]
    public static readonly Fault OutOfRange = new(Path, "number.out_of_range", "The number is out of range.");

    /// <summary>A number that could not be kept as it is.</summary>
    [Explanation("The number has more digits than can be kept: 28 are always, 29 where it is small enough.", "Round it, and send fewer digits.")]
    public static readonly Fault TooPrecise = new(Path, "number.too_precise", "The number has more digits than can be kept.");

    /// <summary>Too many elements.</summary>
    [Explanation("The list has more elements than this key takes.", SeeSchema)]
    public static readonly Fault ListTooLong = new(Path, "list.too_long", "The list is too long.");

    /// <summary>Too many members.</summary>
    [Explanation("The object has more members than this key takes.", SeeSchema)]
    public static readonly Fault MapTooLarge = new(Path, "map.too_large", "The object has too many members.");

    /// <summary>Each of them.</summary>
    public static IReadOnlyList<Fault> All { get; } =
        [TooLarge, NotAtSignUp, TextTooLong, TextTooShort, TextMismatch, NotListed, OutOfRange, TooPrecise, ListTooLong, MapTooLarge];

    /// <summary>Those that any value may have, once the key is settled.</summary>
    public static IReadOnlyList<Fault> OfValues { get; } = [.. All.Where(static fault => fault.Path == Path)];
}
