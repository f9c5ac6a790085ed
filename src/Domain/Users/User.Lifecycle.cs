using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Users;

/// <content>Being kept out and let in again, going and coming back.</content>
public sealed partial class User
{
    /// <summary>When the person was deleted; null for everybody else.</summary>
    public DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>What a restored person goes back to.</summary>
    public UserStatus? StatusBeforeDeletion { get; private set; }

    /// <summary>When staff suspended the person; null where they are not suspended.</summary>
    public DateTimeOffset? SuspendedAt { get; private set; }

    /// <summary>Why, for staff alone.</summary>
    public string? SuspensionReason { get; private set; }

    /// <summary>Who did it; null for the system.</summary>
    public UserId? SuspendedBy { get; private set; }

    /// <summary>Staff keeps an active person out until further notice.</summary>
    /// <param name="reason">Why, for staff alone.</param>
    /// <param name="actor">Who does it; null for the system.</param>
    /// <param name="now">The present.</param>
    public Result Suspend(string reason, UserId? actor, DateTimeOffset now)
    {
        if (DeletedAt is not null || Status is not UserStatus.Active)
        {
            return UserErrors.InvalidTransition;
        }

        Status = UserStatus.Suspended;
        (SuspendedAt, SuspensionReason, SuspendedBy) = (now, reason, actor);
        SecurityStamp = OneTimeToken.Create().Text;
        Raise(new UserSuspended(Id, now));
        return Result.Success;
    }

    /// <summary>Staff lets a suspended person in again.</summary>
    public Result Reactivate()
    {
        if (DeletedAt is not null || Status is not UserStatus.Suspended)
        {
            return UserErrors.InvalidTransition;
        }

        Status = UserStatus.Active;
        (SuspendedAt, SuspensionReason, SuspendedBy) = (null, null, null);
        Raise(new UserReactivated(Id));
        return Result.Success;
    }

    /// <summary>The person is gone for everybody, until the purge or until they are restored. Nobody deleted is active.</summary>
    public Result Delete(DateTimeOffset now)
    {
        if (DeletedAt is not null)
        {
            return UserErrors.InvalidTransition;
        }

        StatusBeforeDeletion = Status;
        if (Status is UserStatus.Active)
        {
            Status = UserStatus.Suspended;
        }

        DeletedAt = now;
        PendingEmail = null;
        SecurityStamp = OneTimeToken.Create().Text;
        Raise(new UserDeleted(Id, now));
        return Result.Success;
    }

    /// <summary>The person is back as they were; too late after the grace period.</summary>
    public Result Restore(TimeSpan grace, DateTimeOffset now)
    {
        if (DeletedAt is not { } deletedAt)
        {
            return UserErrors.InvalidTransition;
        }

        if (now >= deletedAt + grace)
        {
            return UserErrors.RestoreTooLate;
        }

        Status = StatusBeforeDeletion ?? Status;
        StatusBeforeDeletion = null;
        DeletedAt = null;
        Raise(new UserRestored(Id, now));
        return Result.Success;
    }
}
