using Npgsql;
using UserSystem.Application.Attributes;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Attributes;

/// <summary>Speaks SQL: setting a value of one's own is the most frequent change of all, and takes one wait for the database.</summary>
internal sealed class AttributeStore : IAttributeStore
{
    private const string Shown = "created_at, updated_at, created_by_user_id, updated_by_user_id, version";

    // Values lock their rows, new ones also one of a thousand places (limit_attributes), in the same order in every batch: two batches that lock
    // in another order would wait for each other. Whether a row was inserted shows in that nobody ever locked or replaced it.
    private const string PutMany =
        $"""
         insert into user_attributes as a (id, user_id, key, value, is_unique, created_by_user_id, updated_by_user_id)
         select e.id, u.id, e.key, e.value, e.is_unique, e.actor, e.actor
         from unnest((select $1::uuid[]), (select $2::uuid[]), (select $3::text[]), (select $4::jsonb[]), (select $5::boolean[]), (select $6::uuid[]))
                  as e (id, user_id, key, value, is_unique, actor)
              join live_users u on u.id = e.user_id
         order by attribute_limits_place(u.id), u.id
         on conflict (user_id, key) do update
            set value = excluded.value, is_unique = excluded.is_unique, updated_by_user_id = excluded.updated_by_user_id, updated_at = excluded.updated_at,
                version = case when a.value = excluded.value and a.is_unique = excluded.is_unique then a.version else excluded.version end
         returning {Shown}, xmax = 0, user_id
         """;

    private const string PutIfUnchanged =
        $"""
         update user_attributes a set value = $3, is_unique = $4, updated_by_user_id = $5
         where a.user_id = $1 and a.key = $2 and a.version = any($6) and exists (select from live_users u where u.id = $1)
         returning {Shown}
         """;

    private readonly NpgsqlDataSource _database;
    private readonly Ids _ids;
    private readonly Batching<AttributePut, Result<AttributeWritten>> _puts;

    public AttributeStore(NpgsqlDataSource database, Ids ids, TimeProvider clock)
    {
        (_database, _ids) = (database, ids);

        // One after the other for each person: those who hold up their own values, by changing them in other ways meanwhile, hold up one batch.
        _puts = new Batching<AttributePut, Result<AttributeWritten>>(most: 64, clock, PutAsync, subject: static put => put.UserId);
    }

    public Task<Result<AttributeWritten>> PutAsync(AttributePut put, CancellationToken ct) =>
        put.Versions is null ? _puts.CarryOutAsync(put, ct) : PutIfUnchangedAsync(put, put.Versions, ct);

    public async Task<Result> DeleteAsync(UserId userId, string key, IReadOnlySet<long>? versions, CancellationToken ct)
    {
        await using var command = _database.Statement(
            versions is null ? "attributes.delete" : "attributes.delete_if_unchanged",
            $"delete from user_attributes where user_id = $1 and key = $2{(versions is null ? "" : " and version = any($3)")}");
        command.Parameters.With(userId.Value).With(key);
        if (versions is not null)
        {
            command.Parameters.With(versions.ToArray());
        }

        return await command.ExecuteNonQueryAsync(ct) == 0 && versions is not null ? CommonErrors.Stale : Result.Success;
    }

    private async Task PutAsync(IReadOnlyList<Batching<AttributePut, Result<AttributeWritten>>.Member> batch, CancellationToken ct)
    {
        try
        {
            await PutManyAsync(batch, ct);
        }
        catch (PostgresException refused) when (batch.Count == 1 && Conflicts.Find(refused) is { } conflict)
        {
            batch[0].Tell(conflict);
        }
    }

    private async Task PutManyAsync(IReadOnlyList<Batching<AttributePut, Result<AttributeWritten>>.Member> batch, CancellationToken ct)
    {
        var ids = new Guid[batch.Count];
        var users = new Guid[batch.Count];
        var keys = new string[batch.Count];
        var values = new string[batch.Count];
        var unique = new bool[batch.Count];
        var actors = new Guid[batch.Count];
        for (var i = 0; i < batch.Count; i++)
        {
            var put = batch[i].Work;
            (ids[i], users[i], keys[i], values[i], unique[i], actors[i]) =
                (_ids.Next<UserAttributeId>().Value, put.UserId.Value, put.Key, put.Value, put.IsUnique, put.Actor.Value);
        }

        var written = new Dictionary<Guid, Written>(batch.Count);
        await using (var command = _database.Statement("attributes.put", PutMany))
        {
            command.Parameters.With(ids).With(users).With(keys).WithJson(values).With(unique).With(actors);
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                written[row.GetGuid(6)] = Written.Read(row, row.GetBoolean(5));
            }
        }

        // Rows come before the commit, and answers after it.
        foreach (var member in batch)
        {
            var put = member.Work;
            member.Tell(written.TryGetValue(put.UserId.Value, out var row) ? row.Of(put) : UserErrors.NotFound);
        }
    }

    private async Task<Result<AttributeWritten>> PutIfUnchangedAsync(AttributePut put, IReadOnlySet<long> versions, CancellationToken ct)
    {
        try
        {
            await using var command = _database.Statement("attributes.put_if_unchanged", PutIfUnchanged);
            command.Parameters
                .With(put.UserId.Value).With(put.Key).WithJson(put.Value).With(put.IsUnique).With(put.Actor.Value).With(versions.ToArray());
            await using var row = await command.ExecuteReaderAsync(ct);
            return await row.ReadAsync(ct) ? Written.Read(row, isNew: false).Of(put) : CommonErrors.Stale;
        }
        catch (PostgresException refused) when (Conflicts.Find(refused) is { } conflict)
        {
            return conflict;
        }
    }

    private readonly record struct Written(DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, Guid? CreatedBy, Guid? UpdatedBy, long Version, bool IsNew)
    {
        public static Written Read(NpgsqlDataReader row, bool isNew) =>
            new(row.Instant(0), row.Instant(1), row.GuidOrNull(2), row.GuidOrNull(3), row.GetInt64(4), isNew);

        public AttributeWritten Of(AttributePut put) =>
            new(new AttributeDto(put.Key, new RawJson(put.Value), CreatedAt, UpdatedAt, CreatedBy, UpdatedBy) { Version = Version }, IsNew);
    }
}
