using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace UserSystem.WebApi.Tests.Harness;

/// <summary>Services that tests share; each is started by the first test that asks. Tests keep apart by having people of their own.</summary>
internal static class Hosts
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<ApiHost>>> Started = new(StringComparer.Ordinal);

    /// <summary>The usual service.</summary>
    public static Task<ApiHost> Usual => OnceAsync();

    /// <summary>A service by its name, started when it is first asked for.</summary>
    public static Task<ApiHost> OnceAsync(Action<HostPlan>? change = null, [CallerMemberName] string name = "") =>
        Started.GetOrAdd(name, _ => new Lazy<Task<ApiHost>>(() => ApiHost.StartAsync(change))).Value;

    public static async Task StopAsync() => await Task.WhenAll(Started.Values.Select(static async host => await (await host.Value).DisposeAsync()));
}
