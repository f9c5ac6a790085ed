using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using UserSystem.Application.Users;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence.Schema;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Persistence.Schema;

/// <summary>Many nodes start at once on one database.</summary>
[CancelAfter(120_000)]
public sealed class MigratorTests : DatabaseFixture
{
    [Test]
    public async Task Of_nodes_that_start_at_once_one_migrates_and_all_know_the_types_afterwards(CancellationToken ct)
    {
        var log = new MigrationLog();
        var nodes = Enumerable.Range(0, 3).Select(_ => NewNode(adjust: services => services.AddSingleton<ILogger<Migrator>>(log))).ToList();

        await Task.WhenAll(nodes.Select(node => node.Migrator.MigrateAsync(target: null, ct)));

        Assert.That(log.Migrations, Is.EqualTo(1));
        var id = await InsertUserAsync("jo@example.org", ct);
        foreach (var node in nodes)
        {
            Assert.That(await node.Migrator.IsCurrentAsync(ct));
            Assert.That((await node.Get<IUserReader>().FindMeAsync(new UserId(id), "v1.0", null, ct))?.Status, Is.EqualTo(UserStatus.Active));
        }
    }

    [Test]
    public async Task A_node_that_was_connected_before_somebody_else_migrated_learns_of_the_types(CancellationToken ct)
    {
        var (early, other) = (NewNode(), NewNode());
        Assert.That(await early.Migrator.IsCurrentAsync(ct), Is.False);
        await other.Migrator.MigrateAsync(target: null, ct);

        await early.Migrator.MigrateAsync(target: null, ct);

        var id = await InsertUserAsync("jo@example.org", ct);
        Assert.That((await early.Get<IUserReader>().FindMeAsync(new UserId(id), "v1.0", null, ct))?.Status, Is.EqualTo(UserStatus.Active));
    }

    [Test]
    public async Task A_node_that_only_looks_learns_of_the_types_too(CancellationToken ct)
    {
        var (early, other) = (NewNode(), NewNode());
        Assert.That(await early.Migrator.IsCurrentAsync(ct), Is.False);
        await other.Migrator.MigrateAsync(target: null, ct);

        Assert.That(await early.Migrator.IsCurrentAsync(ct));

        var id = await InsertUserAsync("jo@example.org", ct);
        Assert.That((await early.Get<IUserReader>().FindMeAsync(new UserId(id), "v1.0", null, ct))?.Status, Is.EqualTo(UserStatus.Active));
    }

    [Test]
    public async Task Goes_to_the_version_that_is_named_and_knows_where_it_stands(CancellationToken ct)
    {
        var migrator = NewNode().Migrator;

        await migrator.MigrateAsync(Migrator.Known[^1], ct);
        Assert.That(await migrator.IsCurrentAsync(ct));
        await migrator.MigrateAsync("0", ct);
        Assert.That(await migrator.IsCurrentAsync(ct), Is.False);
        await migrator.MigrateAsync(target: null, ct);
        Assert.That(await migrator.IsCurrentAsync(ct));
    }

    [Test]
    public async Task A_version_that_nobody_knows_is_refused_and_the_lock_is_given_back(CancellationToken ct)
    {
        var migrator = NewNode().Migrator;

        Assert.That(() => migrator.MigrateAsync("Nonsense", ct), Throws.InvalidOperationException);

        Assert.That(await Database.OneAsync<long>("select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())", ct), Is.Zero);
        await NewNode().Migrator.MigrateAsync(target: null, ct);
    }

    [Test]
    public async Task The_patience_of_migrations_does_not_stay_with_the_pooled_context(CancellationToken ct)
    {
        var node = NewNode();

        await node.Migrator.MigrateAsync(target: null, ct);

        await using var work = node.Begin();
        Assert.That(work.Context.Database.GetCommandTimeout(), Is.Null);
    }

    private protected override Task<TestDatabase> CreateAsync(CancellationToken ct) => Databases.CreateEmptyAsync(ct);

    private sealed class MigrationLog : ILogger<Migrator>
    {
        private int _migrations;

        public int Migrations => _migrations;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Interlocked.Increment(ref _migrations);
    }
}
