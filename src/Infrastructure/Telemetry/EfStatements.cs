using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace UserSystem.Infrastructure.Telemetry;

/// <summary>Counts, times and traces what the mapper sends, under <c>ef.</c> and the kind of call that made it.</summary>
internal sealed class EfStatements : DbCommandInterceptor
{
    public static readonly EfStatements Instance = new();

    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Note(eventData);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Note(eventData);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<object?> ScalarExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken = default)
    {
        Note(eventData);
        return ValueTask.FromResult(result);
    }

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Instruments.StatementFailures.Add(1, new KeyValuePair<string, object?>("statement", Name(eventData.CommandSource)));
        Note(eventData, eventData.Exception);
        return Task.CompletedTask;
    }

    private static void Note(CommandEndEventData ended, Exception? failure = null)
    {
        var name = Name(ended.CommandSource);
        Instruments.StatementDuration.Record(ended.Duration.TotalSeconds, new KeyValuePair<string, object?>("statement", name));
        if (Traces.On)
        {
            using var span = Traces.Statement(name, ended.StartTime);
            if (failure is not null)
            {
                span.Failed(failure);
            }
        }
    }

    private static string Name(CommandSource source) => source switch
    {
        CommandSource.SaveChanges => "ef.save",
        CommandSource.LinqQuery or CommandSource.FromSqlQuery => "ef.query",
        CommandSource.ExecuteSqlRaw or CommandSource.ExecuteUpdate or CommandSource.ExecuteDelete => "ef.execute",
        CommandSource.Migrations => "ef.migrate",
        _ => "ef.other",
    };
}
