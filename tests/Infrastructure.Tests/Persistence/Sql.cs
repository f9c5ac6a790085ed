using Npgsql;

namespace UserSystem.Infrastructure.Tests.Persistence;

/// <summary>Statements of tests, with positional parameters.</summary>
internal static class Sql
{
    public static async Task<int> ExecuteAsync(this NpgsqlConnection connection, string sql, CancellationToken ct, params object?[] values)
    {
        await using var command = connection.Command(sql, values);
        return await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task<int> ExecuteAsync(this NpgsqlDataSource database, string sql, CancellationToken ct, params object?[] values)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(sql, ct, values);
    }

    /// <summary>The first column of all rows.</summary>
    public static async Task<List<T>> ListAsync<T>(this NpgsqlConnection connection, string sql, CancellationToken ct, params object?[] values)
    {
        await using var command = connection.Command(sql, values);
        await using var row = await command.ExecuteReaderAsync(ct);
        var list = new List<T>();
        while (await row.ReadAsync(ct))
        {
            list.Add(await row.IsDBNullAsync(0, ct) ? default! : await row.GetFieldValueAsync<T>(0, ct));
        }

        return list;
    }

    public static async Task<List<T>> ListAsync<T>(this NpgsqlDataSource database, string sql, CancellationToken ct, params object?[] values)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ListAsync<T>(sql, ct, values);
    }

    /// <summary>The first column of the one row.</summary>
    public static async Task<T> OneAsync<T>(this NpgsqlConnection connection, string sql, CancellationToken ct, params object?[] values) =>
        (await connection.ListAsync<T>(sql, ct, values)).Single();

    public static async Task<T> OneAsync<T>(this NpgsqlDataSource database, string sql, CancellationToken ct, params object?[] values) =>
        (await database.ListAsync<T>(sql, ct, values)).Single();

    private static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value ?? DBNull.Value);
        }

        return command;
    }
}
