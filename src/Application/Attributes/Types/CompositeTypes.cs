using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace UserSystem.Application.Attributes.Types;

internal sealed class ListType<T>(AttributeType<T> element, int maxCount, bool isSet) : AttributeType<IReadOnlyList<T>>
{
    public override JsonObject Schema => new() { ["type"] = "array", ["items"] = element.Schema, ["maxItems"] = maxCount };

    public override bool TryRead(JsonElement json, AttributeFaults faults, out IReadOnlyList<T> value)
    {
        value = [];
        if (json.ValueKind is not JsonValueKind.Array)
        {
            faults.WrongType("a list");
            return false;
        }

        if (json.GetArrayLength() > maxCount)
        {
            faults.Add(ValueFaults.ListTooLong.Code, $"The list has at most {maxCount} elements.");
            return false;
        }

        var (elements, index, isGood) = (new List<T>(), 0, true);
        foreach (var each in json.EnumerateArray())
        {
            var at = faults.At(index++);
            if (each.ValueKind is JsonValueKind.Null)
            {
                at.Add("required", "An element must not be null.");
                isGood = false;
            }
            else if (element.TryRead(each, at, out var read))
            {
                elements.Add(read);
            }
            else
            {
                isGood = false;
            }
        }

        value = isSet ? [.. elements.DistinctBy(Spelled).OrderBy(Spelled, StringComparer.Ordinal)] : elements;
        return isGood;
    }

    public override void Write(Utf8JsonWriter json, IReadOnlyList<T> value)
    {
        json.WriteStartArray();
        foreach (var each in value)
        {
            element.Write(json, each);
        }

        json.WriteEndArray();
    }

    internal override string? ReadSearch(JsonElement sought, AttributeFaults faults) => element.ReadSearch(sought, faults);

    // In the one spelling that equal values have; what has none is refused with the whole list.
    private string Spelled(T value)
    {
        var text = element.ToJson(value);
        return AttributeJson.Normalize(AttributeJson.Parse(text), new AttributeFaults("value")) ?? text;
    }
}

internal sealed class MapType<T>(AttributeType<T> value, string namePattern, int maxCount) : AttributeType<IReadOnlyDictionary<string, T>>
{
    private readonly Regex _name = new(namePattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public override JsonObject Schema => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = value.Schema,
        ["propertyNames"] = new JsonObject { ["pattern"] = namePattern },
        ["maxProperties"] = maxCount,
    };

    public override bool TryRead(JsonElement json, AttributeFaults faults, out IReadOnlyDictionary<string, T> map)
    {
        var members = new SortedDictionary<string, T>(StringComparer.Ordinal);
        map = members;
        if (json.ValueKind is not JsonValueKind.Object)
        {
            faults.WrongType("an object");
            return false;
        }

        if (json.GetPropertyCount() > maxCount)
        {
            faults.Add(ValueFaults.MapTooLarge.Code, $"The object has at most {maxCount} members.");
            return false;
        }

        var isGood = true;
        foreach (var member in json.EnumerateObject())
        {
            isGood &= TryReadMember(member, faults, members);
        }

        return isGood;
    }

    public override void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, T> map)
    {
        json.WriteStartObject();
        foreach (var (name, each) in map)
        {
            json.WritePropertyName(name);
            value.Write(json, each);
        }

        json.WriteEndObject();
    }

    private bool TryReadMember(JsonProperty member, AttributeFaults faults, SortedDictionary<string, T> members)
    {
        if (!AttributeJson.TryReadName(member, out var name) || !_name.IsMatch(name) || name.EndsWith('\n'))
        {
            faults.Add(ValueFaults.TextMismatch.Code, $"Names of members must match {namePattern}.");
            return false;
        }

        var at = faults.At(name);
        if (member.Value.ValueKind is JsonValueKind.Null)
        {
            at.Add("required", "A member must not be null.");
            return false;
        }

        if (!value.TryRead(member.Value, at, out var read))
        {
            return false;
        }

        if (members.TryAdd(name, read))
        {
            return true;
        }

        at.Add("duplicate", "This member is given more than once.");
        return false;
    }
}

/// <summary>Reads objects as the API reads bodies: strictly. Attributes are few and small, so reflection does.</summary>
internal sealed class ObjectType<T> : AttributeType<T>
    where T : class
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static readonly JsonSchemaExporterOptions Exporting = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Bound };

    public override JsonObject Schema
    {
        get
        {
            var schema = Options.GetJsonSchemaAsNode(typeof(T), Exporting).AsObject();
            schema["additionalProperties"] = false;
            return schema;
        }
    }

    public override bool TryRead(JsonElement json, AttributeFaults faults, out T value)
    {
        value = null!;
        if (json.ValueKind is not JsonValueKind.Object)
        {
            faults.WrongType("an object");
            return false;
        }

        // The reader takes 1.0 for no whole number, and null for an element of any list.
        if (AttributeJson.Normalize(json, faults) is not { } text || HasNullElement(json, faults))
        {
            return false;
        }

        try
        {
            value = JsonSerializer.Deserialize<T>(text, Options)!;
            return true;
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException)
        {
            // The reader's words name types of ours. Its path is that of the member, where it knows one.
            var member = (refused as JsonException)?.Path is { Length: > 2 } path ? path[2..] : null;
            (member is null ? faults : faults.At(member)).Add("type", "The object does not have the members that the schema of this key asks for.");
            return false;
        }
    }

    public override void Write(Utf8JsonWriter json, T value) => JsonSerializer.Serialize(json, value, Options);

    private static bool HasNullElement(JsonElement json, AttributeFaults faults)
    {
        var before = faults.Found.Count;
        if (json.ValueKind is JsonValueKind.Array)
        {
            foreach (var (index, each) in json.EnumerateArray().Index())
            {
                if (each.ValueKind is JsonValueKind.Null)
                {
                    faults.At(index).Add("required", "An element must not be null.");
                }

                HasNullElement(each, faults.At(index));
            }
        }
        else if (json.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in json.EnumerateObject())
            {
                HasNullElement(member.Value, faults.At(member.Name));
            }
        }

        return faults.Found.Count > before;
    }

    // What the exporter does not say of whole numbers.
    private static JsonNode Bound(JsonSchemaExporterContext context, JsonNode schema)
    {
        (JsonNode Min, JsonNode Max)? bounds = (Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type) switch
        {
            var type when type == typeof(byte) => (byte.MinValue, byte.MaxValue),
            var type when type == typeof(short) => (short.MinValue, short.MaxValue),
            var type when type == typeof(int) => (int.MinValue, int.MaxValue),
            var type when type == typeof(long) => (long.MinValue, long.MaxValue),
            _ => null,
        };
        if (bounds is { } known && schema is JsonObject number)
        {
            (number["minimum"], number["maximum"]) = known;
        }

        return schema;
    }
}
