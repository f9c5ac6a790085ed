using Microsoft.Extensions.Options;
using Npgsql;
using UserSystem.Application.Accounts;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Users;

/// <summary>Speaks SQL: the caller's own record is the most frequent question of all, and the questions of many are one statement.</summary>
internal sealed class UserReader : IUserReader
{
    // One text for each set of parts, made once: what is asked most often is not put together for each who asks.
    private static readonly string[] Me = UserPartsSql.Texts(static parts =>
        $"""
         select u.id, u.email, u.name, u.status, u.email_verified_at is not null, u.password_hash is not null, u.last_password_change_at,
                u.terms_accepted_at, u.terms_version, u.last_login_at, u.created_at, u.updated_at, u.version, u.pending_email{parts?.Columns}
         from live_users u{parts?.Joins} where u.id = any((select $1::uuid[])::uuid[])
         """);

    private static readonly string[] Anybody = UserPartsSql.Texts(static parts =>
        $"""
         select u.id, u.email, u.name, u.status, u.email_verified_at is not null, u.pending_email, u.password_hash is not null,
                u.last_password_change_at, u.external_id, u.terms_accepted_at, u.terms_version, u.last_login_at, u.suspended_at,
                u.suspension_reason, u.suspended_by, u.created_at, u.updated_at, u.deleted_at, u.version{parts?.Columns}
         from users u{parts?.Joins} where u.id = $1
         """);

    private readonly NpgsqlDataSource _database;
    private readonly AccountsOptions _accounts;
    private readonly TimeProvider _clock;
    private readonly Batching<Own, MeDto?> _own;

    public UserReader(NpgsqlDataSource database, IOptions<AccountsOptions> accounts, TimeProvider clock)
    {
        (_database, _accounts, _clock) = (database, accounts.Value, clock);
        _own = new Batching<Own, MeDto?>(most: 32, clock, FindOwnAsync, kind: static own => own.Kind, lanes: 2);
    }

    public Task<MeDto?> FindMeAsync(UserId id, string currentTerms, UserInclusion? inclusion, CancellationToken ct) =>
        _own.CarryOutAsync(new Own(id, currentTerms, inclusion), ct);

    private async Task FindOwnAsync(IReadOnlyList<Batching<Own, MeDto?>.Member> batch, CancellationToken ct)
    {
        var (_, currentTerms, inclusion) = batch[0].Work;
        var parts = UserPartsSql.Of(inclusion);
        var found = new Dictionary<Guid, MeDto>(batch.Count);
        await using (var command = _database.Statement("users.find_me", Me[UserPartsSql.IndexOf(inclusion)]))
        {
            command.Parameters.With(batch.Select(static member => member.Work.Id.Value).ToArray());
            if (inclusion is not null)
            {
                // The newest present of all: nobody misses what began before they asked.
                UserPartsSql.Bind(command.Parameters, inclusion with { Now = batch.Max(static member => member.Work.Inclusion!.Now) });
            }

            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                var me = ReadMe(row, currentTerms);
                found[me.Id] = parts is null ? me : parts.Read(row, 14, me);
            }
        }

        foreach (var member in batch)
        {
            member.Tell(found.GetValueOrDefault(member.Work.Id.Value));
        }
    }

    private static MeDto ReadMe(NpgsqlDataReader row, string currentTerms)
    {
        var terms = row.TextOrNull(8);
        return new MeDto(
            row.GetGuid(0), row.GetString(1), row.TextOrNull(2), row.GetFieldValue<UserStatus>(3), row.GetBoolean(4), row.TextOrNull(13), row.GetBoolean(5),
            row.InstantOrNull(6), row.InstantOrNull(7), terms, terms != currentTerms, row.InstantOrNull(9), row.Instant(10), row.Instant(11))
        {
            Version = row.GetInt32(12),
        };
    }

    public async Task<UserDto?> FindAsync(UserId id, UserInclusion? inclusion, CancellationToken ct)
    {
        var parts = UserPartsSql.Of(inclusion);

        // Whoever looks after people sees deleted ones until they are purged.
        await using var command = _database.Statement("users.find", Anybody[UserPartsSql.IndexOf(inclusion)]);
        Bind(command, id, inclusion);
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
        {
            return null;
        }

        var user = new UserDto(
                row.GetGuid(0), row.GetString(1), row.TextOrNull(2), row.GetFieldValue<UserStatus>(3), row.GetBoolean(4), row.TextOrNull(5),
                row.GetBoolean(6), row.InstantOrNull(7), row.TextOrNull(8), row.InstantOrNull(9), row.TextOrNull(10), TermsOutdated: false,
                row.InstantOrNull(11), row.InstantOrNull(12), row.TextOrNull(13), row.IsDBNull(14) ? null : row.GetGuid(14),
                row.Instant(15), row.Instant(16), row.InstantOrNull(17), DaysUntilPurge: null)
        {
            Version = row.GetInt32(18),
        };
        return parts is null ? user : parts.Read(row, 19, user);
    }

    private static void Bind(Statement command, UserId id, UserInclusion? inclusion)
    {
        command.Parameters.With(id.Value);
        if (inclusion is not null)
        {
            UserPartsSql.Bind(command.Parameters, inclusion);
        }
    }

    public async Task<List<UserSummaryDto>> ListAsync(UserFilter filter, Position? after, int limit, CancellationToken ct)
    {
        await using var command = new UserListing(filter, _accounts.CurrentTermsVersion, _clock.GetUtcNow()).Command(_database, after, limit);
        await using var row = await command.ExecuteReaderAsync(ct);
        var people = new List<UserSummaryDto>(limit);
        while (await row.ReadAsync(ct))
        {
            people.Add(new UserSummaryDto(
                row.GetGuid(0), row.GetString(1), row.TextOrNull(2), (UserStatus)row.GetInt32(3), row.Instant(4), row.InstantOrNull(5),
                row.TextOrNull(6), filter.IncludeDeleted ? row.InstantOrNull(7) : null));
        }

        return people;
    }

    public async Task<IReadOnlyList<TermsAcceptanceDto>> ListTermsAsync(UserId id, CancellationToken ct)
    {
        await using var command = _database.Statement(
            "users.list_terms",
            "select version, accepted_at from user_terms_acceptances where user_id = $1 order by accepted_at desc, version desc");
        command.Parameters.With(id.Value);
        await using var row = await command.ExecuteReaderAsync(ct);
        var acceptances = new List<TermsAcceptanceDto>();
        while (await row.ReadAsync(ct))
        {
            acceptances.Add(new TermsAcceptanceDto(row.GetString(0), row.Instant(1)));
        }

        return acceptances;
    }

    private sealed record Own(UserId Id, string CurrentTerms, UserInclusion? Inclusion)
    {
        /// <summary>Those for whom the same is read in the same way.</summary>
        public object Kind => (UserPartsSql.IndexOf(Inclusion), Inclusion?.Keys, Inclusion?.Namespace, CurrentTerms);
    }
}
