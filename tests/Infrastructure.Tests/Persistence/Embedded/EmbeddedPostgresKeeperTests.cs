using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using UserSystem.Infrastructure.Persistence.Embedded;
using UserSystem.Infrastructure.Tests.Security;
using static UserSystem.Infrastructure.Tests.Persistence.Embedded.ClusterFolder;

namespace UserSystem.Infrastructure.Tests.Persistence.Embedded;

/// <summary>A private PostgreSQL that dies under a running service.</summary>
[CancelAfter(120_000)]
internal sealed class EmbeddedPostgresKeeperTests
{
    private readonly ManualClock _clock = new();

    [Test]
    public async Task Is_started_again_with_its_data_and_where_it_was(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        var postgres = folder.New();
        var connection = await postgres.StartAsync(ct);
        await AskAsync(connection, "create table kept as select 42 as answer", ct);
        using var keeper = await KeepAsync(postgres, ct);
        var server = Kill(folder);
        Assert.That(postgres.HasDied);

        await PassAsync(seconds: 1, ct);

        Assert.That(postgres.HasDied, Is.False);
        Assert.That(folder.ProcessId, Is.Not.EqualTo(server));
        Assert.That(await AskAsync(connection, "select answer from kept", ct), Is.EqualTo(42));
        await keeper.StopAsync(ct);
    }

    [Test]
    public async Task Is_left_alone_while_it_lives_and_when_it_was_stopped(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        var postgres = folder.New();
        await postgres.StartAsync(ct);
        using var keeper = await KeepAsync(postgres, ct);
        var server = folder.ProcessId;

        await PassAsync(seconds: 1, ct);
        Assert.That(folder.ProcessId, Is.EqualTo(server));

        await postgres.StopAsync(ct);
        await PassAsync(seconds: 1, ct);
        Assert.That(postgres.HasDied, Is.False);
        Assert.That(File.Exists(Path.Combine(folder.DataDirectory, "postmaster.pid")), Is.False);
        await keeper.StopAsync(ct);
    }

    [Test]
    public async Task Is_not_made_anew_where_its_data_are_gone_and_comes_back_with_them(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        var postgres = folder.New();
        var connection = await postgres.StartAsync(ct);
        using var keeper = await KeepAsync(postgres, ct);
        Kill(folder);
        Directory.Move(folder.DataDirectory, folder.DataDirectory + ".away");

        Assert.That(
            () => postgres.StartAsync(ct), Throws.InstanceOf<EmbeddedPostgresException>().With.Message.Contains("is gone while the service runs"));
        await PassAsync(seconds: 1, ct);
        Assert.That(Directory.Exists(folder.DataDirectory), Is.False);

        Directory.Move(folder.DataDirectory + ".away", folder.DataDirectory);
        await PassAsync(seconds: 10, ct);
        Assert.That(await AskAsync(connection, "select 1", ct), Is.EqualTo(1));
        await keeper.StopAsync(ct);
    }

    private static int Kill(ClusterFolder folder)
    {
        var id = folder.ProcessId;
        using var server = Process.GetProcessById(id);
        server.Kill();
        server.WaitForExit();
        return id;
    }

    private async Task<EmbeddedPostgresKeeper> KeepAsync(EmbeddedPostgres postgres, CancellationToken ct)
    {
        var keeper = new EmbeddedPostgresKeeper(postgres, _clock, NullLogger<EmbeddedPostgresKeeper>.Instance);
        await keeper.StartAsync(ct);
        await _clock.SomebodyWaitsAsync(ct);
        return keeper;
    }

    // The keeper waits again when it has done what was to be done.
    private async Task PassAsync(int seconds, CancellationToken ct)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        await _clock.SomebodyWaitsAsync(ct);
    }
}
