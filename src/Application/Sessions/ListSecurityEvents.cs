using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Sessions;

/// <summary>Asks for the caller's security history, newest first.</summary>
public sealed record ListSecurityEvents : IQuery<Page<SecurityEventDto>>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

/// <summary>Something that the person should know of.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="SessionId">In which session, where one is known.</param>
/// <param name="DeviceName">What the device calls itself, where one matters and said so.</param>
/// <param name="IpAddress">From which network address, where that is known.</param>
/// <param name="At">When.</param>
public sealed record SecurityEventDto(
    Guid Id, SecurityEventKind Kind, SecurityEventSeverity Severity, Guid? SessionId, string? DeviceName, string? IpAddress, DateTimeOffset At);

internal sealed class ListSecurityEventsHandler(ISessionReader sessions, ICaller caller)
    : IQueryHandler<ListSecurityEvents, Page<SecurityEventDto>>
{
    // Pages come with the signed cursors of the administration; until then the latest hundred are what is shown.
    private const int Latest = 100;

    public async Task<Result<Page<SecurityEventDto>>> Handle(ListSecurityEvents request, CancellationToken cancellationToken) =>
        new Page<SecurityEventDto>(await sessions.ListEventsAsync(caller.UserId, Latest, cancellationToken), NextCursor: null);
}
