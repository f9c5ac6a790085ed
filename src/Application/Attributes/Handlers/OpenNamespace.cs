using System.Text.Json;
using UserSystem.Application.Attributes.Types;

namespace UserSystem.Application.Attributes.Handlers;

/// <summary>Keys that need no handler: any JSON, the person's own. Which namespace it is, and whether there is one, is a setting.</summary>
internal sealed class OpenNamespace : AttributeHandler<RawJson>
{
    private readonly string _prefix;

    public OpenNamespace(string name)
        : base(new AttributeKey<RawJson>($"{name}.any"), AttributeTypes.Json) =>
        (_prefix, Name) = ($"{name}.", $"{name}.*");

    public override string Description => "Whatever applications keep for a person: any JSON but null, under any key of this namespace.";

    public override Audience Readers => Audience.Person | Audience.Staff;

    public override Audience Writers => Audience.Person | Audience.Staff;

    public override bool SettableAtSignUp => true;

    public override bool Searchable => true;

    public override RawJson Example => new("""{"size":42}""");

    // Any JSON is its own type: it is written once, and not once more for having been read.
    internal override string? Accept(JsonElement value, AttributeFaults faults) => AttributeJson.Normalize(value, faults);

    public bool Holds(string key) => key.StartsWith(_prefix, StringComparison.Ordinal);
}
