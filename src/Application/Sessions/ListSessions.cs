using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Sessions;

/// <summary>Asks where the caller is logged in, latest used first.</summary>
public sealed record ListSessions : IQuery<Page<SessionDto>>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

/// <summary>One login.</summary>
/// <param name="Id">Names it, to end it.</param>
/// <param name="DeviceId">On which device.</param>
/// <param name="DeviceName">What the person calls the device.</param>
/// <param name="UserAgent">What the client called itself.</param>
/// <param name="IpAddress">The address of the login.</param>
/// <param name="Remembered">True where the person asked to stay logged in.</param>
/// <param name="Current">True for the session that asks.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="LastActivityAt">When it was last used, to about a minute.</param>
/// <param name="ExpiresAt">When it ends unless it is used before.</param>
public sealed record SessionDto(
    Guid Id, Guid DeviceId, string? DeviceName, string? UserAgent, string? IpAddress, bool Remembered, bool Current,
    DateTimeOffset CreatedAt, DateTimeOffset LastActivityAt, DateTimeOffset ExpiresAt);

/// <summary>Sessions and what happened around them, as they are shown.</summary>
public interface ISessionReader
{
    /// <summary>The living sessions of a person, latest used first; there are never more than a person may have.</summary>
    Task<IReadOnlyList<SessionDto>> ListAsync(UserId userId, SessionId? current, DateTimeOffset now, CancellationToken ct);

    /// <summary>Entries of a person's security history, newest first, from those after a place on.</summary>
    Task<List<SecurityEventDto>> ListEventsAsync(UserId userId, Position? after, int limit, CancellationToken ct);
}

internal sealed class ListSessionsHandler(ISessionReader sessions, ICaller caller, TimeProvider clock)
    : IQueryHandler<ListSessions, Page<SessionDto>>
{
    public async Task<Result<Page<SessionDto>>> Handle(ListSessions request, CancellationToken cancellationToken) =>
        new Page<SessionDto>(
            await sessions.ListAsync(caller.UserId, caller.Identity!.SessionId, clock.GetUtcNow(), cancellationToken), NextCursor: null);
}
