using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NUnit.Framework;
using NUnit.Framework.Constraints;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Persistence;

/// <summary>A database for each test, nodes on it, and SQL past them.</summary>
[CancelAfter(120_000)]
public abstract class DatabaseFixture
{
    private readonly List<Node> _nodes = [];
    private TestDatabase? _database;

    [SetUp]
    public async Task CreateDatabase()
    {
        _database = await CreateAsync(TestContext.CurrentContext.CancellationToken);
        Database = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    [TearDown]
    public async Task DropDatabase()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        if (_database is not null)
        {
            await Database.DisposeAsync();
            await _database.DisposeAsync();
        }
    }

    private protected string ConnectionString => _database!.ConnectionString;

    /// <summary>The administrator's way in, past the service.</summary>
    private protected NpgsqlDataSource Database { get; private set; } = null!;

    private protected virtual Task<TestDatabase> CreateAsync(CancellationToken ct) => Databases.CreateAsync(ct);

    private protected Node NewNode(FakeClock? clock = null, string? masterKey = null, Action<IServiceCollection>? adjust = null)
    {
        var node = new Node(ConnectionString, clock, masterKey, adjust);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Somebody, as direct SQL would bring them in.</summary>
    private protected Task<Guid> InsertUserAsync(string email, CancellationToken ct, string status = "active") => Database.OneAsync<Guid>(
        "insert into users (email, name, status, password_hash) values ($1, 'Jo', $2::user_status, 'hash') returning id", ct, email, status);

    /// <summary>Returns when so many backends wait for a lock, or at once where the one that should wait does not.</summary>
    private protected async Task WaitersAsync(int count, CancellationToken ct, Task? unless = null)
    {
        while (unless is not { IsCompleted: true } && await Database.OneAsync<long>(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0
            """, ct) < count)
        {
            await Task.Yield();
        }
    }

    private protected static Constraint Refused(string sqlState) =>
        Throws.InstanceOf<PostgresException>().With.Property(nameof(PostgresException.SqlState)).EqualTo(sqlState);

    private protected static Constraint RefusedBy(string constraint) =>
        Throws.InstanceOf<PostgresException>().With.Property(nameof(PostgresException.ConstraintName)).EqualTo(constraint);
}
