using System.Globalization;
using System.Numerics;
using System.Text.Json;
using NUnit.Framework;
using UserSystem.Application.Attributes;

namespace UserSystem.Application.Tests.Attributes;

[CancelAfter(60_000)]
public sealed class AttributeJsonTests
{
    [Test]
    public void Values_by_their_keys_are_written_as_they_are()
    {
        const string Text = """{"a":1.0,"b":"\u00e9"}""";
        Assert.That(JsonSerializer.Serialize(new[] { new AttributeMap(Text) }), Is.EqualTo($"[{Text}]"));
        Assert.That(JsonSerializer.Deserialize<AttributeMap>(Text), Is.EqualTo(new AttributeMap(Text)));
    }

    [TestCase("1.10", "1.1")]
    [TestCase("-0", "0")]
    [TestCase("-0.00e5", "0")]
    [TestCase("100", "100")]
    [TestCase("1e2", "100")]
    [TestCase("1E+2", "100")]
    [TestCase("120e-1", "12")]
    [TestCase("12e-1", "1.2")]
    [TestCase("12e-2", "0.12")]
    [TestCase("12e-4", "0.0012")]
    [TestCase("0.00120e2", "0.12")]
    [TestCase("0.012e5", "1200")]
    [TestCase("-12.5e1", "-125")]
    [TestCase("123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789")]
    [TestCase("10.0e0", "10")]
    public void Equal_numbers_have_one_spelling(string number, string plain) => Assert.That(Normalize(number), Is.EqualTo(plain));

    [Test]
    public void The_largest_exponents_are_written_out()
    {
        Assert.That(Normalize("1e308"), Is.EqualTo("1" + new string('0', 308)));
        Assert.That(Normalize("-1e-308"), Is.EqualTo("-0." + new string('0', 307) + "1"));
        foreach (var beyond in new[] { "1e309", "1e-309", "1e2147483648", "1e-2147483648", "0e309" })
        {
            Assert.That(Faults(beyond), Is.EqualTo(["value number.out_of_range: Exponents of numbers go from -308 to 308."]), beyond);
        }
    }

    [FsCheck.NUnit.Property(MaxTest = 2_000)]
    public void Numbers_stay_what_they_are_however_they_are_written(decimal number, byte shift)
    {
        // The same number with the point elsewhere and an exponent that puts it back.
        var exponent = (shift % 40) - 20;
        var bits = decimal.GetBits(number);
        var digits = new BigInteger(new decimal(bits[0], bits[1], bits[2], isNegative: false, scale: 0));
        var scale = (bits[3] >> 16) & 0xff;
        var text = $"{(number < 0 ? "-" : "")}{digits}e{exponent - scale}";
        var plain = Normalize(text)!;

        Assert.That(plain, Does.Match(@"^(0|-?[1-9][0-9]*|-?(0|[1-9][0-9]*)\.[0-9]*[1-9])$"), text);
        var (whole, fraction) = plain.Split('.') is [var left, var right] ? (left, right) : (plain, "");
        var scaled = BigInteger.Parse(whole + fraction, CultureInfo.InvariantCulture) * BigInteger.Pow(10, 80 - fraction.Length);
        Assert.That(scaled, Is.EqualTo((number < 0 ? -digits : digits) * BigInteger.Pow(10, 80 + exponent - scale)), text);
        Assert.That(Normalize(plain), Is.EqualTo(plain));
    }

    [Test]
    [SetCulture("fa-IR")]
    public void The_language_of_the_process_changes_nothing() => Assert.That((Normalize("1.5e-1"), Normalize("-1.5e+1")), Is.EqualTo(("0.15", "-15")));

    [TestCase(""" { "b" : [ 1.0 , true , null ] , "a" : "\u00e9<\/script>" } """, """{"b":[1,true,null],"a":"é</script>"}""")]
    [TestCase("\"\\ud83e\\udd8a\"", "\"\\uD83E\\uDD8A\"")]
    [TestCase("{}", "{}")]
    [TestCase("[]", "[]")]
    [TestCase("false", "false")]
    public void Everything_else_is_as_it_was(string json, string normal)
    {
        var text = Normalize(json)!;
        Assert.That(JsonElement.DeepEquals(AttributeJson.Parse(text), AttributeJson.Parse(normal)), text);
        Assert.That(JsonElement.DeepEquals(AttributeJson.Parse(text), AttributeJson.Parse(json)), text);
        Assert.That(text, Does.Not.Contain("\\u00"));
    }

    [TestCase("\"a\\u0000\"", "value text.malformed: Text must be well-formed Unicode without U+0000.")]
    [TestCase("\"\\ud800\"", "value text.malformed: Text must be well-formed Unicode without U+0000.")]
    [TestCase("{\"a\":{\"\\u0000\":1}}", "value.a text.malformed: Names of members must be well-formed Unicode without U+0000.")]
    [TestCase("{\"a\":{\"\\udc00\":1}}", "value.a text.malformed: Names of members must be well-formed Unicode without U+0000.")]
    [TestCase("[0,{\"a\":1,\"b\":2,\"a\":1}]", "value[1].a duplicate: This member is given more than once.")]
    [TestCase("[1e999,{\"a\":\"\\ud800\"}]", "value[0] number.out_of_range: Exponents of numbers go from -308 to 308.",
        "value[1].a text.malformed: Text must be well-formed Unicode without U+0000.")]
    public void What_could_not_be_kept_is_told_with_where(string json, params string[] faults) => Assert.That(Faults(json), Is.EqualTo(faults));

