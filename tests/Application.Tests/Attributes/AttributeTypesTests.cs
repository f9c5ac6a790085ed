using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Attributes.Types;

namespace UserSystem.Application.Tests.Attributes;

/// <summary>What each type makes of a value: its usual form, or what is wrong with it and where.</summary>
[CancelAfter(30_000)]
public sealed class AttributeTypesTests
{
    private static readonly Dictionary<string, Func<string, string>> Types = new()
    {
        ["flag"] = Reading(AttributeTypes.Flag),
        ["date"] = Reading(AttributeTypes.Date),
        ["instant"] = Reading(AttributeTypes.Instant),
        ["uuid"] = Reading(AttributeTypes.Uuid),
        ["json"] = Reading(AttributeTypes.Json),
        ["text"] = Reading(AttributeTypes.Text(5)),
        ["text2"] = Reading(AttributeTypes.Text(5, minLength: 2)),
        ["text0"] = Reading(AttributeTypes.Text(5, minLength: 0)),
        ["name"] = Reading(AttributeTypes.Name("^[a-z]+$")),
        ["word"] = Reading(AttributeTypes.OneOf("vip", "beta")),
        ["whole"] = Reading(AttributeTypes.WholeNumber(-5, 5)),
        ["long"] = Reading(AttributeTypes.WholeNumber()),
        ["number"] = Reading(AttributeTypes.Number(-0.5m, 0.5m)),
        ["url"] = Reading(AttributeTypes.Url),
        ["list"] = Reading(AttributeTypes.ListOf(AttributeTypes.WholeNumber(), maxCount: 3)),
        ["set"] = Reading(AttributeTypes.SetOf(AttributeTypes.Text(5), maxCount: 3)),
        ["numbers"] = Reading(AttributeTypes.SetOf(AttributeTypes.Number(), maxCount: 3)),
        ["map"] = Reading(AttributeTypes.MapOf(AttributeTypes.Flag, "^[a-z]+$", maxCount: 2)),
        ["lists"] = Reading(AttributeTypes.ListOf(AttributeTypes.ListOf(AttributeTypes.Text(5), maxCount: 3), maxCount: 3)),
        ["record"] = Reading(AttributeTypes.Record<Place>()),
    };

