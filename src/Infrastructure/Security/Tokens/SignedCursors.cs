using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Infrastructure.Security.Keys;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>
/// A cursor is base64url of a version, an instant in microseconds, an id, and 16 bytes of HMAC-SHA-256 over these and the list that it
/// belongs to. The list with its filters is not in the text: whoever comes back names it again.
/// </summary>
internal sealed class SignedCursors(MasterKey masterKey) : ICursors
{
    private const byte Version = 1;
    private const int BodyLength = 1 + sizeof(long) + 16;
    private const int MacLength = 16;

    private static readonly int TextLength = Base64Url.GetEncodedLength(BodyLength + MacLength);

    private readonly IReadOnlyList<byte[]> _keys = masterKey.DeriveAll(KeyLabels.Cursors);

    public string Write(Position position, string list)
    {
        Span<byte> bytes = stackalloc byte[BodyLength + MacLength];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], position.At.UtcTicks / TimeSpan.TicksPerMicrosecond);
        position.Id.TryWriteBytes(bytes[(1 + sizeof(long))..], bigEndian: true, out _);
        Mac(_keys[0], bytes[..BodyLength], list, bytes[BodyLength..]);
        return Base64Url.EncodeToString(bytes);
    }

    public Position? Read(string cursor, string list)
    {
        Span<byte> bytes = stackalloc byte[BodyLength + MacLength];
        if (cursor.Length != TextLength || !StrictBase64Url.TryDecode(cursor, bytes) || bytes[0] != Version || !IsOurs(bytes, list))
        {
            return null;
        }

        var micros = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        return new Position(
            new DateTimeOffset(micros * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero),
            new Guid(bytes[(1 + sizeof(long))..BodyLength], bigEndian: true));
    }

    // A cursor that was given out before the master key changed still works.
    private bool IsOurs(ReadOnlySpan<byte> bytes, string list)
    {
        Span<byte> expected = stackalloc byte[MacLength];
        foreach (var key in _keys)
        {
            Mac(key, bytes[..BodyLength], list, expected);
            if (CryptographicOperations.FixedTimeEquals(expected, bytes[BodyLength..]))
            {
                return true;
            }
        }

        return false;
    }

    // The body has a fixed length, so that nothing can move between it and the name of the list.
    private static void Mac(byte[] key, ReadOnlySpan<byte> body, string list, Span<byte> mac)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(body);
        hmac.AppendData(Encoding.UTF8.GetBytes(list));
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hmac.GetHashAndReset(full);
        full[..MacLength].CopyTo(mac);
    }
}
