using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace UserSystem.Benchmarks;

/// <summary>Runs the benchmarks that the arguments choose: <c>--filter '*'</c> for all, <c>--job dry</c> to see that they work.</summary>
internal static class Program
{
    // In this process: the tool looks for a project named like the assembly, and ours are named like their folders.
    private static void Main(string[] args) => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly)
        .Run(args, DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)));
}