    [TestCase("flag", "true", "true")]
    [TestCase("flag", "false", "false")]
    [TestCase("flag", "\"true\"", "value type: The value must be true or false.")]
    [TestCase("date", "\"2024-02-29\"", "\"2024-02-29\"")]
    [TestCase("date", "\"2026-02-29\"", "value type: The value must be a day like 2026-03-01.")]
    [TestCase("date", "\"2024-02-29\\n\"", "value type: The value must be a day like 2026-03-01.")]
    [TestCase("instant", "\"2026-03-01T11:30:00.1234567+02:00\"", "\"2026-03-01T09:30:00.123456Z\"")]
    [TestCase("instant", "\"2026-03-01t09:30:00z\"", "\"2026-03-01T09:30:00.000000Z\"")]
    [TestCase("instant", "\"2026-03-01\"", "value type: The value must be an instant like 2026-03-01T09:30:00Z.")]
    [TestCase("instant", "\"2026-03-01T09:30:00Z\\n\"", "value type: The value must be an instant like 2026-03-01T09:30:00Z.")]
    [TestCase("instant", "\"2026-13-01T09:30:00Z\"", "value type: The value must be an instant like 2026-03-01T09:30:00Z.")]
    [TestCase("uuid", "\"0199C2F0-AA00-7B8B-9585-4BB5266028D9\"", "\"0199c2f0-aa00-7b8b-9585-4bb5266028d9\"")]
    [TestCase("uuid", "\"{0199c2f0-aa00-7b8b-9585-4bb5266028d9}\"", "value type: The value must be a UUID.")]
    [TestCase("uuid", "5", "value type: The value must be a UUID.")]
    [TestCase("uuid", "\"\\ud800\"", "value type: The value must be a UUID.")]
    [TestCase("json", "{\"a\":1.0}", "{\"a\":1.0}")]
    [TestCase("text", "\" e\\u0301a \"", "\"éa\"")]
    [TestCase("text", "5", "value type: The value must be text.")]
    [TestCase("text", "\"  \"", "value text.too_short: The text must not be empty.")]
    [TestCase("text", "\"a\\nb\"", "value text.malformed: Text is one line, without control characters.")]
    [TestCase("text", "\"\\ud800\"", "value text.malformed: Text is one line, without control characters.")]
    [TestCase("text", "\"abcde\"", "\"abcde\"")]
    [TestCase("text", "\"abcdef\"", "value text.too_long: The text has at most 5 characters.")]
    [TestCase("text2", "\"ab\"", "\"ab\"")]
    [TestCase("text2", "\"a \"", "value text.too_short: The text has at least 2 characters.")]
    [TestCase("text0", "\" \"", "\"\"")]
    [TestCase("name", "\"vip\"", "\"vip\"")]
    [TestCase("name", "\"vip\\n\"", "value text.pattern_mismatch: The value must be text that matches ^[a-z]+$.")]
    [TestCase("name", "true", "value text.pattern_mismatch: The value must be text that matches ^[a-z]+$.")]
    [TestCase("word", "\"beta\"", "\"beta\"")]
    [TestCase("word", "\"Beta\"", "value value.not_listed: The value must be one of vip, beta.")]
    [TestCase("word", "5", "value value.not_listed: The value must be one of vip, beta.")]
    [TestCase("whole", "5.0", "5")]
    [TestCase("whole", "-0.5e1", "-5")]
    [TestCase("whole", "6", "value number.out_of_range: The number must be from -5 to 5.")]
    [TestCase("whole", "-6", "value number.out_of_range: The number must be from -5 to 5.")]
    [TestCase("whole", "1.5", "value type: The value must be a whole number.")]
    [TestCase("whole", "1.00000000000000000000000000000000000001", "value type: The value must be a whole number.")]
    [TestCase("whole", "1e-40", "value type: The value must be a whole number.")]
    [TestCase("whole", "1e999", "value type: The value must be a whole number.")]
    [TestCase("whole", "\"1\"", "value type: The value must be a whole number.")]
    [TestCase("long", "9223372036854775807", "9223372036854775807")]
    [TestCase("long", "-9223372036854775808", "-9223372036854775808")]
    [TestCase("long", "9223372036854775808", "value number.out_of_range: The number must be from -9223372036854775808 to 9223372036854775807.")]
    [TestCase("number", "0.50", "0.50")]
    [TestCase("number", "-0.5", "-0.5")]
    [TestCase("number", "0.51", "value number.out_of_range: The number must be from -0.5 to 0.5.")]
    [TestCase("number", "-0.51", "value number.out_of_range: The number must be from -0.5 to 0.5.")]
    [TestCase("number", "1e30", "value number.out_of_range: The number must be from -0.5 to 0.5.")]
    [TestCase("number", "1e-309", "value number.out_of_range: The number must be from -0.5 to 0.5.")]
    [TestCase("number", "0.1234567890123456789012345678", "0.1234567890123456789012345678")]
    [TestCase("number", "-0.12345678901234567890123456789", "value number.too_precise: The number has more digits than can be kept.")]
    [TestCase("number", "1e-29", "value number.too_precise: The number has more digits than can be kept.")]
    [TestCase("numbers", "[79228162514264337593543950335,0,1e28]", "[0,10000000000000000000000000000,79228162514264337593543950335]")]
    [TestCase("numbers", "[1,7.92281625142643375935439503355]", "value[1] number.too_precise: The number has more digits than can be kept.")]
    [TestCase("number", "null", "value type: The value must be a number.")]
    [TestCase("url", "\"HTTPS://Example.ORG/a\"", "\"https://example.org/a\"")]
    [TestCase("url", "\"http://example.org/\\u00e9\"", "\"http://example.org/%C3%A9\"")]
    [TestCase("url", "\"http://example.org/a b\"", "value type: The value must be an address like https://example.org/ann.")]
    [TestCase("url", "\"ftp://example.org\"", "value type: The value must be an address like https://example.org/ann.")]
    [TestCase("url", "\"/a\"", "value type: The value must be an address like https://example.org/ann.")]
    [TestCase("url", "\"http://example.org/\\u202e\"", "value type: The value must be an address like https://example.org/ann.")]
    [TestCase("list", "[3,1.0,3]", "[3,1,3]")]
    [TestCase("list", "{}", "value type: The value must be a list.")]
    [TestCase("list", "[1,2,3,4]", "value list.too_long: The list has at most 3 elements.")]
    [TestCase("list", "[null,\"x\"]", "value[0] required: An element must not be null., value[1] type: The value must be a whole number.")]
    [TestCase("set", "[\"b\",\" a\",\"b \"]", "[\"a\",\"b\"]")]
    [TestCase("set", "[\"b\",\"a\",\"B\"]", "[\"B\",\"a\",\"b\"]")]
    [TestCase("numbers", "[1,1.0,10e-1]", "[1]")]
    [TestCase("map", "{\"b\":true,\"a\":false}", "{\"a\":false,\"b\":true}")]
    [TestCase("map", "[]", "value type: The value must be an object.")]
    [TestCase("map", "{\"a\":true,\"b\":true,\"c\":true}", "value map.too_large: The object has at most 2 members.")]
    [TestCase("map", "{\"A\":true,\"b\":null}", "value text.pattern_mismatch: Names of members must match ^[a-z]+$., value.b required: A member must not be null.")]
    [TestCase("map", "{\"a\\n\":true}", "value text.pattern_mismatch: Names of members must match ^[a-z]+$.")]
    [TestCase("map", "{\"\\ud800\":true}", "value text.pattern_mismatch: Names of members must match ^[a-z]+$.")]
    [TestCase("map", "{\"a\":1}", "value.a type: The value must be true or false.")]
    [TestCase("map", "{\"a\":true,\"a\":true}", "value.a duplicate: This member is given more than once.")]
    [TestCase("record", "{\"city\":\"Cairo\",\"floor\":2.0,\"note\":null}", "{\"city\":\"Cairo\",\"floor\":2,\"note\":null,\"tags\":null}")]
    [TestCase("record", "{\"city\":\"Cairo\",\"floor\":2,\"note\":\"x\",\"tags\":[\"a\"]}", "{\"city\":\"Cairo\",\"floor\":2,\"note\":\"x\",\"tags\":[\"a\"]}")]
    [TestCase("record", "5", "value type: The value must be an object.")]
    [TestCase("record", "{\"city\":\"Cairo\",\"floor\":\"2\",\"note\":null}", "value.floor type: The object does not have the members that the schema of this key asks for.")]
    [TestCase("record", "{\"city\":\"Cairo\",\"note\":null}", "value type: The object does not have the members that the schema of this key asks for.")]
    [TestCase("record", "{\"city\":\"Cairo\",\"floor\":2,\"note\":null,\"more\":1}", "value.more type: The object does not have the members that the schema of this key asks for.")]
    [TestCase("record", "{\"city\":\"Cairo\",\"floor\":2,\"note\":null,\"tags\":[\"a\",null]}", "value.tags[1] required: An element must not be null.")]
    [TestCase("lists", "[[\"a\"],[\"b\",null]]", "value[1][1] required: An element must not be null.")]
    [TestCase("record", "{\"city\":\"\\ud800\",\"floor\":2,\"note\":null}", "value.city text.malformed: Text must be well-formed Unicode without U+0000.")]
    public void A_value_is_read(string type, string json, string result) => Assert.That(Types[type](json), Is.EqualTo(result));

    [Test]
    public void An_address_is_as_long_as_it_is_kept()
    {
        Assert.That(Types["url"]($"\"http://example.org/{new string('x', 2_029)}\""), Does.StartWith("\"http"));
        Assert.That(Types["url"]($"\"http://example.org/{new string('x', 2_030)}\""), Does.StartWith("value type"));
        Assert.That(Types["url"]($"\"http://example.org/{new string('é', 1_000)}\""), Does.StartWith("value type"), "in ASCII it is six times as long");
    }

    private static Func<string, string> Reading<T>(AttributeType<T> type) => json =>
    {
        var faults = new AttributeFaults("value");
        var isGood = type.TryRead(AttributeJson.Parse(json), faults, out var value);
        Assert.That(isGood, Is.EqualTo(!faults.Any));
        return isGood ? type.ToJson(value) : string.Join(", ", faults.Found.Select(static fault => $"{fault.Path} {fault.Code}: {fault.Message}"));
    };

    public sealed record Place(string City, int Floor, string? Note, IReadOnlyList<string>? Tags = null);
}
