using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>
/// The claims of an access token (RFC 7519; RFC 9068 for their choice), with instants in whole seconds. <c>jti</c> is <c>{sid}.{generation}</c>.
/// </summary>
internal readonly record struct AccessTokenClaims(
    UserId UserId, SessionId SessionId, int Generation, long AuthenticatedAt, long IssuedAt, long ExpiresAt)
{
    /// <summary>The last second of the year 9999.</summary>
    private const long LastInstant = 253_402_300_799;

    /// <summary>The length of a UUID with dashes.</summary>
    private const int IdLength = 36;

    /// <summary>Writes the payload.</summary>
    public void Write(IBufferWriter<byte> output, string issuer, string audience)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("iss"u8, issuer);
        json.WriteString("aud"u8, audience);
        json.WriteString("sub"u8, UserId.Value);
        json.WriteString("sid"u8, SessionId.Value);
        json.WriteNumber("iat"u8, IssuedAt);
        json.WriteNumber("exp"u8, ExpiresAt);
        json.WriteString("jti"u8, $"{SessionId.Value:D}.{Generation}");
        json.WriteNumber("auth_time"u8, AuthenticatedAt);
        json.WriteEndObject();
    }

    /// <summary>
    /// Reads a payload; null where it is not one object with each of these claims once, in its type, for this issuer and audience, and valid
    /// by <paramref name="latestStart"/>. Other claims may be there: a later release may write some. Never throws. Expiry is not judged.
    /// </summary>
    public static AccessTokenClaims? Read(ReadOnlySpan<byte> payload, string issuer, string audience, long latestStart)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            return TryRead(ref reader, issuer, audience, latestStart, out var claims) ? claims : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // No JSON, or a string that is not UTF-8.
            return null;
        }
    }

    private static bool TryRead(ref Utf8JsonReader reader, string issuer, string audience, long latestStart, out AccessTokenClaims claims)
    {
        Guid subject = default, session = default, tokenSession = default;
        long issuedAt = 0, expiresAt = 0, authenticatedAt = 0, notBefore = 0;
        var generation = 0;
        claims = default;
        var seen = Claim.None;
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var claim = Name(ref reader);
            reader.Read();
            if ((seen & claim) != Claim.None)
            {
                return false;
            }

            seen |= claim;
            var good = claim switch
            {
                Claim.Iss => IsText(ref reader, issuer),
                Claim.Aud => IsText(ref reader, audience),
                Claim.Sub => IsId(ref reader, out subject),
                Claim.Sid => IsId(ref reader, out session),
                Claim.Jti => IsTokenId(ref reader, out tokenSession, out generation),
                Claim.Iat => IsInstant(ref reader, out issuedAt),
                Claim.Exp => IsInstant(ref reader, out expiresAt),
                Claim.AuthTime => IsInstant(ref reader, out authenticatedAt),
                Claim.Nbf => IsInstant(ref reader, out notBefore),
                _ => reader.TrySkip(),
            };
            if (!good)
            {
                return false;
            }
        }

        // After the object nothing may follow; the reader throws if something does.
        if (reader.TokenType is not JsonTokenType.EndObject || reader.Read() || (seen & Claim.Required) != Claim.Required)
        {
            return false;
        }

        claims = new AccessTokenClaims(new UserId(subject), new SessionId(session), generation, authenticatedAt, issuedAt, expiresAt);
        return session == tokenSession && issuedAt <= latestStart && notBefore <= latestStart;
    }

    private static Claim Name(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("iss"u8) ? Claim.Iss
        : reader.ValueTextEquals("aud"u8) ? Claim.Aud
        : reader.ValueTextEquals("sub"u8) ? Claim.Sub
        : reader.ValueTextEquals("sid"u8) ? Claim.Sid
        : reader.ValueTextEquals("jti"u8) ? Claim.Jti
        : reader.ValueTextEquals("iat"u8) ? Claim.Iat
        : reader.ValueTextEquals("exp"u8) ? Claim.Exp
        : reader.ValueTextEquals("nbf"u8) ? Claim.Nbf
        : reader.ValueTextEquals("auth_time"u8) ? Claim.AuthTime
        : Claim.None;

    private static bool IsText(ref Utf8JsonReader reader, string expected) =>
        reader.TokenType is JsonTokenType.String && reader.ValueTextEquals(expected);

    private static bool IsInstant(ref Utf8JsonReader reader, out long seconds)
    {
        seconds = 0;
        return reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out seconds) && seconds is >= 0 and <= LastInstant;
    }

    private static bool IsId(ref Utf8JsonReader reader, out Guid id)
    {
        id = default;
        return reader.TokenType is JsonTokenType.String && !reader.ValueIsEscaped && IsId(reader.ValueSpan, out id);
    }

    private static bool IsTokenId(ref Utf8JsonReader reader, out Guid session, out int generation)
    {
        (session, generation) = (default, 0);
        if (reader.TokenType is not JsonTokenType.String || reader.ValueIsEscaped)
        {
            return false;
        }

        var text = reader.ValueSpan;
        return text.Length > IdLength + 1 && text[IdLength] is (byte)'.' && IsId(text[..IdLength], out session)
            && text[IdLength + 1] is >= (byte)'1' and <= (byte)'9'
            && Utf8Parser.TryParse(text[(IdLength + 1)..], out generation, out var consumed) && consumed == text.Length - IdLength - 1;
    }

    private static bool IsId(ReadOnlySpan<byte> text, out Guid id) =>
        Utf8Parser.TryParse(text, out id, out var consumed, 'D') && consumed == IdLength && text.Length == IdLength;

    [Flags]
    private enum Claim
    {
        None = 0,
        Iss = 1,
        Aud = 2,
        Sub = 4,
        Sid = 8,
        Jti = 16,
        Iat = 32,
        Exp = 64,
        AuthTime = 128,
        Nbf = 256,
        Required = Iss | Aud | Sub | Sid | Jti | Iat | Exp | AuthTime,
    }
}
