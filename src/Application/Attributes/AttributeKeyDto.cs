using System.Text.Json;
using UserSystem.Domain.Roles;

namespace UserSystem.Application.Attributes;

/// <summary>What is known of a key.</summary>
/// <param name="Key">The key; <c>custom.*</c> stands for all keys of a namespace that need no handler.</param>
/// <param name="Description">What the values mean.</param>
/// <param name="Schema">Which JSON a value is, as JSON Schema (draft 2020-12).</param>
/// <param name="Example">A value.</param>
/// <param name="Default">What counts where nothing is set; JSON null where nothing does.</param>
/// <param name="Readers">Who may see values: person, members, system, or the permission that is needed.</param>
/// <param name="Writers">Who may change values.</param>
/// <param name="SettableAtSignUp">Whether a value can be given at sign-up.</param>
/// <param name="Searchable">Whether people can be looked up by a value.</param>
/// <param name="Unique">Whether only one person can have a value.</param>
/// <param name="KeepsHistory">Whether each change is kept.</param>
/// <param name="Sensitivity">How closely the values have to be watched.</param>
public sealed record AttributeKeyDto(
    string Key, string Description, RawJson Schema, RawJson Example, RawJson Default, IReadOnlyList<string> Readers,
    IReadOnlyList<string> Writers, bool SettableAtSignUp, bool Searchable, bool Unique, bool KeepsHistory, Sensitivity Sensitivity)
{
    internal static AttributeKeyDto Of(AttributeHandler handler) => new(
        handler.Name, handler.Description, new RawJson(handler.Schema.ToJsonString(JsonSerializerOptions.Default)), new RawJson(handler.ExampleText),
        handler.DefaultText is { } text ? new RawJson(text) : RawJson.Null,
        handler.Readers.Describe(Permissions.AttributesRead), handler.Writers.Describe(Permissions.AttributesWrite), handler.SettableAtSignUp,
        handler.Searchable, handler.Unique, handler.KeepsHistory, handler.Sensitivity);
}
