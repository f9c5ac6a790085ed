using NUnit.Framework;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Persistence.Schema;

/// <summary>Lists that were there before their elements had rows get them, and the way back leaves what was.</summary>
[CancelAfter(120_000)]
public sealed class ElementsMigrationTests : DatabaseFixture
{
    private const string Before = "20261124000000_SessionsChangeInPlace";
    private const string After = "20261124100000_ElementsHaveRows";

    [Test]
    public async Task What_is_there_gets_rows_and_the_way_back_is_the_same_schema(CancellationToken ct)
    {
        var migrator = NewNode().Migrator;
        await migrator.MigrateAsync(Before, ct);
        var schema = await PgDump.SchemaAsync(ConnectionString, ct);
        var id = await InsertUserAsync("jo@example.org", ct);
        await Database.ExecuteAsync(
            """
            insert into user_attributes (user_id, key, value)
            values ($1, 'custom.a', '["x","x",{"y":1}]'), ($1, 'custom.b', '[]'), ($1, 'custom.c', '"x"'), ($1, 'custom.d', '{"x":["x"]}')
            """, ct, id);

        await migrator.MigrateAsync(After, ct);

        Assert.That(
            await Database.ListAsync<string>("select concat_ws(' ', key, hash) from user_attribute_elements where user_id = $1", ct, id),
            Is.EquivalentTo(await Database.ListAsync<string>("""select 'custom.a ' || hashtextextended(e, 0) from unnest(array['"x"', '{"y": 1}']) e""", ct)));
        await migrator.MigrateAsync(Before, ct);
        Assert.That(await PgDump.SchemaAsync(ConnectionString, ct), Is.EqualTo(schema));
    }

    private protected override Task<TestDatabase> CreateAsync(CancellationToken ct) => Databases.CreateEmptyAsync(ct);
}
