using System.Text.Json.Nodes;

namespace UserSystem.Testing.Attributes;

/// <summary>JSON that somebody might send for a value. What cannot be kept at all, whatever the key, is told apart: no schema can say that.</summary>
public static class JunkJson
{
    /// <summary>Well-formed JSON that no value may be or hold: text that is none, members given twice, exponents beyond reason.</summary>
    public static readonly IReadOnlyList<string> Unkeepable =
    [
        "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"x\\udfff\"", """{"\u0000":1}""", """{"\ud800":1}""", """{"a":{"\udfff":"x"}}""",
        """["\ud83d"]""", """{"a":"\ud83d"}""", """{"a":1,"a":2}""", """{"a":1,"\u0061":2}""", """[{"b":[],"b":[]}]""", "1e309", "-1e309", "1e-309", "1E+400",
        "1e2147483647", "1e-2147483647", "1e2147483648", "1e-2147483648", "1e99999999999999999999", "[1e-2147483648]", """{"a":-1e-2147483648}""",
    ];

    /// <summary>Values of every kind, at the edges of what types and rules of keys take.</summary>
    public static readonly IReadOnlyList<string> Keepable =
    [
        "null", "true", "false", "0", "-0", "-0.0", "1", "-1", "1.0", "1.10", "1e0", "10e-1", "0.1", "1.5e3", "1e28", "1e29", "1e308", "1e-28", "1e-308", "0e5",
        "9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "123456789012345678901234567890",
        "1000000000000000000000000000000000000000", "0.30000000000000004",
        "\"\"", "\" \"", "\"\\t\"", "\"\\n\"", "\"a\\n\"", "\"a\\nb\"", "\"vip\"", "\" vip \"", "\"Vip\"", "\"vip\\n\"", "\"-\"", "\"a\\u00a0\"", "\"\\u2003\"",
        "\"e\\u0301\"", "\"\\u00e9\"", "\"\\ufb01\"", "\"\\u202e\"", "\"a\\u2066b\"", "\"\\u2028\"", "\"\\ufeff\"", "\"\\ufffe\"", "\"\\ufdd0\"", "\"\\u0085\"", "\"\\u007f\"",
        "\"\\ud83e\\udd8a\"", "\"'; drop table users; --\"", "\"<script>alert(1)</script>\"", "\"../../etc/passwd\"", "\"%00\"", "\"true\"", "\"null\"", "\"1\"", "\"NaN\"",
        "\"0199c2f0-aa00-7b8b-9585-4bb5266028d9\"", "\"0199C2F0-AA00-7B8B-9585-4BB5266028D9\"", "\"{0199c2f0-aa00-7b8b-9585-4bb5266028d9}\"",
        "\"0199c2f0aa007b8b95854bb5266028d9\"", "\"0199c2f0-aa00-7b8b-9585-4bb5266028dg\"", "\"0199c2f0-aa00-7b8b-9585-4bb5266028d9 \"",
        "\"2026-03-01\"", "\"2026-02-29\"", "\"2024-02-29\"", "\"0000-01-01\"", "\"0001-01-01\"", "\"9999-12-31\"", "\"2026-3-1\"", "\"\\u0662026-03-01\"",
        "\"2026-03-01T09:30:00Z\"", "\"2026-03-01t09:30:00z\"", "\"2026-03-01T09:30:00.123456789Z\"", "\"2026-03-01T09:30:00.1234567890Z\"", "\"2026-03-01T11:30:00+02:00\"",
        "\"2026-03-01T09:30:00-00:00\"", "\"2026-03-01T09:30:00+25:00\"", "\"2026-03-01T09:30:00+14:01\"", "\"2026-03-01T24:00:00Z\"", "\"2026-03-01T23:59:60Z\"", "\"2026-02-30T00:00:00Z\"",
        "\"2026-03-01T09:30Z\"", "\"2026-03-01 09:30:00Z\"", "\"2026-03-01T09:30:00\"", "\"2026-03-01T09:30:00.Z\"", "\"yesterday\"",
        "\"https://example.org\"", "\"HTTPS://EXAMPLE.ORG:443/a/../b?c=d#e\"", "\"http://b\\u00fccher.example/\\u00e9\"", "\"http://a b/\"", "\"http://example.org/a b\"", "\" http://example.org \"",
        "\"ftp://example.org\"", "\"javascript:alert(1)\"", "\"http://\"", "\"http:///a\"", "\"http://[\"", "\"http://[::1]/\"", "\"http://a:99999/\"", "\"http://example.org/%zz\"",
        "\"http://example.org/\\u00a0\"", "\"//example.org\"", "\"https:example.org\"",
        "[]", "[[]]", "[null]", "[1]", "[1,1]", "[1,1.0,10e-1]", "[true,false]", "[\"\"]", "[\"vip\"]", "[\"vip\",\"vip\"]", "[\"b\",\"a\",\"b\"]", "[\"vip\",1]", "[\"vip\",null]", "[{}]",
        "{}", """{"":1}""", """{"a":null}""", """{"a":1}""", """{"a":"x"}""", """{"A":1}""", """{"a\n":1}""", """{"a b":1}""", """{"__proto__":{}}""", """{"$ref":"#"}""", """{"value":{"value":null}}""",
        """{"a":"2026-03-01T09:30:00Z"}""", """{"a":"2026-03-01T09:30:00Z","b":null}""", """{"a\n":"2026-03-01T09:30:00Z"}""", """{"b":"2026-03-01T09:30:00Z","a":"2026-03-01T11:30:00+02:00"}""",
        """{"a":[{"b":{"c":[1,2,{"d":"e"}]}}]}""",
        $"[{string.Join(',', Enumerable.Range(0, 51).Select(static i => $"\"w{i}\""))}]", $"[{string.Join(',', Enumerable.Range(0, 2_000))}]",
        $"{{{string.Join(',', Enumerable.Range(0, 101).Select(static i => $"\"m{i}\":\"2026-03-01T09:30:00Z\""))}}}",
        $"\"{new string('x', 300)}\"", $"\"{new string('x', 15_000)}\"", $"\"http://example.org/{new string('x', 2_100)}\"",
        $"\"{string.Concat(Enumerable.Repeat("\U0001f98a", 300))}\"", new string('9', 5_000), $"0.{new string('9', 5_000)}", $"{new string('[', 50)}{new string(']', 50)}",
    ];

    /// <summary>A value that is good, spoiled in one place after another: each part replaced by each of these, taken away, given a neighbour.</summary>
    public static IEnumerable<string> Spoiled(string good, IEnumerable<string> by)
    {
        var pieces = by.ToList();
        for (var place = 0; place < Places(JsonNode.Parse(good)!).Count; place++)
        {
            foreach (var piece in pieces)
            {
                var whole = JsonNode.Parse($"[{good}]")!.AsArray();
                if (Replace(Places(whole[0]!)[place], whole, JsonNode.Parse(piece)))
                {
                    yield return whole[0]?.ToJsonString() ?? "null";
                }
            }
        }

        foreach (var piece in pieces)
        {
            var added = JsonNode.Parse(good)!;
            if (added is JsonArray list)
            {
                list.Add(JsonNode.Parse(piece));
                yield return added.ToJsonString();
            }
            else if (added is JsonObject map)
            {
                map["unheard_of"] = JsonNode.Parse(piece);
                yield return added.ToJsonString();
            }
        }

        if (JsonNode.Parse(good) is JsonObject members)
        {
            foreach (var name in members.Select(static member => member.Key))
            {
                var without = members.DeepClone().AsObject();
                without.Remove(name);
                yield return without.ToJsonString();
            }
        }
    }

    private static List<JsonNode> Places(JsonNode node) => node switch
    {
        JsonArray list => [node, .. list.Where(static each => each is not null).SelectMany(static each => Places(each!))],
        JsonObject map => [node, .. map.Where(static member => member.Value is not null).SelectMany(static member => Places(member.Value!))],
        _ => [node],
    };

    private static bool Replace(JsonNode place, JsonArray whole, JsonNode? by)
    {
        switch (place.Parent)
        {
            case JsonObject map:
                map[place.GetPropertyName()] = by;
                return true;
            case JsonArray list when !ReferenceEquals(list, whole):
                list[place.GetElementIndex()] = by;
                return true;
            default:
                return false;
        }
    }
}
