using System.Text.Json;

namespace UserSystem.Testing.Schemas;

/// <summary>
/// Holds values against the schemas of an OpenAPI 3.1 document or of attributes (JSON Schema 2020-12, as much of it as they use; a keyword
/// that is not known here is a fault). Stricter than the standard in one thing: a member of an object that no schema names is a fault too.
/// </summary>
/// <param name="document">What references point into.</param>
/// <param name="utcOnly">Whether instants have to be in UTC, as all are that the API answers.</param>
public sealed class SchemaValidator(JsonElement document, bool utcOnly = true)
{
    /// <summary>Everything that is wrong with the value, each with where; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate(JsonElement schema, JsonElement value)
    {
        var faults = new List<string>();
        Whole(schema, value, "$", faults);
        return faults;
    }

    // One value with all that applies to it: only then is it known which members are named by nobody.
    private void Whole(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        Apply(schema, value, at, faults, named);
        if (value.ValueKind is JsonValueKind.Object)
        {
            faults.AddRange(value.EnumerateObject().Where(member => !named.Contains(member.Name))
                .Select(member => $"{at}.{member.Name}: no schema names this member"));
        }
    }

    private void Apply(JsonElement schema, JsonElement value, string at, List<string> faults, HashSet<string> named)
    {
        if (schema.ValueKind is JsonValueKind.True)
        {
            return;
        }

        if (value.ValueKind is JsonValueKind.Object && !schema.EnumerateObject().Any(static keyword => keyword.Name is not ("description" or "example" or "not")))
        {
            // What may be any JSON may have any members.
            named.UnionWith(value.EnumerateObject().Select(static member => member.Name));
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            switch (keyword.Name)
            {
                case "$ref":
                    Apply(Resolve(keyword.Value.GetString()!), value, at, faults, named);
                    break;
                case "allOf":
                    foreach (var part in keyword.Value.EnumerateArray())
                    {
                        Apply(part, value, at, faults, named);
                    }

                    break;
                case "anyOf" or "oneOf":
                    Choose(keyword, value, at, faults, named);
                    break;
                case "not":
                    var inner = new List<string>();
                    Apply(keyword.Value, value, at, inner, []);
                    if (inner.Count == 0)
                    {
                        faults.Add($"{at}: fits what it must not");
                    }

                    break;
                case "propertyNames" when value.ValueKind is JsonValueKind.Object:
                    foreach (var member in value.EnumerateObject())
                    {
                        Whole(keyword.Value, JsonSerializer.SerializeToElement(member.Name), $"{at} '{member.Name}'", faults);
                    }

                    break;
                case "properties" or "required" or "additionalProperties" when value.ValueKind is JsonValueKind.Object:
                    Members(schema, keyword, value, at, faults, named);
                    break;
                case "items" when value.ValueKind is JsonValueKind.Array:
                    foreach (var (item, index) in value.EnumerateArray().Select(static (item, index) => (item, index)))
                    {
                        Whole(keyword.Value, item, $"{at}[{index}]", faults);
                    }

                    break;
                default:
                    if (SimpleKeywords.Judge(keyword, value, utcOnly) is { } fault)
                    {
                        faults.Add($"{at}: {fault}");
                    }

                    break;
            }
        }
    }

    private void Choose(JsonProperty keyword, JsonElement value, string at, List<string> faults, HashSet<string> named)
    {
        var fits = 0;
        foreach (var choice in keyword.Value.EnumerateArray())
        {
            var (own, members) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
            Apply(choice, value, at, own, members);
            if (own.Count == 0)
            {
                fits++;
                named.UnionWith(members);
            }
        }

        if (fits == 0 || (fits > 1 && keyword.Name == "oneOf"))
        {
            faults.Add($"{at}: fits {fits} choices of {keyword.Name}");
        }
    }

    private void Members(JsonElement schema, JsonProperty keyword, JsonElement value, string at, List<string> faults, HashSet<string> named)
    {
        if (keyword.Name == "required")
        {
            faults.AddRange(keyword.Value.EnumerateArray().Select(static name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _))
                .Select(name => $"{at}.{name}: is missing"));
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            var isProperty = schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out _);
            if (keyword.Name == "properties" && isProperty)
            {
                named.Add(member.Name);
                Whole(properties.GetProperty(member.Name), member.Value, $"{at}.{member.Name}", faults);
            }
            else if (keyword.Name == "additionalProperties" && !isProperty && keyword.Value.ValueKind is JsonValueKind.Object)
            {
                named.Add(member.Name);
                Whole(keyword.Value, member.Value, $"{at}.{member.Name}", faults);
            }
        }
    }

    private JsonElement Resolve(string reference) =>
        reference.Split('/').Skip(1).Aggregate(document, static (at, name) => at.GetProperty(name.Replace("~1", "/", StringComparison.Ordinal)));
}
