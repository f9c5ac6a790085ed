using Npgsql;
using UserSystem.Application.Attributes;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Attributes;

/// <summary>Speaks SQL: setting a value of one's own is the most frequent change of all, and takes one wait for the database.</summary>
internal sealed class AttributeStore(NpgsqlDataSource database, Ids ids) : IAttributeStore
{
    private const string Shown = "created_at, updated_at, created_by_user_id, updated_by_user_id, version";

    // Whether a row was inserted shows in that nobody ever locked or replaced it.
    private const string Put =
        $"""
         insert into user_attributes as a (id, user_id, key, value, is_unique, created_by_user_id, updated_by_user_id)
         select $1, u.id, $3, $4, $5, $6, $6 from live_users u where u.id = $2
         on conflict (user_id, key) do update
            set value = excluded.value, is_unique = excluded.is_unique, updated_by_user_id = excluded.updated_by_user_id
         returning {Shown}, xmax = 0
         """;

    private const string PutIfUnchanged =
        $"""
         update user_attributes a set value = $3, is_unique = $4, updated_by_user_id = $5
         where a.user_id = $1 and a.key = $2 and a.version = any($6) and exists (select from live_users u where u.id = $1)
         returning {Shown}, false
         """;

    public async Task<Result<AttributeWritten>> PutAsync(AttributePut put, CancellationToken ct)
    {
        try
        {
            await using var command = Command(put);
            await using var row = await command.ExecuteReaderAsync(ct);
            return await row.ReadAsync(ct)
                ? new AttributeWritten(
                    new AttributeDto(put.Key, new RawJson(put.Value), row.Instant(0), row.Instant(1), row.GuidOrNull(2), row.GuidOrNull(3))
                    {
                        Version = row.GetInt64(4),
                    },
                    row.GetBoolean(5))
                : put.Versions is null ? UserErrors.NotFound : CommonErrors.Stale;
        }
        catch (PostgresException refused) when (Conflicts.Find(refused) is { } conflict)
        {
            return conflict;
        }
    }

    public async Task<Result> DeleteAsync(UserId userId, string key, IReadOnlySet<long>? versions, CancellationToken ct)
    {
        await using var command = database.Statement(
            versions is null ? "attributes.delete" : "attributes.delete_if_unchanged",
            $"delete from user_attributes where user_id = $1 and key = $2{(versions is null ? "" : " and version = any($3)")}");
        command.Parameters.With(userId.Value).With(key);
        if (versions is not null)
        {
            command.Parameters.With(versions.ToArray());
        }

        return await command.ExecuteNonQueryAsync(ct) == 0 && versions is not null ? CommonErrors.Stale : Result.Success;
    }

    private Statement Command(AttributePut put)
    {
        var command = put.Versions is null ? database.Statement("attributes.put", Put) : database.Statement("attributes.put_if_unchanged", PutIfUnchanged);
        if (put.Versions is null)
        {
            command.Parameters.With(ids.Next<UserAttributeId>().Value);
        }

        command.Parameters.With(put.UserId.Value).With(put.Key).WithJson(put.Value).With(put.IsUnique).With(put.Actor.Value);
        if (put.Versions is not null)
        {
            command.Parameters.With(put.Versions.ToArray());
        }

        return command;
    }
}
