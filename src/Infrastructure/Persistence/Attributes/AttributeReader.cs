using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using UserSystem.Application.Attributes;
using UserSystem.Application.Shared;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Attributes;

internal sealed class AttributeReader(NpgsqlDataSource database) : IAttributeReader
{
    // Beside whether the person is there at all.
    private const string Columns = "a.key, a.value::text, a.created_at, a.updated_at, a.created_by_user_id, a.updated_by_user_id, a.version";

    public async Task<AttributeLookup> FindAsync(UserId userId, string key, bool withDeleted, CancellationToken ct)
    {
        await using var command = database.Statement(
            "attributes.find",
            $"select {Columns} from {People(withDeleted)} left join user_attributes a on a.user_id = u.id and a.key = $2 where u.id = $1");
        command.Parameters.With(userId.Value).With(key);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new AttributeLookup(HasPerson: true, row.IsDBNull(0) ? null : Read(row)) : default;
    }

    public async Task<IReadOnlyList<AttributeDto>?> ListAsync(UserId userId, IReadOnlyCollection<string>? keys, bool withDeleted, CancellationToken ct)
    {
        await using var command = database.Statement(
            keys is null ? "attributes.list" : "attributes.list_some",
            $"""
             select {Columns} from {People(withDeleted)} left join user_attributes a on a.user_id = u.id {(keys is null ? "" : "and a.key = any($2)")}
             where u.id = $1 order by a.key
             """);
        command.Parameters.With(userId.Value);
        if (keys is not null)
        {
            command.Parameters.With(keys.ToArray());
        }

        return await ReadAllAsync(command, ct);
    }

    public async Task<IReadOnlyList<AttributeDto>?> ListAsOfAsync(
        UserId userId, IReadOnlyCollection<string>? keys, DateTimeOffset asOf, bool withDeleted, CancellationToken ct)
    {
        // What was last written until then is what was there; what was written first since it last came is when it came.
        await using var command = database.Statement(
            "attributes.list_as_of",
            $"""
            select a.key, a.new_value::text, born.changed_at, a.changed_at, born.changed_by_user_id, a.changed_by_user_id, 0::bigint
            from {People(withDeleted)}
            left join lateral (
                select distinct on (c.key) c.key, c.new_value, c.changed_at, c.changed_by_user_id, c.id
                from user_attribute_changes c
                where c.user_id = u.id and c.changed_at <= $2 and ($3::text[] is null or c.key = any($3))
                order by c.key, c.changed_at desc, c.id desc
            ) a on a.new_value is not null
            left join lateral (
                select c.changed_at, c.changed_by_user_id
                from user_attribute_changes c
                where c.user_id = u.id and c.key = a.key and (c.changed_at, c.id) <= (a.changed_at, a.id) and c.old_value is null
                order by c.changed_at desc, c.id desc limit 1
            ) born on true
            where u.id = $1 order by a.key
            """);
        command.Parameters.With(userId.Value).With(asOf.UtcDateTime)
            .WithNullable(NpgsqlDbType.Array | NpgsqlDbType.Text, keys?.ToArray());
        return await ReadAllAsync(command, ct);
    }

    public async Task<List<AttributeChangeDto>?> ListHistoryAsync(UserId userId, string key, Position? after, int limit, bool withDeleted, CancellationToken ct)
    {
        // A number and no parameter, as for all pages.
        await using var command = database.Statement(
            "attributes.history",
            string.Create(CultureInfo.InvariantCulture, $"""
             select c.id, c.changed_at, c.changed_by_user_id, c.old_value::text, c.new_value::text
             from {People(withDeleted)}
             left join lateral (
                 select * from user_attribute_changes c
                 where c.user_id = u.id and c.key = $2 {(after is null ? "" : "and (c.changed_at, c.id) < ($3, $4)")}
                 order by c.changed_at desc, c.id desc limit {limit}
             ) c on true
             where u.id = $1 order by c.changed_at desc, c.id desc
             """));
        command.Parameters.With(userId.Value).With(key);
        if (after is { } position)
        {
            command.Parameters.With(position.At.UtcDateTime).With(position.Id);
        }

        await using var row = await command.ExecuteReaderAsync(ct);
        List<AttributeChangeDto>? changes = null;
        while (await row.ReadAsync(ct))
        {
            changes ??= [];
            if (!row.IsDBNull(0))
            {
                changes.Add(new AttributeChangeDto(row.GetGuid(0), row.Instant(1), row.GuidOrNull(2), row.JsonOrNull(3), row.JsonOrNull(4)));
            }
        }

        return changes;
    }

    public async Task<List<AttributeHolderDto>> FindHoldersAsync(AttributeSearch search, Position? after, int limit, CancellationToken ct)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $"order by user_id desc limit {limit}");
        var parts = AttributeSql.Ways(search, "$1", "$2", alone: true).Select(way =>
            $"""
             select {way.User}, a.value::text, a.updated_at
             from {way.From} cross join lateral (select from live_users u where u.id = {way.User} {AttributeSql.OneByOne}) u
             where {way.Where} {(after is null ? "" : $"and {way.User} < $3")} {end}
             """).ToList();
        await using var command = search.InLists switch
        {
            false => database.Statement("attributes.holders", parts[0]),
            true => database.Statement("attributes.holders_in_lists", parts[0]),
            null => database.Statement("attributes.holders_anywhere", $"({parts[0]}) union all ({parts[1]}) {end}"),
        };
        command.Parameters.With(search.Key).WithJson(search.Value);
        if (after is { } position)
        {
            command.Parameters.With(position.Id);
        }

        await using var row = await command.ExecuteReaderAsync(ct);
        var holders = new List<AttributeHolderDto>(limit);
        while (await row.ReadAsync(ct))
        {
            holders.Add(new AttributeHolderDto(row.GetGuid(0), new RawJson(row.GetString(1)), row.Instant(2)));
        }

        return holders;
    }

    private static string People(bool withDeleted) => withDeleted ? "(select id from users) u" : "live_users u";

    private static async Task<IReadOnlyList<AttributeDto>?> ReadAllAsync(Statement command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        List<AttributeDto>? found = null;
        while (await row.ReadAsync(ct))
        {
            // A person without any is one row of nothing.
            found ??= [];
            if (!row.IsDBNull(0))
            {
                found.Add(Read(row));
            }
        }

        return found;
    }

    private static AttributeDto Read(NpgsqlDataReader row) => new(
        row.GetString(0), new RawJson(row.GetString(1)), row.InstantOrNull(2), row.Instant(3), row.GuidOrNull(4), row.GuidOrNull(5))
    {
        Version = row.GetInt64(6),
    };
}
