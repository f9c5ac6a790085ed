using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using UserSystem.Application.Attributes;
using UserSystem.Application.Invitations;
using UserSystem.Application.Shared;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Invitations;

internal sealed class InvitationReader(NpgsqlDataSource database) : IInvitationReader
{
    private const string Columns =
        "id, inviter_user_id, email, message, role_ids, max_uses, used_count, created_at, expires_at, revoked_at, version, coalesce(attributes::text, '{}')";

    // The same order of questions as in Invitation.StatusOf.
    private static readonly Dictionary<InvitationStatus, string> Standing = new()
    {
        [InvitationStatus.Accepted] = "used_count >= max_uses",
        [InvitationStatus.Revoked] = "used_count < max_uses and revoked_at is not null",
        [InvitationStatus.Expired] = "used_count < max_uses and revoked_at is null and expires_at <= $2",
        [InvitationStatus.Pending] = "used_count < max_uses and revoked_at is null and expires_at > $2",
    };

    public async Task<InvitationDto?> FindAsync(InvitationId id, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.Statement("invitations.find", $"select {Columns} from invitations where id = $1");
        command.Parameters.With(id.Value);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? Read(row, now) : null;
    }

    public async Task<List<InvitationDto>> ListAsync(
        UserId inviter, InvitationStatus? status, DateTimeOffset now, Position? after, int limit, CancellationToken ct)
    {
        // A number and no parameter, as in the list of people.
        await using var command = database.Statement(
            "invitations.list",
            $"""
            select {Columns} from invitations
            where inviter_user_id = $1 and ($2::timestamptz is not null) {(status is { } asked ? $"and {Standing[asked]}" : "")}
              {(after is null ? "" : "and (created_at, id) < ($3, $4)")}
            order by created_at desc, id desc limit {limit.ToString(CultureInfo.InvariantCulture)}
            """);
        command.Parameters.With(inviter.Value).With(now.UtcDateTime);
        if (after is { } position)
        {
            command.Parameters.With(position.At.UtcDateTime).With(position.Id);
        }

        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<InvitationDto>(limit);
        while (await row.ReadAsync(ct))
        {
            found.Add(Read(row, now));
        }

        return found;
    }

