using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Persistence;

/// <summary>Where the databases of these tests come from: the migrations run once, every test gets a clone of what they made.</summary>
internal static class Databases
{
    private static readonly TestPostgres Migrated = new(async connection =>
    {
        await using var node = new Node(connection);
        await node.Migrator.MigrateAsync(target: null, CancellationToken.None);
    });

    private static readonly TestPostgres Empty = new(static _ => Task.CompletedTask);

    /// <summary>A database of the current schema.</summary>
    public static Task<TestDatabase> CreateAsync(CancellationToken ct) => Migrated.CreateDatabaseAsync(ct);

    /// <summary>A database that no migration has seen.</summary>
    public static Task<TestDatabase> CreateEmptyAsync(CancellationToken ct) => Empty.CreateDatabaseAsync(ct);
}
