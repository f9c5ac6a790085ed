using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Persistence;

/// <summary>A typed id is a uuid in the database.</summary>
internal sealed class EntityIdConverter<TId>() : ValueConverter<TId, Guid>(static id => id.Value, static value => From(value))
    where TId : struct, IEntityId<TId>
{
    // An expression tree cannot call a static interface member itself.
    private static TId From(Guid value) => TId.From(value);
}

/// <summary>An address is text in the database, as it was typed.</summary>
internal sealed class EmailAddressConverter()
    : ValueConverter<EmailAddress, string>(static email => email.Value, static value => EmailAddress.FromStore(value));

/// <summary>An enum is a snake_case word in the database.</summary>
internal sealed class WordConverter<TEnum>()
    : ValueConverter<TEnum, string>(static value => Words.Of(value), static word => Words.Parse<TEnum>(word))
    where TEnum : struct, Enum;

/// <summary>A text is a JSON string in a jsonb column.</summary>
internal sealed class JsonTextConverter()
    : ValueConverter<string, string>(static text => Write(text), static json => Read(json))
{
    private static string Write(string text) => JsonSerializer.Serialize(text);

    private static string Read(string json) => JsonSerializer.Deserialize<string>(json)!;
}

/// <summary>Enum values as the snake_case words of the database and the API.</summary>
internal static class Words
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Cache<TEnum>.Words[value];

    public static TEnum Parse<TEnum>(string word)
        where TEnum : struct, Enum => Cache<TEnum>.Values[word];

    private static class Cache<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> Words = Enum.GetValues<TEnum>()
            .ToDictionary(static value => value, static value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

        public static readonly Dictionary<string, TEnum> Values = Words.ToDictionary(static pair => pair.Value, static pair => pair.Key);
    }
}
