using Npgsql;
using UserSystem.Application.Attributes;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Attributes;

/// <summary>Tells the database what it has to know of keys: who reads tables directly sees what the person may see, and nobody has too much.</summary>
internal sealed class AttributeKeys(NpgsqlDataSource database, AttributeCatalog catalog)
{
    public async Task PublishAsync(CancellationToken ct)
    {
        // Keys of another release that runs at the same time stay.
        await using var command = database.Statement(
            "attributes.publish_keys",
            """
            with limits as (
                insert into attribute_limits (max_per_user, max_bytes_per_user) values ($4, $5)
                on conflict (only_one) do update set max_per_user = excluded.max_per_user, max_bytes_per_user = excluded.max_bytes_per_user
            )
            insert into attribute_keys as k (key, description, person_reads)
            select * from unnest($1, $2, $3)
            on conflict (key) do update set description = excluded.description, person_reads = excluded.person_reads
            where (k.description, k.person_reads) is distinct from (excluded.description, excluded.person_reads)
            """);
        command.Parameters
            .With(catalog.All.Select(static handler => handler.Name).ToArray())
            .With(catalog.All.Select(static handler => handler.Description).ToArray())
            .With(catalog.All.Select(static handler => handler.Readers.IncludesPerson).ToArray())
            .With(catalog.Options.MaxPerUser).With(AttributesOptions.MaxBytesPerUser);
        await command.ExecuteNonQueryAsync(ct);
    }
}
