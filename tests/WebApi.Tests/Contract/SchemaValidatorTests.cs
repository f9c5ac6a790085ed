using System.Text.Json;
using NUnit.Framework;
using UserSystem.Testing.Schemas;

namespace UserSystem.WebApi.Tests.Contract;

/// <summary>The judge must be able to condemn: each keyword with a value that fits and one that does not.</summary>
public sealed class SchemaValidatorTests
{
    private const string Definitions = """{ "name": { "type": "string" }, "open": { "type": "object", "properties": { "a": { "type": "string" } } } }""";

    [TestCase("""{ "type": "string" }""", "\"x\"", "1")]
    [TestCase("""{ "type": ["null", "string"] }""", "null", "1")]
    [TestCase("""{ "type": "integer" }""", "3", "3.5")]
    [TestCase("""{ "type": "number" }""", "3.5", "\"3.5\"")]
    [TestCase("""{ "type": "boolean" }""", "true", "\"true\"")]
    [TestCase("""{ "enum": ["a", 1] }""", "1", "\"b\"")]
    [TestCase("""{ "const": "a" }""", "\"a\"", "\"b\"")]
    [TestCase("""{ "format": "date-time" }""", "\"2026-01-01T10:00:00.5Z\"", "\"2026-01-01T10:00:00+01:00\"")]
    [TestCase("""{ "format": "uuid" }""", "\"0199c2f0-aa00-7b8b-9585-4bb5266028d9\"", "\"0199c2f0\"")]
    [TestCase("""{ "format": "idn-email" }""", "\"é@example.org\"", "\"example.org\"")]
    [TestCase("""{ "format": "uri" }""", "\"https://example.org/#a\"", "\"example.org\"")]
    [TestCase("""{ "format": "moon-phase" }""", "1", "\"full\"")]
    [TestCase("""{ "pattern": "^v[0-9]+$" }""", "\"v1\"", "\"1\"")]
    [TestCase("""{ "minLength": 2 }""", "\"ab\"", "\"😀\"")]
    [TestCase("""{ "maxLength": 1 }""", "\"😀\"", "\"ab\"")]
    [TestCase("""{ "minimum": 1 }""", "1", "0")]
    [TestCase("""{ "maximum": 1 }""", "1", "2")]
    [TestCase("""{ "minItems": 1 }""", "[1]", "[]")]
    [TestCase("""{ "maxItems": 1 }""", "[1]", "[1,2]")]
    [TestCase("""{ "items": { "type": "string" } }""", "[\"a\"]", "[1]")]
    [TestCase("""{ "properties": { "a": { "type": "string" } } }""", """{ "a": "x" }""", """{ "a": 1 }""")]
    [TestCase("""{ "properties": { "a": {} } }""", """{ "a": 1 }""", """{ "b": 1 }""")]
    [TestCase("""{ "properties": { "a": {} }, "required": ["a"] }""", """{ "a": null }""", "{}")]
    [TestCase("""{ "additionalProperties": { "type": "string" } }""", """{ "b": "x" }""", """{ "b": 1 }""")]
    [TestCase("""{ "properties": { "a": {} }, "additionalProperties": false }""", """{ "a": 1 }""", """{ "b": 1 }""")]
    [TestCase("""{ "$ref": "#/definitions/name" }""", "\"x\"", "1")]
    [TestCase("""{ "allOf": [ { "$ref": "#/definitions/open" }, { "properties": { "b": { "enum": [1] } } } ] }""", """{ "a": "x", "b": 1 }""", """{ "a": "x", "b": 2 }""")]
    [TestCase("""{ "allOf": [ { "$ref": "#/definitions/open" }, { "properties": { "b": {} } } ] }""", """{ "a": "x" }""", """{ "c": 1 }""")]
    [TestCase("""{ "anyOf": [ { "type": "string" }, { "type": "null" } ] }""", "null", "1")]
    [TestCase("""{ "oneOf": [ { "type": "number" }, { "type": "integer" } ] }""", "1.5", "1")]
    [TestCase("""{ "type": "string", "not": {} }""", null, "\"x\"")]
    [TestCase("""{ "not": { "type": "null" } }""", """{ "a": { "b": null } }""", "null")]
    [TestCase("""{ "format": "date" }""", "\"2024-02-29\"", "\"2026-02-29\"")]
    [TestCase("""{ "type": "integer" }""", "1e30", "1.00000000000000000000000000000000001")]
    [TestCase("""{ "maximum": 5 }""", "-1e300", "1e300")]
    [TestCase("""{ "additionalProperties": {}, "propertyNames": { "pattern": "^a" } }""", """{ "ab": 1 }""", """{ "b": 1 }""")]
    [TestCase("""{ "additionalProperties": {}, "maxProperties": 1 }""", """{ "a": 1 }""", """{ "a": 1, "b": 1 }""")]
    [TestCase("""{ "additionalProperties": {}, "minProperties": 1 }""", """{ "a": 1 }""", "{}")]
    [TestCase("""{ "type": "moon" }""", null, "1")]
    public void Lets_pass_what_fits_and_nothing_else(string schema, string? fits, string doesNotFit)
    {
        Assert.That(Faults(schema, doesNotFit), Is.Not.Empty);
        if (fits is not null)
        {
            Assert.That(Faults(schema, fits), Is.Empty);
        }
    }

    private static IReadOnlyList<string> Faults(string schema, string value)
    {
        var document = JsonDocument.Parse($$"""{ "definitions": {{Definitions}} }""").RootElement;
        return new SchemaValidator(document).Validate(JsonDocument.Parse(schema).RootElement, JsonDocument.Parse(value).RootElement);
    }
}
