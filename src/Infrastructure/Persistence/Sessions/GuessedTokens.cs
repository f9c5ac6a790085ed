using System.Net;
using Microsoft.Extensions.Options;
using Npgsql;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Infrastructure.Security.Keys;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Sessions;

/// <summary>
/// Counts in the rows that failed logins are counted in, by one statement. Where addresses say nothing of who is calling, nothing is counted.
/// The keys are asked for only then: the commands of the command line pass here too, and have no master key.
/// </summary>
internal sealed class GuessedTokens(
    NpgsqlDataSource database, Func<ThrottleKeys> keys, IOptions<AccountsOptions> accounts, IOptions<RateLimitingOptions> limits) : IGuessedTokens
{
    public async Task<TimeSpan?> CountAsync(IPAddress? address, DateTimeOffset now, CancellationToken ct)
    {
        if (!limits.Value.Enabled)
        {
            return null;
        }

        await using var command = database.Statement(
            "guessed_tokens.count",
            """
            with held as (
                select max(blocked_until) as until from login_throttles where key_hash = $1 and blocked_until > $2
            ), counted as (
                insert into login_throttles as t (key_hash, failures, blocked_until, updated_at)
                values ($1, 1, login_blocked_until(1, $3, $2), $2)
                on conflict (key_hash) do update
                set failures = case when t.updated_at < $2 - interval '1 day' then 1 else t.failures + 1 end,
                    blocked_until = login_blocked_until(case when t.updated_at < $2 - interval '1 day' then 1 else t.failures + 1 end, $3, $2),
                    updated_at = $2
                where t.blocked_until is null or t.blocked_until <= $2
                returning 1
            )
            select exists (select 1 from counted), until from held
            """);
        command.Parameters.With(keys().ForTokens(address)).With(now.UtcDateTime).With(accounts.Value.MaxLoginAttempts);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);

        // Blocked by another a moment ago: the statement did not see until when, but it is never less than this.
        return row.GetBoolean(0) ? null : row.InstantOrNull(1) - now ?? TimeSpan.FromSeconds(60);
    }
}
