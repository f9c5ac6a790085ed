using Npgsql;
using UserSystem.Application.Accounts;

namespace UserSystem.Infrastructure.Persistence.Users;

internal sealed class UserCompletion(NpgsqlDataSource database) : IUserCompletion
{
    // Small enough that no lock is held for long.
    private const int Piece = 10_000;

    public async Task<CompletedUsers> RunAsync(bool dryRun, CancellationToken ct) => new(
        await CompleteAsync("user_profiles", dryRun, ct),
        await CompleteAsync("user_preferences", dryRun, ct));

    private async Task<long> CompleteAsync(string table, bool dryRun, CancellationToken ct)
    {
        var missing = $"from users u where not exists (select 1 from {table} r where r.user_id = u.id)";
        if (dryRun)
        {
            await using var count = database.CreateCommand($"select count(*) {missing}");
            return (long)(await count.ExecuteScalarAsync(ct))!;
        }

        var total = 0L;
        while (true)
        {
            await using var insert = database.CreateCommand(
                $"insert into {table} (user_id) select u.id {missing} limit {Piece} on conflict do nothing");
            var added = await insert.ExecuteNonQueryAsync(ct);
            total += added;
            if (added == 0)
            {
                return total;
            }
        }
    }
}
