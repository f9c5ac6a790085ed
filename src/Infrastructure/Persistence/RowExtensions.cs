using Npgsql;
using NpgsqlTypes;
using UserSystem.Application.Attributes;

namespace UserSystem.Infrastructure.Persistence;

/// <summary>Reading columns and writing parameters of hand-written SQL.</summary>
internal static class RowExtensions
{
    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static RawJson JsonOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? RawJson.Null : new RawJson(row.GetString(column));

    public static Guid? GuidOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    public static DateTimeOffset Instant(this NpgsqlDataReader row, int column) => new(row.GetDateTime(column));

    public static DateTimeOffset? InstantOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Instant(column);

    /// <summary>The next positional parameter, typed so that nothing is boxed.</summary>
    public static NpgsqlParameterCollection With<T>(this NpgsqlParameterCollection parameters, T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return parameters;
    }

    /// <summary>The next positional parameter, JSON as text.</summary>
    public static NpgsqlParameterCollection WithJson(this NpgsqlParameterCollection parameters, string value)
    {
        parameters.Add(new NpgsqlParameter<string> { NpgsqlDbType = NpgsqlDbType.Jsonb, TypedValue = value });
        return parameters;
    }

    /// <summary>The next positional parameter, a list of JSON as text.</summary>
    public static NpgsqlParameterCollection WithJson(this NpgsqlParameterCollection parameters, string[] values)
    {
        parameters.Add(new NpgsqlParameter<string[]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb, TypedValue = values });
        return parameters;
    }

    /// <summary>The next positional parameter, which may be null.</summary>
    public static NpgsqlParameterCollection WithNullable(this NpgsqlParameterCollection parameters, NpgsqlDbType type, object? value)
    {
        parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
        return parameters;
    }
}
