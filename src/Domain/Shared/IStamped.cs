using UserSystem.Domain.Users;

namespace UserSystem.Domain.Shared;

/// <summary>A record that says who made it and when. The unit of work stamps it when it saves it for the first time.</summary>
public interface IStamped
{
    /// <summary>Takes down who made it, null for the system, and when.</summary>
    void Stamp(UserId? actor, DateTimeOffset now);
}
