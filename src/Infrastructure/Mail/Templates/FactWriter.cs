using System.Globalization;
using UserSystem.Infrastructure.Mail.Texts;

namespace UserSystem.Infrastructure.Mail.Templates;

/// <summary>Labels the circumstances of a message in one language, and isolates their values.</summary>
internal sealed class FactWriter(IMailTexts texts)
{
    /// <summary>When it happened.</summary>
    public Fact At(DateTimeOffset instant) => new(texts.TimeLabel(), Show(instant));

    /// <summary>Until when the link works.</summary>
    public Fact Until(DateTimeOffset instant) => new(texts.ExpiryLabel(), Show(instant));

    /// <summary>When data goes for good.</summary>
    public Fact ErasedAt(DateTimeOffset instant) => new(texts.ErasureLabel(), Show(instant));

    /// <summary>From which network address.</summary>
    public Fact From(string? networkAddress) => new(
        texts.NetworkAddressLabel(), networkAddress is null ? texts.Unknown() : Bidi.IsolateLeftToRight(networkAddress));

    /// <summary>From which device; whoever logged in chose what it is called.</summary>
    public Fact Device(string? name) => new(texts.DeviceLabel(), ForeignName.Show(name) ?? texts.Unknown());

    /// <summary>The name that somebody typed who need not be the reader; none where there is none.</summary>
    public IEnumerable<Fact> NameGiven(string? name) => ForeignName.Show(name) is { } shown ? [new Fact(texts.NameLabel(), shown)] : [];

    /// <summary>Who invites; they chose what they are called.</summary>
    public Fact InvitedBy(string? name) => new(texts.InviterLabel(), ForeignName.Show(name) ?? texts.Unknown());

    /// <summary>What whoever invites has to say; none where that is nothing.</summary>
    public IEnumerable<Fact> Message(string? text) => ForeignName.Show(text) is { } shown ? [new Fact(texts.MessageLabel(), shown)] : [];

    // As anybody reads it the same way.
    private static string Show(DateTimeOffset instant) => Bidi.IsolateLeftToRight(
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
}
