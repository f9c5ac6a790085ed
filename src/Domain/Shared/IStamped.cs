using UserSystem.Domain.Users;

namespace UserSystem.Domain.Shared;

/// <summary>A record that says who made it and when. The unit of work stamps it when it saves it for the first time.</summary>
public interface IStamped
{
    /// <summary>Takes down who made it, null for the system, and when.</summary>
    void Stamp(UserId? actor, DateTimeOffset now);
}

/// <summary>A record that also says who changed it last. The unit of work stamps each change that it saves.</summary>
public interface IChangeStamped : IStamped
{
    /// <summary>Takes down who changed it, null for the system, and when.</summary>
    void StampChange(UserId? actor, DateTimeOffset now);
}
