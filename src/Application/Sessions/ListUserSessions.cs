using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Sessions;

/// <summary>Asks where somebody is logged in, latest used first.</summary>
/// <param name="UserId">Who.</param>
public sealed record ListUserSessions(Guid UserId) : IQuery<Page<SessionDto>>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.SessionsRead);
}

internal sealed class ListUserSessionsHandler(ISessionReader sessions, IUserReader users, ICaller caller, TimeProvider clock)
    : IQueryHandler<ListUserSessions, Page<SessionDto>>
{
    public async Task<Result<Page<SessionDto>>> Handle(ListUserSessions request, CancellationToken cancellationToken)
    {
        var id = new UserId(request.UserId);
        var found = await sessions.ListAsync(id, caller.Identity?.SessionId, clock.GetUtcNow(), cancellationToken);

        // Nobody unknown has a session: whether there is such a person is asked only where there is none to show.
        return found.Count == 0 && await users.FindAsync(id, inclusion: null, cancellationToken) is null
            ? UserErrors.NotFound
            : new Page<SessionDto>(found, NextCursor: null);
    }
}
