using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Users;

/// <summary>Somebody signed up, for the first time or again before the address was verified.</summary>
public sealed record UserRegistered(User User) : IDomainEvent;

/// <summary>The address was proven to be the person's.</summary>
public sealed record EmailVerified(UserId UserId) : IDomainEvent;

/// <summary>The person agreed to a version of the terms.</summary>
public sealed record TermsAccepted(UserId UserId, TermsVersion Version, DateTimeOffset AcceptedAt) : IDomainEvent;

/// <summary>The password was replaced by another.</summary>
public sealed record PasswordChanged(User User, DateTimeOffset ChangedAt) : IDomainEvent;

/// <summary>The person is reached elsewhere from now on.</summary>
public sealed record EmailChanged(User User, EmailAddress Before, DateTimeOffset ChangedAt) : IDomainEvent;

/// <summary>The owner of an earlier address took a change back.</summary>
public sealed record EmailReverted(User User, EmailAddress Before, DateTimeOffset RevertedAt) : IDomainEvent;

/// <summary>Staff keeps the person out.</summary>
public sealed record UserSuspended(UserId UserId, DateTimeOffset SuspendedAt) : IDomainEvent;

/// <summary>Staff lets the person in again.</summary>
public sealed record UserReactivated(UserId UserId) : IDomainEvent;

/// <summary>The person was deleted, and can be restored for a while.</summary>
public sealed record UserDeleted(UserId UserId, DateTimeOffset DeletedAt) : IDomainEvent;

/// <summary>A deleted person is back.</summary>
public sealed record UserRestored(UserId UserId, DateTimeOffset RestoredAt) : IDomainEvent;
