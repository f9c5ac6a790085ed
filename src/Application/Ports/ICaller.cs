using System.Net;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Ports;

/// <summary>Who an access token speaks for.</summary>
/// <param name="UserId">The person.</param>
/// <param name="SessionId">The session that the token belongs to.</param>
/// <param name="Generation">The rotation of the session that brought the token.</param>
/// <param name="AuthenticatedAt">When a password was last given.</param>
public sealed record CallerIdentity(UserId UserId, SessionId SessionId, int Generation, DateTimeOffset AuthenticatedAt);

/// <summary>Whoever sent the request that is being handled.</summary>
public interface ICaller
{
    /// <summary>Who they are; null for somebody unknown.</summary>
    CallerIdentity? Identity { get; }

    /// <summary>Why a token that was sent does not count; null where none was sent, or a good one.</summary>
    Domain.Shared.Error? Refusal { get; }

    /// <summary>True for work that the service gives to itself.</summary>
    bool IsSystem { get; }

    /// <summary>Where the request came from, as far as trusted proxies tell.</summary>
    IPAddress? Address { get; }

    /// <summary>What the client calls itself, at most 512 characters.</summary>
    string? UserAgent { get; }

    /// <summary>The language that the client asks for, as a BCP 47 tag of a language that the service speaks.</summary>
    string Language { get; }

    /// <summary>The person who calls. Only for requests that are open to no one unknown; for others it throws.</summary>
    UserId UserId => Identity?.UserId ?? throw new InvalidOperationException("Nobody is logged in, and the request did not ask for it.");
}
