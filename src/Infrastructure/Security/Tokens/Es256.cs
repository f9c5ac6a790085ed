using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>
/// Compact JWS (RFC 7515) with ES256 (RFC 7518, 3.4) and nothing else. The header of a token is never interpreted: it must be, byte for
/// byte, the header of a key that is known, so that neither <c>alg</c> nor <c>jwk</c> nor <c>crit</c> of a stranger means anything.
/// </summary>
internal static class Es256
{
    /// <summary>The name of the algorithm.</summary>
    public const string Algorithm = "ES256";

    /// <summary>The longest token that is looked at, in characters.</summary>
    public const int MaxLength = 4096;

    /// <summary>Length of a signature in bytes.</summary>
    public const int SignatureLength = 64;

    /// <summary>Length of a signature in characters: 86.</summary>
    private static readonly int SignatureTextLength = Base64Url.GetEncodedLength(SignatureLength);

    /// <summary>A token with this payload, signed by this key.</summary>
    public static string Sign(SigningKey key, ReadOnlySpan<byte> payload)
    {
        var payloadLength = Base64Url.GetEncodedLength(payload.Length);
        var signedLength = key.Header.Length + 1 + payloadLength;
        var length = signedLength + 1 + SignatureTextLength;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var token = buffer.AsSpan(0, length);
            Encoding.ASCII.GetBytes(key.Header, token);
            token[key.Header.Length] = (byte)'.';
            Base64Url.EncodeToUtf8(payload, token.Slice(key.Header.Length + 1, payloadLength));
            token[signedLength] = (byte)'.';
            Span<byte> signature = stackalloc byte[SignatureLength];
            key.Sign(token[..signedLength], signature);
            Base64Url.EncodeToUtf8(signature, token[(signedLength + 1)..]);
            return Encoding.ASCII.GetString(token);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// The payload of a token that one of these keys signed; null for anything else, of whatever length and content. Never throws.
    /// Of the payload nothing is checked but that it is canonical base64url.
    /// </summary>
    public static byte[]? Open(SigningKeySet keys, ReadOnlySpan<char> token)
    {
        if (token.Length > MaxLength || token.Length < SignatureTextLength + 2)
        {
            return null;
        }

        var signed = token[..^(SignatureTextLength + 1)];
        var dot = signed.IndexOf('.');
        Span<byte> signature = stackalloc byte[SignatureLength];
        if (dot < 0 || token[signed.Length] is not '.'
            || keys.FindByHeader(signed[..dot]) is not { } key
            || !StrictBase64Url.TryDecode(token[(signed.Length + 1)..], signature))
        {
            return null;
        }

        var payload = new byte[StrictBase64Url.DecodedLength(signed.Length - dot - 1)];
        if (!StrictBase64Url.TryDecode(signed[(dot + 1)..], payload))
        {
            return null;
        }

        Span<byte> message = stackalloc byte[MaxLength];
        message = message[..Encoding.ASCII.GetBytes(signed, message)];
        return key.Verify(message, signature) ? payload : null;
    }
}
