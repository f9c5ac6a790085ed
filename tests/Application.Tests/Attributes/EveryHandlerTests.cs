using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Attributes.Types;
using UserSystem.Testing.Attributes;

namespace UserSystem.Application.Tests.Attributes;

/// <summary>Every key that the service has, and every one that it will have.</summary>
[TestFixtureSource(nameof(Handlers))]
public sealed class EveryHandlerTests(AttributeHandler handler) : AttributeHandlerContract(handler)
{
    public static IEnumerable<TestFixtureData> Handlers => HandlersIn(typeof(AttributeHandler).Assembly);
}

/// <summary>The types that keys are made of, each as a key: what holds of them holds of the keys of others.</summary>
[TestFixtureSource(nameof(Handlers))]
public sealed class EveryTypeTests(AttributeHandler handler) : AttributeHandlerContract(handler)
{
    public static IEnumerable<TestFixtureData> Handlers =>
    [
        Of("flag", AttributeTypes.Flag, true),
        Of("date", AttributeTypes.Date, new DateOnly(2026, 3, 1)),
        Of("instant", AttributeTypes.Instant, new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero)),
        Of("uuid", AttributeTypes.Uuid, new Guid("0199c2f0-aa00-7b8b-9585-4bb5266028d9")),
        Of("json", AttributeTypes.Json, new RawJson("""{"a":[1,"x"]}""")),
        Of("text", AttributeTypes.Text(100), "hello"),
        Of("text_or_none", AttributeTypes.Text(100, minLength: 0), "hello"),
        Of("long_text", AttributeTypes.Text(100, minLength: 3), "hello"),
        Of("name", AttributeTypes.Name("^[a-z]{1,10}$"), "hello"),
        Of("word", AttributeTypes.OneOf("vip", "beta"), "vip"),
        Of("whole", AttributeTypes.WholeNumber(), 7),
        Of("small", AttributeTypes.WholeNumber(-1, 1), 1),
        Of("number", AttributeTypes.Number(), 1.5m),
        Of("share", AttributeTypes.Number(0, 1), 0.5m),
        Of("url", AttributeTypes.Url, new Uri("https://example.org/ann")),
        Of("list", AttributeTypes.ListOf(AttributeTypes.Text(20), maxCount: 3), ["a", "b"]),
        Of("numbers", AttributeTypes.SetOf(AttributeTypes.Number(), maxCount: 3), [1.5m]),
        Of("anything", AttributeTypes.SetOf(AttributeTypes.Json, maxCount: 3), [new RawJson("1.5")]),
        Of("map", AttributeTypes.MapOf(AttributeTypes.Url, "^[a-z]{1,10}$", maxCount: 2), new Dictionary<string, Uri> { ["a"] = new("https://example.org/") }),
        Of("record", AttributeTypes.Record<Badge>(), new Badge("gold", 2, Note: null, new Place("Cairo"), ["x"])),
    ];

    private static TestFixtureData Of<T>(string name, AttributeType<T> type, T example)
    {
        var handler = new Plain<T>(name, type, example);
        return new TestFixtureData(handler).SetArgDisplayNames(name);
    }

    /// <summary>Members that have to be there, one of them possibly null, and one that need not.</summary>
    public sealed record Badge(string Colour, int Stars, string? Note, Place Place, IReadOnlyList<string> Tags, bool Shiny = false, short? Rank = 1, long Weight = 2, byte Size = 3);

    /// <summary>A record within another.</summary>
    public sealed record Place(string City, string? Street = null);

    private sealed class Plain<T>(string name, AttributeType<T> type, T example) : AttributeHandler<T>(new AttributeKey<T>(name), type)
    {
        public override string Description => "What a type of values does by itself.";

        public override Audience Readers => Audience.Person | Audience.Staff;

        public override Audience Writers => Audience.Person;

        public override T Example => example;
    }
}
