namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>Decides when the next signing key is due.</summary>
/// <param name="Rotation">How long a key signs.</param>
/// <param name="AccessTokenLifetime">How long a token lives that it signed; at most a day.</param>
internal sealed record SigningKeyPlan(TimeSpan Rotation, TimeSpan AccessTokenLifetime)
{
    /// <summary>
    /// How long a key is published before it signs, so that whoever keeps a copy of the published keys has it in time;
    /// and how long it verifies after it signed for the last time.
    /// </summary>
    private TimeSpan Lead => TimeSpan.FromDays(1) > 2 * AccessTokenLifetime ? TimeSpan.FromDays(1) : 2 * AccessTokenLifetime;

    /// <summary>When a key that has to be made now would be used; null when none is due.</summary>
    public SigningKeySpan? Next(SigningKeySet known, DateTimeOffset now)
    {
        if (known.SignerAt(now) is null)
        {
            return From(now);
        }

        // Due two leads before the last one stops: one in which the new key is only published, one as a reserve in which both could sign.
        var last = known.Keys.Max(key => key.Span.SignsUntil);
        if (now < last - (2 * Lead))
        {
            return null;
        }

        // Only if no node ran for all of the reserve is the time of publishing cut short: better than no signer.
        return From(now + Lead < last ? now + Lead : last);
    }

    private SigningKeySpan From(DateTimeOffset activeFrom) =>
        new(activeFrom, activeFrom + Rotation, activeFrom + Rotation + Lead);
}
