namespace UserSystem.Application.Ports;

/// <summary>Where spans come from.</summary>
public static class TraceSources
{
    /// <summary>Everything that the service traces itself.</summary>
    public const string UserSystem = "UserSystem";

    /// <summary>The server's own span of each request.</summary>
    public const string Server = "Microsoft.AspNetCore";
}
