using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Shared;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Invitations;

/// <summary>
/// Somebody who holds an invitation looks at it, which spends nothing. It is a command, since a secret that is worth nothing counts as
/// guessed.
/// </summary>
/// <param name="Token">The secret.</param>
public sealed record LookUpInvitation(string? Token) : ICommand<InvitationPreviewDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Anonymous;
}

/// <summary>What whoever holds an invitation may know of it.</summary>
/// <param name="InviterName">Who invites.</param>
/// <param name="Email">The address that it is for, where it went there by mail; null for an open link.</param>
/// <param name="ExpiresAt">From when on it is worth nothing.</param>
public sealed record InvitationPreviewDto(string? InviterName, string? Email, DateTimeOffset ExpiresAt);

internal sealed class LookUpInvitationValidator : AbstractValidator<LookUpInvitation>
{
    public LookUpInvitationValidator() => RuleFor(request => request.Token).Required();
}

internal sealed class LookUpInvitationHandler(Acceptance acceptance, TimeProvider clock) : ICommandHandler<LookUpInvitation, InvitationPreviewDto>
{
    public async Task<Result<InvitationPreviewDto>> Handle(LookUpInvitation request, CancellationToken cancellationToken) =>
        await acceptance.FindAsync(request.Token!, clock.GetUtcNow(), cancellationToken) is { } found
            ? new InvitationPreviewDto(found.Inviter.Name, found.Invitation.Email?.Value, found.Invitation.ExpiresAt)
            : InvitationErrors.Invalid;
}
