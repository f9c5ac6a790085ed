using System.Text.Json.Serialization;
using UserSystem.Application.Shared;
using UserSystem.Domain.Attributes;

namespace UserSystem.Application.Attributes;

/// <summary>A value of a person.</summary>
/// <param name="Key">Under which key.</param>
/// <param name="Value">The value; which JSON it is says the catalogue.</param>
/// <param name="CreatedAt">When it was first set; null for a default.</param>
/// <param name="UpdatedAt">When it last became another; null for a default.</param>
/// <param name="CreatedByUserId">Who set it first; null for the service itself.</param>
/// <param name="UpdatedByUserId">Who set it last; null for the service itself.</param>
/// <param name="IsDefault">True where nothing is set and this counts instead; absent otherwise.</param>
public sealed record AttributeDto(
    string Key, RawJson Value, DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt, Guid? CreatedByUserId, Guid? UpdatedByUserId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsDefault = false) : ITagged
{
    /// <summary>The version of the value, counted by the database.</summary>
    [JsonIgnore]
    public long Version { get; init; }

    string ITagged.Tag => $"v{Version}";

    internal static AttributeDto Of(UserAttribute attribute) => new(
        attribute.Key, new RawJson(attribute.Value), attribute.CreatedAt, attribute.UpdatedAt, attribute.CreatedByUserId?.Value,
        attribute.UpdatedByUserId?.Value)
    {
        Version = attribute.Version,
    };
}

/// <summary>Values of a person.</summary>
/// <param name="Items">The values that the caller may see, in the order of their keys.</param>
public sealed record AttributeListDto(IReadOnlyList<AttributeDto> Items);

/// <summary>What was set.</summary>
/// <param name="Attribute">As it is now.</param>
/// <param name="IsNew">True where there was nothing before.</param>
public sealed record AttributeWritten(AttributeDto Attribute, bool IsNew);

/// <summary>One change of a value.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="ChangedAt">When.</param>
/// <param name="ChangedByUserId">Who did it; null for the service itself.</param>
/// <param name="OldValue">What it was; JSON null where there was none.</param>
/// <param name="NewValue">What it became; JSON null where it went.</param>
public sealed record AttributeChangeDto(Guid Id, DateTimeOffset ChangedAt, Guid? ChangedByUserId, RawJson OldValue, RawJson NewValue);

/// <summary>Somebody who has a value.</summary>
/// <param name="UserId">Who.</param>
/// <param name="Value">The value.</param>
/// <param name="UpdatedAt">Since when.</param>
public sealed record AttributeHolderDto(Guid UserId, RawJson Value, DateTimeOffset UpdatedAt);
