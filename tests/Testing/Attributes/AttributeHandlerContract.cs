using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Roles;
using UserSystem.Testing.Schemas;

namespace UserSystem.Testing.Attributes;

/// <summary>
/// What every handler of attributes has to do. To have all handlers of an assembly checked, those to come included, say where they are:
/// <code>
/// [TestFixtureSource(nameof(Handlers))]
/// public sealed class EveryHandlerTests(AttributeHandler handler) : AttributeHandlerContract(handler)
/// {
///     public static IEnumerable&lt;TestFixtureData&gt; Handlers => HandlersIn(typeof(FavouriteColour).Assembly);
/// }
/// </code>
/// </summary>
/// <param name="handler">One of them.</param>
public abstract partial class AttributeHandlerContract(AttributeHandler handler)
{
    private readonly AttributeCatalog _catalog = new([], Options.Create(new AttributesOptions()));

    /// <summary>Every handler of an assembly, each a fixture of its own; of the service itself the open namespace as well.</summary>
    public static IEnumerable<TestFixtureData> HandlersIn(Assembly assembly)
    {
        var handlers = AttributeCatalog.Scan(assembly).Select(static type => (AttributeHandler)Activator.CreateInstance(type)!);
        if (assembly == typeof(AttributeHandler).Assembly)
        {
            handlers = handlers.Append(new AttributeCatalog([], Options.Create(new AttributesOptions())).All[0]);
        }

        return handlers.Select(static each => new TestFixtureData(each).SetArgDisplayNames(each.Name));
    }

