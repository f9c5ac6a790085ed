using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Sessions;

/// <summary>Asks for the caller's security history, newest first, in parts.</summary>
/// <param name="Page">Which part of it.</param>
public sealed record ListSecurityEvents(PageRequest Page) : IQuery<Page<SecurityEventDto>>, IGuarded
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

internal sealed class ListSecurityEventsValidator : AbstractValidator<ListSecurityEvents>
{
    public ListSecurityEventsValidator() => RuleFor(request => request.Page.Limit).PageLimit();
}

internal sealed class ListSecurityEventsHandler(ISessionReader sessions, Pages pages, ICaller caller)
    : IQueryHandler<ListSecurityEvents, Page<SecurityEventDto>>
{
    // A cursor of one person is worth nothing to another.
    public Task<Result<Page<SecurityEventDto>>> Handle(ListSecurityEvents request, CancellationToken cancellationToken) => pages.CutAsync(
        request.Page, $"security-events|{caller.UserId.Value}", (after, limit, ct) => sessions.ListEventsAsync(caller.UserId, after, limit, ct),
        static happened => new Position(happened.At, happened.Id), cancellationToken);
}
