using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using UserSystem.Infrastructure.Tests.Persistence;

namespace UserSystem.Infrastructure.Tests;

/// <summary>A host that could not begin calls its work off without having been asked to stop, and takes any exception for a crash.</summary>
[CancelAfter(30_000)]
public sealed class BackgroundWorkTests
{
    [Test]
    public async Task Ends_in_order_when_it_is_called_off(CancellationToken ct)
    {
        using var work = new Work(static stop => Task.Delay(Timeout.Infinite, stop));
        await work.BeginAsync(ct);

        work.Dispose();

        Assert.That(async () => await work.ExecuteTask!, Throws.Nothing);
    }

    [TestCase(typeof(InvalidOperationException))]
    [TestCase(typeof(OperationCanceledException))]
    public async Task Whatever_else_ends_it_is_told(Type fault, CancellationToken ct)
    {
        using var work = new Work(_ => throw (Exception)Activator.CreateInstance(fault)!);
        await work.BeginAsync(ct);

        Assert.That(async () => await work.ExecuteTask!, Throws.InstanceOf(fault));
    }

    [Test]
    public async Task All_that_runs_by_itself_is_of_this_kind()
    {
        await using var node = new Node("Host=none", adjust: static services =>
            services.AddBackgroundWork().AddSingleton(Options.Create(new BootstrapOptions())));

        Assert.That(node.Get<IEnumerable<IHostedService>>(), Is.Not.Empty.And.All.InstanceOf<BackgroundWork>());
    }

    private sealed class Work(Func<CancellationToken, Task> work) : BackgroundWork
    {
        private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task BeginAsync(CancellationToken ct)
        {
            await StartAsync(ct);
            await _began.Task.WaitAsync(ct);
        }

        protected override Task RunAsync(CancellationToken ct)
        {
            _began.SetResult();
            return work(ct);
        }
    }
}
