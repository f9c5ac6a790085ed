using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace UserSystem.WebApi.Http;

/// <summary>JSON of any form. The reader looks at its text only when somebody asks for it, which would be too late to refuse bytes that are no UTF-8.</summary>
internal sealed class JsonElementConverter : JsonConverter<JsonElement>
{
    public override bool HandleNull => true;

    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // The reader's own parser says which member comes twice, and not where.
        var read = JsonElement.ParseValue(ref reader);
        if (!Utf8.IsValid(JsonMarshal.GetRawUtf8Value(read)))
        {
            throw new JsonException(message: null, new JsonException("No UTF-8."));
        }

        return FindTwice(read) is { } path ? throw new MemberGivenTwiceException(path) : read;
    }

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => value.WriteTo(writer);

    // Where the first member is that comes twice, as it is written after the path of the value; null where there is none.
    private static string? FindTwice(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Array)
        {
            foreach (var (index, each) in value.EnumerateArray().Index())
            {
                if (FindTwice(each) is { } found)
                {
                    return $"[{index}]{found}";
                }
            }
        }
        else if (value.ValueKind is JsonValueKind.Object)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in value.EnumerateObject())
            {
                var name = NameOf(member);
                if ((names.Add(name) ? FindTwice(member.Value) : "") is { } found)
                {
                    return $".{name}{found}";
                }
            }
        }

        return null;
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            // Half a character, which is no text.
            throw new JsonException();
        }
    }
}

/// <summary>A member comes twice within JSON of any form; the message is where, after the path of the whole.</summary>
internal sealed class MemberGivenTwiceException(string path) : JsonException(path);
