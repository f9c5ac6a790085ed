using Microsoft.EntityFrameworkCore;
using NUnit.Framework;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Persistence.Schema;

/// <summary>The migrations lead up and down again.</summary>
[CancelAfter(120_000)]
public sealed class SchemaRoundTripTests : DatabaseFixture
{
    [Test]
    public async Task Up_from_nothing_down_and_up_again_is_the_same_schema(CancellationToken ct)
    {
        var migrator = NewNode().Migrator;
        await migrator.MigrateAsync(target: null, ct);
        var before = await PgDump.SchemaAsync(ConnectionString, ct);

        await migrator.MigrateAsync("0", ct);
        var left = await LeftAsync(ct);
        await migrator.MigrateAsync(target: null, ct);

        Assert.That(before, Does.Contain("CREATE TABLE public.users ("));
        Assert.That(left, Is.EqualTo(["schema_migrations"]), "only the empty history stays");
        Assert.That(await PgDump.SchemaAsync(ConnectionString, ct), Is.EqualTo(before));
    }

    [Test]
    public async Task The_way_down_takes_the_readers_rights_with_it(CancellationToken ct)
    {
        var migrator = NewNode().Migrator;
        await migrator.MigrateAsync(target: null, ct);
        const string rights =
            """
            select count(*) from pg_shdepend d
            where d.refobjid = 'user_system_reader'::regrole and d.dbid = (select oid from pg_database where datname = current_database())
            """;
        Assert.That(await Database.OneAsync<long>(rights, ct), Is.Positive);

        await migrator.MigrateAsync("0", ct);

        Assert.That(await Database.OneAsync<long>(rights, ct), Is.Zero);
    }

    [Test]
    public async Task The_migrations_know_all_of_the_model()
    {
        await using var work = NewNode().Begin();

        Assert.That(work.Context.Database.HasPendingModelChanges(), Is.False);
    }

    private protected override Task<TestDatabase> CreateAsync(CancellationToken ct) => Databases.CreateEmptyAsync(ct);

    private Task<List<string>> LeftAsync(CancellationToken ct) => Database.ListAsync<string>(
        """
        select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
        union all
        select proname::text from pg_proc where pronamespace = 'public'::regnamespace
        union all
        select typname::text from pg_type where typnamespace = 'public'::regnamespace and typtype in ('e', 'd', 'r')
        union all
        select 'migration ' || "MigrationId" from schema_migrations
        """, ct);
}
