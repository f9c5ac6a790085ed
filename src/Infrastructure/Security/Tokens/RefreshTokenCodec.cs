using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Infrastructure.Security.Keys;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>
/// Refresh tokens: <c>urt_</c> and base64url of session (16 bytes), generation (4), random bits (32) and HMAC-SHA-256 cut to 16 bytes.
/// The MAC spares the database whatever this service did not make, and tells a forgery from a token that was replaced.
/// </summary>
internal sealed class RefreshTokenCodec(MasterKey masterKey) : IRefreshTokens
{
    private const string Prefix = "urt_";
    private const int IdLength = 16;
    private const int GenerationLength = 4;
    private const int RandomLength = 32;
    private const int BodyLength = IdLength + GenerationLength + RandomLength;
    private const int MacLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private static readonly int TextLength = Prefix.Length + Base64Url.GetEncodedLength(BodyLength + MacLength);

    private readonly IReadOnlyList<byte[]> _keys = masterKey.DeriveAll(KeyLabels.RefreshTokenMac);

    /// <inheritdoc/>
    public RefreshToken Create(SessionId sessionId, int generation)
    {
        Span<byte> bytes = stackalloc byte[BodyLength + MacLength];
        sessionId.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes[IdLength..], generation);
        RandomNumberGenerator.Fill(bytes[(IdLength + GenerationLength)..BodyLength]);
        Mac(_keys[0], bytes[..BodyLength], bytes[BodyLength..]);
        return Token(Prefix + Base64Url.EncodeToString(bytes), sessionId, generation);
    }

    /// <inheritdoc/>
    public RefreshToken? Read(string text)
    {
        Span<byte> bytes = stackalloc byte[BodyLength + MacLength];
        if (text.Length != TextLength || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || !StrictBase64Url.TryDecode(text.AsSpan(Prefix.Length), bytes) || !IsOurs(bytes))
        {
            return null;
        }

        return Token(text, new SessionId(new Guid(bytes[..IdLength], bigEndian: true)), BinaryPrimitives.ReadInt32BigEndian(bytes[IdLength..]));
    }

    /// <inheritdoc/>
    public byte[] Seal(RefreshToken current, RefreshToken previous)
    {
        var plain = Encoding.ASCII.GetBytes(current.Text);
        var output = new byte[NonceLength + plain.Length + TagLength];
        RandomNumberGenerator.Fill(output.AsSpan(0, NonceLength));
        using var cipher = new AesGcm(SealKey(previous), TagLength);
        cipher.Encrypt(output.AsSpan(0, NonceLength), plain, output.AsSpan(NonceLength, plain.Length), output.AsSpan(^TagLength..));
        return output;
    }

    /// <inheritdoc/>
    public RefreshToken? Unseal(byte[] sealedToken, RefreshToken previous)
    {
        if (sealedToken.Length != NonceLength + TextLength + TagLength)
        {
            return null;
        }

        Span<byte> plain = stackalloc byte[TextLength];
        try
        {
            using var cipher = new AesGcm(SealKey(previous), TagLength);
            cipher.Decrypt(
                sealedToken.AsSpan(0, NonceLength), sealedToken.AsSpan(NonceLength, TextLength), sealedToken.AsSpan(^TagLength..), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Read(Encoding.ASCII.GetString(plain));
    }

    private static RefreshToken Token(string text, SessionId sessionId, int generation) =>
        new(text, sessionId, generation, SHA256.HashData(Encoding.ASCII.GetBytes(text)));

    private static void Mac(byte[] key, ReadOnlySpan<byte> body, Span<byte> mac)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, body, full);
        full[..MacLength].CopyTo(mac);
    }

    /// <summary>The key lies in the previous token alone: whoever reads the table has neither.</summary>
    private static byte[] SealKey(RefreshToken previous) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(previous.Text), MasterKey.Length, salt: null,
        info: Encoding.ASCII.GetBytes(KeyLabels.RefreshTokenSeal));

    private bool IsOurs(ReadOnlySpan<byte> bytes)
    {
        Span<byte> mac = stackalloc byte[MacLength];
        foreach (var key in _keys)
        {
            Mac(key, bytes[..BodyLength], mac);
            if (CryptographicOperations.FixedTimeEquals(mac, bytes[BodyLength..]))
            {
                return true;
            }
        }

        return false;
    }
}
