using System.Globalization;
using System.Text;

namespace UserSystem.WebApi.Tests.Operations;

/// <summary>A span as it went over the wire (opentelemetry/proto/trace/v1/trace.proto), with the resource that it belongs to.</summary>
internal sealed record TracedSpan(
    string TraceId, string Id, string ParentId, string Name, int Kind, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<string> Events,
    (int Code, string Message) Status, IReadOnlyDictionary<string, string> Resource)
{
    public const int Internal = 1;
    public const int Server = 2;
    public const int Client = 3;
    public const int Consumer = 5;
    public const int Failed = 2;

    /// <summary>All spans of one request of the exporter.</summary>
    public static IEnumerable<TracedSpan> ReadAll(byte[] request) =>
        from ofResource in Message.Parse(request).All(1)
        let resource = Tagged(ofResource.All(1).Single(), 1)
        from ofScope in ofResource.All(2)
        from span in ofScope.All(2)
        let status = span.All(15).SingleOrDefault()
        select new TracedSpan(
            span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), (int)span.Number(6), Tagged(span, 9), [.. span.All(11).Select(static each => each.Text(2))],
            status is null ? (0, "") : ((int)status.Number(3), status.Text(2)), resource);

    private static Dictionary<string, string> Tagged(Message message, int field) =>
        message.All(field).ToDictionary(static pair => pair.Text(1), static pair => pair.All(2).Single().Any(), StringComparer.Ordinal);

    /// <summary>The wire format of protobuf: numbered fields, each a number, a fixed number or bytes.</summary>
    private sealed class Message
    {
        private readonly List<(int Field, ulong Number, byte[] Bytes)> _fields = [];

        public static Message Parse(ReadOnlySpan<byte> rest)
        {
            var message = new Message();
            while (rest.Length > 0)
            {
                var key = Varint(ref rest);
                var (field, number, bytes) = ((int)(key >> 3), 0UL, Array.Empty<byte>());
                switch (key & 7)
                {
                    case 0:
                        number = Varint(ref rest);
                        break;
                    case 1 or 5:
                        bytes = Take(ref rest, (key & 7) == 1 ? 8 : 4);
                        break;
                    case 2:
                        bytes = Take(ref rest, (int)Varint(ref rest));
                        break;
                    default:
                        throw new FormatException("No wire type of protobuf.");
                }

                message._fields.Add((field, number, bytes));
            }

            return message;
        }

        public IEnumerable<Message> All(int field) => _fields.Where(each => each.Field == field).Select(static each => Parse(each.Bytes));

        public string Hex(int field) => Convert.ToHexStringLower(Bytes(field));

        public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

        public ulong Number(int field) => _fields.FirstOrDefault(each => each.Field == field).Number;

        // AnyValue: a text, a truth or a whole number.
        public string Any() => _fields.Single() is { Field: 1, Bytes: var text }
            ? Encoding.UTF8.GetString(text)
            : _fields.Single().Number.ToString(CultureInfo.InvariantCulture);

        private byte[] Bytes(int field) => _fields.FirstOrDefault(each => each.Field == field).Bytes ?? [];

        private static byte[] Take(ref ReadOnlySpan<byte> rest, int length)
        {
            var taken = rest[..length].ToArray();
            rest = rest[length..];
            return taken;
        }

        private static ulong Varint(ref ReadOnlySpan<byte> rest)
        {
            var (value, shift, more) = (0UL, 0, true);
            for (; more; shift += 7)
            {
                value |= (ulong)(rest[0] & 0x7F) << shift;
                more = rest[0] >= 0x80;
                rest = rest[1..];
            }

            return value;
        }
    }
}
