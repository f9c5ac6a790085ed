using FsCheck;
using FsCheck.Fluent;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Domain.Tests.Users;

/// <summary>What holds of every text that may be an address.</summary>
public sealed class EmailAddressProperties
{
    // Characters that rules are about, next to any others.
    private static readonly Gen<char> Tricky = Gen.OneOf(
        Gen.Elements("ab1.@-_ \t\r\n\0\"<>\\[]()üßİıΣςK例\u0301\u200d\u202e\u3000\u3002\u00ad\ufdfa\ufffe\uffff\ud83d\ude00".ToCharArray()),
        Gen.Choose(0, char.MaxValue).Select(static code => (char)code));

    private static readonly Arbitrary<string> Texts = Gen.ArrayOf(Tricky)
        .Select(static letters => new string(letters))
        .SelectMany(static text => Gen.Elements(text, $"{text}@example.org", $"jo@{text}", $"jo@{text}.org", $"jo@xn--{text}.org"))
        .ToArbitrary();

    [FsCheck.NUnit.Property(MaxTest = 3000)]
    public Property Reading_never_throws() => Prop.ForAll(Texts, static text =>
    {
        _ = EmailAddress.TryParse(text, out _);
        return true;
    });

    [FsCheck.NUnit.Property(MaxTest = 3000)]
    public Property What_was_read_reads_as_itself() => Prop.ForAll(Texts, static text =>
        !EmailAddress.TryParse(text, out var address) || EmailAddress.Parse(address.Value) == address);

    [FsCheck.NUnit.Property(MaxTest = 3000)]
    public Property What_was_read_fits_its_column_and_any_header() => Prop.ForAll(Texts, static text =>
        !EmailAddress.TryParse(text, out var address)
        || (address.Value.Length <= EmailAddress.MaxLength && Text.IsClean(address.Value)
            && address.Value.IndexOfAny([' ', '\t', '\r', '\n', '<', '>', '"', ',']) < 0));
}
