using Microsoft.Extensions.DependencyInjection;

namespace UserSystem.WebApi.Tests.Harness;

/// <summary>How a service under test differs from the usual one.</summary>
internal sealed class HostPlan
{
    /// <summary>Settings under the names by which they are set.</summary>
    public Dictionary<string, string?> Settings { get; } = new(StringComparer.Ordinal)
    {
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
        ["App__PublicUrl"] = "https://users.example.org",
        ["Database__MaxPoolSize"] = "10",

        // All tests come from one address.
        ["RateLimiting__Enabled"] = "false",
        ["Serilog__MinimumLevel__Default"] = "Fatal",
        ["Serilog__MinimumLevel__Override__Microsoft"] = "Fatal",
    };

    /// <summary>Has the last word about what the service is made of.</summary>
    public Action<IServiceCollection>? Adjust { get; set; }

    /// <summary>Puts the service into the past.</summary>
    public PastClock? Clock { get; set; }

    /// <summary>A database that somebody else disposes of; otherwise the service gets one of its own.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>False for a service that is not expected to become ready.</summary>
    public bool BecomesReady { get; set; } = true;
}
