using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Users;

/// <summary>Somebody signed up, for the first time or again before the address was verified.</summary>
public sealed record UserRegistered(User User) : IDomainEvent;

/// <summary>The address was proven to be the person's.</summary>
public sealed record EmailVerified(UserId UserId) : IDomainEvent;

/// <summary>The person agreed to a version of the terms.</summary>
public sealed record TermsAccepted(UserId UserId, TermsVersion Version, DateTimeOffset AcceptedAt) : IDomainEvent;
