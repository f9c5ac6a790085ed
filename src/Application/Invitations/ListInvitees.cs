using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Users;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Invitations;

/// <summary>Asks for the tree of people below somebody: one's own, or with <c>users:read</c> anybody's.</summary>
/// <param name="UserId">Below whom.</param>
/// <param name="Depth">How many generations; null for one.</param>
public sealed record ListInvitees(Guid UserId, int? Depth) : IQuery<InviteesDto>, IGuarded
{
    /// <summary>How many generations at most.</summary>
    public const int MaxDepth = 10;

    /// <summary>How many people at most.</summary>
    public const int MaxPeople = 1000;

    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

/// <summary>The tree below somebody, flat: whoever brought them stands before them.</summary>
/// <param name="Items">The people, the nearest first. Only those who have proven their address are seen.</param>
/// <param name="Truncated">True where there are more people than are shown.</param>
public sealed record InviteesDto(IReadOnlyList<InviteeDto> Items, bool Truncated);

/// <summary>Somebody who came by an invitation.</summary>
/// <param name="UserId">Who.</param>
/// <param name="FullName">What they go by.</param>
/// <param name="InvitedByUserId">Who invited them.</param>
/// <param name="Depth">1 for whom the person invited, 2 for whom those invited, and so on.</param>
/// <param name="JoinedAt">When they signed up.</param>
public sealed record InviteeDto(Guid UserId, string? FullName, Guid InvitedByUserId, int Depth, DateTimeOffset JoinedAt);

[Explanation(
    "`depth` is less than 1 or more than the generations that are shown.",
    "Send a number within the bounds that the message names, and ask for the trees of those at its end.", Code = "depth.out_of_range")]
internal sealed class ListInviteesValidator : AbstractValidator<ListInvitees>
{
    public ListInviteesValidator() => RuleFor(request => request.Depth).InclusiveBetween(1, ListInvitees.MaxDepth)
        .WithErrorCode("depth.out_of_range").WithMessage($"The tree is shown down to 1 to {ListInvitees.MaxDepth} generations.");
}

internal sealed class ListInviteesHandler(IInvitationReader invitations, IUserReader users, IPermissions permissions, ICaller caller)
    : IQueryHandler<ListInvitees, InviteesDto>
{
    public async Task<Result<InviteesDto>> Handle(ListInvitees request, CancellationToken cancellationToken)
    {
        var root = new UserId(request.UserId);
        if (root != caller.UserId && !(await permissions.OfAsync(caller.UserId, cancellationToken)).Holds(Permissions.UsersRead))
        {
            return new MissingPermissionError(Permissions.UsersRead);
        }

        // One more than is shown tells whether there is more.
        var people = await invitations.ListInviteesAsync(root, request.Depth ?? 1, ListInvitees.MaxPeople + 1, cancellationToken);
        if (people.Count == 0 && root != caller.UserId && await users.FindAsync(root, inclusion: null, cancellationToken) is null)
        {
            return UserErrors.NotFound;
        }

        var truncated = people.Count > ListInvitees.MaxPeople;
        return new InviteesDto(truncated ? people[..ListInvitees.MaxPeople] : people, truncated);
    }
}
