using System.Diagnostics;
using Npgsql;

namespace UserSystem.Infrastructure.Telemetry;

/// <summary>A hand-written statement under a name, by which it is counted, timed and traced; its text and values are nowhere shown.</summary>
internal readonly struct Statement(string name, NpgsqlCommand command) : IAsyncDisposable
{
    public NpgsqlParameterCollection Parameters => command.Parameters;

    public int CommandTimeout
    {
        set => command.CommandTimeout = value;
    }

    /// <summary>The statement as the driver knows it.</summary>
    public NpgsqlCommand Command => command;

    public Task<NpgsqlDataReader> ExecuteReaderAsync(CancellationToken ct) => Traces.On
        ? TraceAsync(command, static (command, ct) => command.ExecuteReaderAsync(ct), name, ct)
        : TimeAsync(Stopwatch.GetTimestamp(), command.ExecuteReaderAsync(ct), name);

    public Task<int> ExecuteNonQueryAsync(CancellationToken ct) => Traces.On
        ? TraceAsync(command, static (command, ct) => command.ExecuteNonQueryAsync(ct), name, ct)
        : TimeAsync(Stopwatch.GetTimestamp(), command.ExecuteNonQueryAsync(ct), name);

    public Task<object?> ExecuteScalarAsync(CancellationToken ct) => Traces.On
        ? TraceAsync(command, static (command, ct) => command.ExecuteScalarAsync(ct), name, ct)
        : TimeAsync(Stopwatch.GetTimestamp(), command.ExecuteScalarAsync(ct), name);

    public ValueTask DisposeAsync() => command.DisposeAsync();

    private static async Task<T> TraceAsync<T>(
        NpgsqlCommand command, Func<NpgsqlCommand, CancellationToken, Task<T>> execute, string name, CancellationToken ct)
    {
        using var span = Traces.Statement(name);
        try
        {
            return await TimeAsync(Stopwatch.GetTimestamp(), execute(command, ct), name);
        }
        catch (Exception failure)
        {
            span.Failed(failure);
            throw;
        }
    }

    private static async Task<T> TimeAsync<T>(long start, Task<T> execution, string name)
    {
        try
        {
            return await execution;
        }
        catch
        {
            Instruments.StatementFailures.Add(1, new KeyValuePair<string, object?>("statement", name));
            throw;
        }
        finally
        {
            Instruments.StatementDuration.Record(
                Stopwatch.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("statement", name));
        }
    }
}

/// <summary>Makes statements with names.</summary>
internal static class StatementExtensions
{
    /// <summary>A statement on a connection of its own.</summary>
    /// <param name="database">Where it runs.</param>
    /// <param name="name">What it is counted as: a constant, as <c>users.find</c>.</param>
    /// <param name="sql">Its text.</param>
    public static Statement Statement(this NpgsqlDataSource database, string name, string sql) => new(name, database.CreateCommand(sql));

    /// <summary>A statement on the connection of a unit of work.</summary>
    public static Statement Statement(this NpgsqlConnection connection, string name, string sql) => new(name, new NpgsqlCommand(sql, connection));
}
