using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Invitations;

/// <summary>Asks what came of invitations that were made in a time: of one's own, or with <c>analytics:read</c> of everybody's.</summary>
/// <param name="From">Made at this instant or later; null for any.</param>
/// <param name="To">Made before this instant; null for any.</param>
public sealed record AnalyseInvitations(DateTimeOffset? From, DateTimeOffset? To) : IQuery<InvitationAnalyticsDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

/// <summary>What came of invitations. Those that were sent are accepted, pending, expired or revoked, each one of these.</summary>
/// <param name="Sent">How many were made.</param>
/// <param name="Accepted">By how many at least one person joined, whose address is proven.</param>
/// <param name="Pending">How many of the others are open, or used by people who have not proven their address yet.</param>
/// <param name="Expired">How many of the others ran out.</param>
/// <param name="Revoked">How many of the others were taken back.</param>
/// <param name="Joined">How many people joined by them.</param>
/// <param name="Conversion">Accepted by sent, 0 to 1; null where nothing was sent.</param>
/// <param name="MedianSecondsToAccept">How long it took from the invitation to the sign-up, for half of those who joined; null where nobody did.</param>
/// <param name="ViralCoefficient">How many people joined for each person who invited; null where nobody did.</param>
/// <param name="TopInviters">Who brought most people, at most ten; null for the caller's own invitations.</param>
public sealed record InvitationAnalyticsDto(
    long Sent, long Accepted, long Pending, long Expired, long Revoked, long Joined, double? Conversion, double? MedianSecondsToAccept,
    double? ViralCoefficient, IReadOnlyList<TopInviterDto>? TopInviters);

/// <summary>Somebody who brought people.</summary>
/// <param name="UserId">Who.</param>
/// <param name="FullName">What they go by.</param>
/// <param name="Sent">How many invitations they made.</param>
/// <param name="Joined">How many people joined by them.</param>
public sealed record TopInviterDto(Guid UserId, string? FullName, long Sent, long Joined);

[Explanation(
    "The end of the time that is asked for does not come after its beginning.",
    "Send a `to` that is later than `from`, or leave one of them out.", Code = "range.empty")]
internal sealed class AnalyseInvitationsValidator : AbstractValidator<AnalyseInvitations>
{
    public AnalyseInvitationsValidator() => RuleFor(request => request.To).Must(static (request, to) => !(to <= request.From))
        .WithErrorCode("range.empty").WithMessage("The end comes before the beginning.");
}

internal sealed class AnalyseInvitationsHandler(IInvitationReader invitations, IPermissions permissions, ICaller caller, TimeProvider clock)
    : IQueryHandler<AnalyseInvitations, InvitationAnalyticsDto>
{
    public async Task<Result<InvitationAnalyticsDto>> Handle(AnalyseInvitations request, CancellationToken cancellationToken)
    {
        var all = (await permissions.OfAsync(caller.UserId, cancellationToken)).Holds(Permissions.AnalyticsRead);
        return await invitations.AnalyseAsync(all ? null : caller.UserId, request.From, request.To, clock.GetUtcNow(), cancellationToken);
    }
}
