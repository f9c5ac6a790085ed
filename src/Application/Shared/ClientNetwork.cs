using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace UserSystem.Application.Shared;

/// <summary>Who is counted as one client: an IPv4 address, or the /64 of an IPv6 one, since whoever has one such address has the whole of it.</summary>
public readonly record struct ClientNetwork
{
    private readonly Kind _kind;
    private readonly ulong _prefix;

    private ClientNetwork(Kind kind, ulong prefix) => (_kind, _prefix) = (kind, prefix);

    private enum Kind : byte
    {
        Unknown,
        V4,
        V6,
    }

    /// <summary>The provider that the network probably belongs to: the /16 of an IPv4 address, the /32 of an IPv6 one.</summary>
    public ClientNetwork Wider => new(_kind, _kind is Kind.V6 ? _prefix >> 32 << 32 : _prefix >> 16 << 16);

    /// <summary>The network of an address; all that are unknown are one.</summary>
    public static ClientNetwork Of(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address is null || !address.TryWriteBytes(bytes, out var length))
        {
            return default;
        }

        // An IPv4 client of a socket that takes both is the same client.
        return length == 4 ? new(Kind.V4, BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : address.IsIPv4MappedToIPv6 ? new(Kind.V4, BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]))
            : new(Kind.V6, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    /// <summary>The same text for all addresses of the network, another for each other network; empty where nothing is known.</summary>
    public override string ToString() => _kind switch
    {
        Kind.V4 => new IPAddress(BinaryPrimitives.ReverseEndianness((uint)_prefix)).ToString(),
        Kind.V6 => _prefix.ToString("X16", CultureInfo.InvariantCulture),
        _ => "",
    };
}
