using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using UserSystem.Application.Ports;
using UserSystem.Infrastructure.Persistence.Nodes;

namespace UserSystem.Infrastructure.Tests.Persistence.Nodes;

/// <summary>Nodes hear each other through the database, and know when they do not.</summary>
[CancelAfter(120_000)]
public sealed class NodeListenerTests : DatabaseFixture
{
    private const string Connections =
        "select count(*) from pg_stat_activity where application_name = 'user-system-nodes' and datname = current_database()";

    private readonly ConcurrentQueue<string> _heard = new();
    private readonly SemaphoreSlim _mayReload = new(1);
    private int _reloads;

    [Test]
    public async Task Hears_what_is_committed_anywhere_in_its_order_and_nothing_that_is_not(CancellationToken ct)
    {
        var node = await ListenAsync(ct);
        await using (var given = NewNode().Begin())
        {
            await using var transaction = await given.Context.Database.BeginTransactionAsync(ct);
            await given.SqlAsync(NodeMessages.Announce("fruit", "given up"), ct);
        }

        await Database.ExecuteAsync("select pg_notify('user_system', 'fruit:apple: green'), pg_notify('user_system', 'stone:flint')", ct);
        await using (var work = NewNode().Begin())
        {
            await using var transaction = await work.Context.Database.BeginTransactionAsync(ct);
            await work.SqlAsync(NodeMessages.Announce("fruit", "pear"), ct);
            await transaction.CommitAsync(ct);
        }

        await UntilAsync(() => _heard.Count == 2, ct);
        Assert.That(_heard, Is.EqualTo((string[])["apple: green", "pear"]));
        Assert.That(node.Get<INodeMessages>().Hears, Is.True);
    }

    [Test]
    public async Task A_connection_that_was_cut_is_replaced_and_nothing_counts_as_heard_before_all_was_read_again(CancellationToken ct)
    {
        var messages = (await ListenAsync(ct)).Get<INodeMessages>();
        Assert.That(_reloads, Is.EqualTo(1));
        await _mayReload.WaitAsync(ct);

        await Database.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'user-system-nodes' and datname = current_database()", ct);
        await UntilAsync(() => Volatile.Read(ref _reloads) == 2, ct);
        Assert.That(messages.Hears, Is.False, "it listens again, and has not read yet what it missed");

        _mayReload.Release();
        await UntilAsync(() => messages.Hears, ct);
        await Database.ExecuteAsync("select pg_notify('user_system', 'fruit:plum')", ct);
        await UntilAsync(() => !_heard.IsEmpty, ct);
        Assert.That(await Database.OneAsync<long>(Connections, ct), Is.EqualTo(1));
    }

    [Test]
    public async Task A_reading_that_fails_is_tried_again_before_anything_counts_as_heard(CancellationToken ct)
    {
        var node = SystemNode();
        var failures = 2;
        node.Get<INodeMessages>().OnHeard("fruit", static _ => { }, _ => failures-- > 0 ? throw new InvalidOperationException("not now") : Task.CompletedTask);

        await StartAsync(node, ct);

        Assert.That(failures, Is.EqualTo(-1));
    }

    [Test]
    public async Task Hears_nothing_before_the_service_is_ready_or_after_it_stopped(CancellationToken ct)
    {
        var node = SystemNode();
        Assert.That(node.Get<INodeMessages>().Hears, Is.False);
        await node.Get<NodeListener>().StartAsync(ct);
        Assert.That(await Database.OneAsync<long>(Connections, ct), Is.Zero);

        node.Get<ServiceState>().BecomeReady();
        await UntilAsync(() => node.Get<INodeMessages>().Hears, ct);
        await node.Get<NodeListener>().StopAsync(ct);

        await UntilAsync(() => !node.Get<INodeMessages>().Hears, ct);
    }

    [Test]
    public void One_kind_of_message_has_one_listener()
    {
        var messages = NewNode().Get<INodeMessages>();
        messages.OnHeard("fruit", static _ => { }, static _ => Task.CompletedTask);

        Assert.That(() => messages.OnHeard("fruit", static _ => { }, static _ => Task.CompletedTask), Throws.InvalidOperationException);
    }

    private static async Task UntilAsync(Func<bool> condition, CancellationToken ct)
    {
        while (!condition())
        {
            ct.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    // What is waited for here is the network, which knows no other clock.
    private Node SystemNode() => NewNode(adjust: static services => services.AddSingleton(TimeProvider.System));

    private async Task<Node> ListenAsync(CancellationToken ct)
    {
        var node = SystemNode();
        node.Get<INodeMessages>().OnHeard("fruit", _heard.Enqueue, async token =>
        {
            Interlocked.Increment(ref _reloads);
            await _mayReload.WaitAsync(token);
            _mayReload.Release();
        });
        await StartAsync(node, ct);
        return node;
    }

    private static async Task StartAsync(Node node, CancellationToken ct)
    {
        node.Get<ServiceState>().BecomeReady();
        await node.Get<NodeListener>().StartAsync(ct);
        await UntilAsync(() => node.Get<INodeMessages>().Hears, ct);
    }
}