    [Test]
    public void The_key_that_business_code_names_is_its_own()
    {
        if (handler.GetType().GetField("Key", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is { } key)
        {
            Assert.That(key.ToString(), Is.EqualTo(handler.Name));
        }

        Assert.That(AttributeName.IsValid(handler.Name.Replace("*", "any", StringComparison.Ordinal)), handler.Name);
    }

    [Test]
    public void The_description_is_a_sentence() => Assert.That(
        handler.Description, Does.Match(@"^\p{Lu}[^\r\n]{10,}\.$"), "It begins with a capital, ends with a full stop, and says something.");

    [Test]
    public void It_is_said_who_reads_and_who_writes()
    {
        Assert.That(handler.Readers, Is.Not.Null);
        Assert.That(handler.Writers, Is.Not.Null);
        var known = new HashSet<string>([.. Permissions.All, "person", "members", "system"], StringComparer.Ordinal);
        var named = handler.Readers.Describe(Permissions.AttributesRead).Concat(handler.Writers.Describe(Permissions.AttributesWrite));
        Assert.That(named.Where(word => !known.Contains(word) && !Permission().IsMatch(word)), Is.Empty, "Permissions are written resource:action.");
    }

    [Test]
    public void Nobody_writes_what_they_may_not_read()
    {
        Assert.That(!handler.Writers.IncludesPerson || handler.Readers.IncludesPerson, "A person who may write their own value reads it.");
        Assert.That(!handler.Writers.AdmitsHolder(new PermissionSet([Permissions.AttributesWrite]), Permissions.AttributesWrite)
            || handler.Readers.IncludesMembers || handler.Readers.AdmitsHolder(new PermissionSet([Permissions.AttributesRead]), Permissions.AttributesRead), "Staff that may write reads.");
    }

    [Test]
    public void The_sensitivity_is_one_that_the_readers_bear_out()
    {
        Assert.That(Enum.IsDefined(handler.Sensitivity));
        Assert.That(handler.Sensitivity is not Sensitivity.Special || !handler.Readers.IncludesMembers, "What can harm a person is not shown to everybody.");
        Assert.That(handler.Sensitivity is not Sensitivity.None || !handler.Unique, "What only one person can have says who that is.");
    }

    [Test]
    public void Whoever_signs_up_is_given_what_they_could_set_themselves() => Assert.That(
        !handler.SettableAtSignUp || handler.Writers.IncludesPerson, "A key that the person may not write is not set at sign-up.");

    [Test]
    public void The_example_is_a_value()
    {
        Assert.That(Accept(handler.ExampleText, out var faults), Is.Not.Null, faults);
        Assert.That(SchemaFaults(handler.ExampleText), Is.Empty);
    }

    [Test]
    public void The_default_is_a_value()
    {
        if (handler.DefaultText is { } text)
        {
            Assert.That(Accept(text, out var faults), Is.Not.Null, faults);
            Assert.That(SchemaFaults(text), Is.Empty);
        }
    }

    [Test]
    public void The_schema_belongs_to_whoever_asked_for_it()
    {
        var first = handler.Schema;
        var text = first.ToJsonString();
        first["spoiled"] = true;
        Assert.That(handler.Schema.ToJsonString(), Is.EqualTo(text));
    }

    [Test]
    public void No_junk_is_too_much()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var text in Corpus().Concat(JunkJson.Unkeepable).Concat(SpoiledByTheUnkeepable()))
            {
                var faults = new AttributeFaults("value");
                string? accepted = null;
                Assert.That(() => accepted = _catalog.Accept(handler, Parse(text), faults), Throws.Nothing, Short(text));
                Assert.That(accepted is null, Is.EqualTo(faults.Any), $"Either a value or a fault: {Short(text)}");
                Assert.That(faults.Found.Where(static fault => fault.Code.Length == 0 || !fault.Message.EndsWith('.')), Is.Empty, Short(text));
                Assert.That(() => handler.AcceptSearch(text, new AttributeFaults("value")), Throws.Nothing, $"Looking for {Short(text)}");
            }
        }
    }

    [Test]
    public void What_cannot_be_kept_is_refused()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var text in JunkJson.Unkeepable)
            {
                Assert.That(Accept(text, out _), Is.Null, text);
            }
        }
    }

    [Test]
    public void What_is_accepted_is_accepted_again_as_the_same()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var text in Corpus())
            {
                if (Accept(text, out _) is { } accepted)
                {
                    Assert.That(Accept(accepted, out var faults), Is.EqualTo(accepted), $"{Short(text)} {faults}");
                }
            }
        }
    }

    [Test]
    public void The_schema_accepts_what_the_handler_accepts_and_refuses_what_it_refuses()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var text in Corpus())
            {
                if (Accept(text, out var told) is { } accepted)
                {
                    Assert.That(SchemaFaults(accepted), Is.Empty, $"The schema refuses {Short(accepted)}, which is the usual form of {Short(text)}.");
                    Assert.That(SchemaFaults(Trimmed(text)), Is.Empty, $"The schema refuses {Short(text)}, which the handler accepts.");
                }
                else if (!told.Contains(ValueFaults.TooLarge.Code, StringComparison.Ordinal) && !told.Contains(ValueFaults.TooPrecise.Code, StringComparison.Ordinal))
                {
                    Assert.That(SchemaFaults(text), Is.Not.Empty, $"The schema accepts {Short(text)}, which the handler refuses: {told}");
                }
            }
        }
    }

    // Null never gets as far as a handler: it takes values away.
    private IEnumerable<string> Corpus() => JunkJson.Keepable.Concat(JunkJson.Spoiled(handler.ExampleText, JunkJson.Keepable)).Where(static text => text != "null");

    private static IEnumerable<string> SpoiledByTheUnkeepable() => JunkJson.Unkeepable
        .SelectMany(static junk => new[] { $"[{junk}]", $$"""{"a":{{junk}}}""", $$"""{"unheard_of":[{{junk}}]}""" });

    private string? Accept(string text, out string told)
    {
        var faults = new AttributeFaults("value");
        var accepted = _catalog.Accept(handler, Parse(text), faults);
        told = string.Join(", ", faults.Found.Select(static fault => $"{fault.Path}: {fault.Code}"));
        return accepted;
    }

    private IReadOnlyList<string> SchemaFaults(string text)
    {
        var schema = JsonSerializer.SerializeToElement(handler.Schema);
        return new SchemaValidator(schema, utcOnly: false).Validate(schema, Parse(text));
    }

    // White space around text and what Unicode composes are the handler's to take away; a schema judges what is left.
    private static string Trimmed(string text) => Trim(JsonNode.Parse(text))?.ToJsonString() ?? "null";

    private static JsonNode? Trim(JsonNode? node) => node switch
    {
        JsonArray list => new JsonArray([.. list.Select(Trim)]),
        JsonObject map => new JsonObject(map.Select(static member => KeyValuePair.Create(member.Key, Trim(member.Value)))),
        JsonValue value when value.TryGetValue<string>(out var words) => Domain.Shared.Text.IsClean(words) ? Domain.Shared.Text.Normalize(words) : words,
        _ => node?.DeepClone(),
    };

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;

    private static string Short(string text) => text.Length <= 120 ? text : $"{text[..120]}… ({text.Length} characters)";

    [GeneratedRegex("^[a-z_]+:[a-z_]+$")]
    private static partial Regex Permission();
}
