using Npgsql;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Roles;

/// <summary>What somebody may do, and the instant from which on that may be different without anybody changing anything.</summary>
internal sealed record HeldPermissions(PermissionSet Set, DateTimeOffset? ChangesAt);

/// <summary>Adds up what the roles of a person allow, with those that they inherit from.</summary>
internal sealed class PermissionReader(NpgsqlDataSource database)
{
    public async Task<HeldPermissions> ReadAsync(UserId userId, DateTimeOffset now, CancellationToken ct)
    {
        // A role that is not active passes nothing on. What holds under conditions only is not held at large.
        await using var command = database.Statement(
            "permissions.read",
            """
            with recursive held as (
                select r.id, r.parent_role_id
                from roles r
                where r.is_active and (r.name = 'user' or r.id in (
                    select a.role_id from user_roles a
                    where a.user_id = $1 and in_its_time(a.valid_from, a.expires_at, $2)))
                union
                select r.id, r.parent_role_id from held h join roles r on r.id = h.parent_role_id where r.is_active
            )
            select array(select distinct p.name
                         from held h join role_permissions g on g.role_id = h.id join permissions p on p.id = g.permission_id
                         where p.conditions is null and g.conditions is null),
                   (select min(turn.at) from user_roles a cross join lateral (values (a.valid_from), (a.expires_at)) as turn (at)
                    where a.user_id = $1 and turn.at > $2)
            """);
        command.Parameters.With(userId.Value).With(now.UtcDateTime);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return new HeldPermissions(new PermissionSet(row.GetFieldValue<string[]>(0)), row.InstantOrNull(1));
    }
}
