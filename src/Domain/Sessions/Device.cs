using UserSystem.Domain.Users;

namespace UserSystem.Domain.Sessions;

/// <summary>A device from which a person logs in.</summary>
public sealed class Device
{
    private Device()
    {
    }

    /// <summary>Never changes; the client keeps it.</summary>
    public DeviceId Id { get; private set; }

    /// <summary>Whose it is.</summary>
    public UserId UserId { get; private set; }

    /// <summary>What the person calls it; up to 100 characters.</summary>
    public string? Name { get; private set; }

    /// <summary>A JSON object: type, operating system, browser.</summary>
    public string DeviceInfo { get; private set; } = "{}";

    /// <summary>True where the person said so.</summary>
    public bool Trusted { get; private set; }

    /// <summary>The first login from it.</summary>
    public DateTimeOffset FirstSeenAt { get; private set; }

    /// <summary>The latest login from it.</summary>
    public DateTimeOffset LastSeenAt { get; private set; }
}