    public async Task<InvitationAnalyticsDto> AnalyseAsync(
        UserId? inviter, DateTimeOffset? from, DateTimeOffset? to, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.Statement("invitations.analyse", Analysis(inviter is not null));
        command.Parameters.With(now.UtcDateTime).WithNullable(NpgsqlDbType.TimestampTz, from?.UtcDateTime).WithNullable(NpgsqlDbType.TimestampTz, to?.UtcDateTime);
        if (inviter is { } one)
        {
            command.Parameters.With(one.Value);
        }

        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var (sent, accepted, joined, inviters) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(5), row.GetInt64(7));
        double? conversion = sent == 0 ? null : (double)accepted / sent;
        double? median = row.IsDBNull(6) ? null : row.GetDouble(6);
        double? viral = inviters == 0 ? null : (double)joined / inviters;
        return new InvitationAnalyticsDto(
            sent, accepted, row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), joined, conversion, median, viral,
            inviter is null ? await TopAsync(row, ct) : null);
    }

    public async Task<List<InviteeDto>> ListInviteesAsync(UserId root, int depth, int limit, CancellationToken ct)
    {
        // Each generation is bounded as well: a tree that is too large to be shown is not walked to its end. Nobody is met twice, or those who
        // invited each other under earlier accounts would be walked for ever.
        await using var command = database.Statement(
            "invitations.invitees",
            """
            with recursive tree as (
                select $1::uuid as user_id, null::text as name, null::uuid as invited_by, 0 as depth, null::timestamptz as joined_at, array[$1::uuid] as path
                union all
                select below.* from (
                    select a.user_id, u.name::text, i.inviter_user_id, t.depth + 1, a.accepted_at, t.path || a.user_id
                    from tree t
                    join invitations i on i.inviter_user_id = t.user_id
                    join invitation_acceptances a on a.invitation_id = i.id
                    join live_users u on u.id = a.user_id and u.email_verified_at is not null
                    where t.depth < $2 and a.user_id <> all (t.path)
                    order by a.accepted_at, a.user_id
                    limit $3
                ) below
            )
            select user_id, name, invited_by, depth, joined_at from tree where depth > 0 order by depth, joined_at, user_id limit $3
            """);
        command.Parameters.With(root.Value).With(depth).With(limit);
        await using var row = await command.ExecuteReaderAsync(ct);
        var people = new List<InviteeDto>();
        while (await row.ReadAsync(ct))
        {
            people.Add(new InviteeDto(row.GetGuid(0), row.TextOrNull(1), row.GetGuid(2), row.GetInt32(3), row.Instant(4)));
        }

        return people;
    }

    // The sums stand in each row, the best inviters beside them. Somebody has joined when the address is proven: a registration alone would
    // tell inviters which addresses have accounts.
    private static string Analysis(bool own) => $"""
        with sent as materialized (
            select i.id, i.inviter_user_id, i.revoked_at, i.expires_at, i.created_at, i.used_count, i.max_uses
            from invitations i
            where ($2::timestamptz is null or i.created_at >= $2) and ($3::timestamptz is null or i.created_at < $3)
              {(own ? "and i.inviter_user_id = $4" : "")}
        ), joined as materialized (
            select s.id, a.accepted_at - s.created_at as waited
            from sent s join invitation_acceptances a on a.invitation_id = s.id
            join live_users u on u.id = a.user_id and u.email_verified_at is not null
        ), counted as materialized (
            select s.*, coalesce(j.people, 0) as people
            from sent s left join (select id, count(*) as people from joined group by id) j on j.id = s.id
        ), top as (
            select u.id, u.name, c.sent, c.people
            from (select inviter_user_id, count(*) as sent, sum(people)::bigint as people from counted group by inviter_user_id) c
            join live_users u on u.id = c.inviter_user_id
            where c.people > 0 {(own ? "and false" : "")}
            order by c.people desc, c.sent, u.id limit 10
        )
        select sums.*, top.*
        from (select count(*), count(*) filter (where people > 0),
                     count(*) filter (where people = 0 and (used_count >= max_uses or (revoked_at is null and expires_at > $1))),
                     count(*) filter (where people = 0 and used_count < max_uses and revoked_at is null and expires_at <= $1),
                     count(*) filter (where people = 0 and used_count < max_uses and revoked_at is not null),
                     coalesce(sum(people), 0)::bigint,
                     (select percentile_cont(0.5) within group (order by extract(epoch from waited)::double precision) from joined),
                     count(distinct inviter_user_id)
              from counted) sums
        left join top on true
        order by top.people desc, top.sent, top.id
        """;

    private static async Task<List<TopInviterDto>> TopAsync(NpgsqlDataReader row, CancellationToken ct)
    {
        var top = new List<TopInviterDto>();
        do
        {
            if (!row.IsDBNull(8))
            {
                top.Add(new TopInviterDto(row.GetGuid(8), row.TextOrNull(9), row.GetInt64(10), row.GetInt64(11)));
            }
        }
        while (await row.ReadAsync(ct));
        return top;
    }

    private static InvitationDto Read(NpgsqlDataReader row, DateTimeOffset now)
    {
        var (maxUses, usedCount, expiresAt, revokedAt) = (row.GetInt32(5), row.GetInt32(6), row.Instant(8), row.InstantOrNull(9));
        return new InvitationDto(
            row.GetGuid(0), row.GetGuid(1), row.TextOrNull(2), row.TextOrNull(3), row.GetFieldValue<Guid[]>(4), new AttributeMap(row.GetString(11)), maxUses, usedCount,
            Invitation.StatusOf(usedCount, maxUses, revokedAt, expiresAt, now), row.Instant(7), expiresAt, revokedAt)
        {
            Version = row.GetInt32(10),
        };
    }
}
