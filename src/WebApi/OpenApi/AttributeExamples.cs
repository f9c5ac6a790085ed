using System.Text.Json;
using UserSystem.Application.Attributes;
using UserSystem.Application.Attributes.Handlers;
using UserSystem.Application.Shared;

namespace UserSystem.WebApi.OpenApi;

/// <summary>What requests and answers about attributes look like.</summary>
internal static class AttributeExamples
{
    private static readonly string Key = OnboardingMilestones.Key.Name;
    private static readonly RawJson Value = new("""{"profile_completed": "2026-03-01T09:30:00.123456Z"}""");
    private static readonly JsonElement Element = JsonElement.Parse(Value.Text);

    /// <summary>An example of the type; null for a type that is not about attributes.</summary>
    public static object? Of(Type type, Guid userId, DateTimeOffset moment)
    {
        var attribute = new AttributeDto(Key, Value, moment, moment, userId, userId) { Version = 7 };
        var values = new Dictionary<string, JsonElement> { [Key] = Element, ["custom.team"] = JsonElement.Parse("null") };
        return type switch
        {
            _ when type == typeof(AttributeDto) => attribute,
            _ when type == typeof(AttributeListDto) => new AttributeListDto([attribute]),
            _ when type == typeof(Page<AttributeChangeDto>) => new Page<AttributeChangeDto>(
                [new AttributeChangeDto(userId, moment, userId, RawJson.Null, Value)], NextCursor: null),
            _ when type == typeof(Page<AttributeHolderDto>) => new Page<AttributeHolderDto>([new AttributeHolderDto(userId, Value, moment)], NextCursor: null),
            _ when type == typeof(AttributeKeyDto) => KeyOf(),
            _ when type == typeof(Page<AttributeKeyDto>) => new Page<AttributeKeyDto>([KeyOf()], NextCursor: null),
            _ when type == typeof(SetAttributeValue) => new SetAttributeValue { Value = Element },
            _ when type == typeof(SetUserAttributeValue) => new SetUserAttributeValue { Value = Element },
            _ when type == typeof(MergeAttributeValue) => new MergeAttributeValue { Value = Element },
            _ when type == typeof(MergeUserAttributeValue) => new MergeUserAttributeValue { Value = Element },
            _ when type == typeof(ChangeAttributeValues) => new ChangeAttributeValues { Values = values },
            _ when type == typeof(ChangeUserAttributeValues) => new ChangeUserAttributeValues { Values = values },
            _ => null,
        };
    }

    private static AttributeKeyDto KeyOf() => new(
        Key, new OnboardingMilestones().Description, new RawJson("""{"type": "object"}"""), Value, RawJson.Null, ["person", "attributes:read", "system"],
        ["person", "attributes:write", "system"], SettableAtSignUp: false, Searchable: false, Unique: false, KeepsHistory: true, Sensitivity.Personal);
}