    [Test]
    public void Faults_of_other_values_are_not_this_ones()
    {
        var faults = new AttributeFaults("values");
        faults.At("other").Add("type", "Another value is wrong.");
        Assert.That(AttributeJson.Normalize(AttributeJson.Parse("1"), faults.At("this")), Is.EqualTo("1"));
    }

    // RFC 7396, appendix A, as far as the patch is an object.
    [TestCase("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [TestCase("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [TestCase("""{"a":"b"}""", """{"a":null}""", "{}")]
    [TestCase("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [TestCase("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [TestCase("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [TestCase("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [TestCase("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [TestCase("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [TestCase("""[1,2]""", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [TestCase("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    [TestCase(null, """{"a":{"b":null},"c":1}""", """{"a":{},"c":1}""")]
    [TestCase("\"text\"", """{"a":1}""", """{"a":1}""")]
    [TestCase("""{"a":{"b":1}}""", """{"a":{"c":2}}""", """{"a":{"b":1,"c":2}}""")]
    public void A_patch_changes_what_it_names(string? target, string patch, string result)
    {
        var merged = AttributeJson.Merge(target is null ? null : AttributeJson.Parse(target), AttributeJson.Parse(patch));
        Assert.That(JsonElement.DeepEquals(merged, AttributeJson.Parse(result)), merged.GetRawText());
    }

    [TestCase("1.0", "1", true)]
    [TestCase("""{"a":1,"b":2}""", """{"b":2.0,"a":1}""", true)]
    [TestCase("[1,2]", "[2,1]", false)]
    [TestCase("\"1\"", "1", false)]
    [TestCase("\"\\u00e9\"", "\"é\"", true)]
    public void Values_are_equal_however_they_are_spelled(string one, string other, bool equal) => Assert.That(AttributeJson.AreEqual(one, other), Is.EqualTo(equal));

    [TestCase("1", """{"type":"string"}""", "\"1\"")]
    [TestCase("blue", """{"type":"string"}""", "\"blue\"")]
    [TestCase("\"blue\"", """{"type":"string"}""", "\"\\u0022blue\\u0022\"")]
    [TestCase("1", """{"type":"integer"}""", "1")]
    [TestCase("one", """{"type":"integer"}""", "\"one\"")]
    [TestCase("1", "{}", "1")]
    [TestCase("blue", "{}", "\"blue\"")]
    [TestCase("\"1\"", "{}", "\"1\"")]
    [TestCase("{\"a\":1}", """{"type":["object","null"]}""", "{\"a\":1}")]
    [TestCase("1", """{"type":"array","items":{"type":"string"}}""", "\"1\"")]
    [TestCase("1", """{"type":"array","items":{"type":"number"}}""", "1")]
    [TestCase("1", """{"type":"array"}""", "1")]
    [TestCase("[1", "{}", "\"[1\"")]
    public void Text_of_a_query_is_read_as_what_is_looked_for(string text, string schema, string sought)
    {
        var read = SearchText.Read(text, System.Text.Json.Nodes.JsonNode.Parse(schema)!.AsObject());
        Assert.That(JsonElement.DeepEquals(read, AttributeJson.Parse(sought)), read.GetRawText());
    }

    [Test]
    public void Raw_values_cross_as_they_are()
    {
        var read = JsonSerializer.Deserialize<RawJson[]>("""[null,{ "a" : 1.0 }]""")!;
        Assert.That(read.Select(static each => each.ToString()), Is.EqualTo(["null", """{ "a" : 1.0 }"""]));
        Assert.That(JsonSerializer.Serialize(read), Is.EqualTo("""[null,{ "a" : 1.0 }]"""));
        Assert.That(() => new RawJsonConverter().Write(null!, RawJson.Null, JsonSerializerOptions.Default), Throws.ArgumentNullException);
    }

    private static string? Normalize(string json) => AttributeJson.Normalize(AttributeJson.Parse(json), new AttributeFaults("value"));

    private static IEnumerable<string> Faults(string json)
    {
        var faults = new AttributeFaults("value");
        Assert.That(AttributeJson.Normalize(AttributeJson.Parse(json), faults), Is.Null);
        return faults.Found.Select(static fault => $"{fault.Path} {fault.Code}: {fault.Message}");
    }

    [Test]
    public void What_grows_when_it_is_written_out_is_refused_before_it_is_written_to_its_end()
    {
        var faults = new AttributeFaults("value");
        var many = AttributeJson.Parse($"[{string.Join(',', Enumerable.Repeat("1e308", 150_000))}]");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var text = AttributeJson.Normalize(many, faults);

        Assert.That(text, Is.Null);
        Assert.That(faults.Found.Select(static fault => fault.Code).Single(), Is.EqualTo("attribute.too_large"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(30_000_000));
    }

    [Test]
    public void No_more_faults_are_told_than_help()
    {
        var faults = new AttributeFaults("value");
        var many = AttributeJson.Parse($"[{string.Join(',', Enumerable.Repeat("1e309", 10_000))}]");

        Assert.That(AttributeJson.Normalize(many, faults), Is.Null);

        Assert.That(faults.Found, Has.Count.EqualTo(100));
    }
}
