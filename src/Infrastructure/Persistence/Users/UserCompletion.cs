using Npgsql;
using UserSystem.Application.Accounts;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Users;

internal sealed class UserCompletion(NpgsqlDataSource database) : IUserCompletion
{
    // People; few enough that no lock is held for long.
    private const int Piece = 10_000;

    public async Task<CompletedUsers> RunAsync(bool dryRun, CancellationToken ct) => dryRun
        ? new(await CountAsync("user_profiles", ct), await CountAsync("user_preferences", ct))
        : new(await CompleteAsync("user_profiles", ct), await CompleteAsync("user_preferences", ct));

    private static string LackedBy(string people, string table) =>
        $"from {people} u where not exists (select 1 from {table} r where r.user_id = u.id)";

    private async Task<long> CountAsync(string table, CancellationToken ct)
    {
        await using var count = database.Statement("backfill.count", $"select count(*) {LackedBy("users", table)}");
        return (long)(await count.ExecuteScalarAsync(ct))!;
    }

    // Walks by the primary key, so that nobody is looked at twice. Who joins behind the walker's back has everything from the trigger.
    private async Task<long> CompleteAsync(string table, CancellationToken ct)
    {
        var (last, total) = await CompleteAsync(table, Guid.Empty, ct);
        while (last is { } reached)
        {
            (last, var added) = await CompleteAsync(table, reached, ct);
            total += added;
        }

        return total;
    }

    private async Task<(Guid? Last, long Added)> CompleteAsync(string table, Guid after, CancellationToken ct)
    {
        await using var insert = database.Statement(
            "backfill.insert",
            $"""
            with piece as materialized (select id from users where id > $1 order by id limit {Piece}),
                 added as (insert into {table} (user_id) select u.id {LackedBy("piece", table)} order by u.id on conflict do nothing returning 1)
            select (select id from piece order by id desc limit 1), (select count(*) from added)
            """);
        insert.Parameters.With(after);
        await using var row = await insert.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.IsDBNull(0) ? null : row.GetGuid(0), row.GetInt64(1));
    }
}
