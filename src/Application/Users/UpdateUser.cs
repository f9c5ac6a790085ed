using System.Text.Json.Serialization;
using FluentValidation;
using UserSystem.Application.Accounts;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Users;

/// <summary>A merge patch (RFC 7396) of somebody's record by staff: what is absent stays.</summary>
public sealed record UpdateUser : ICommand<UserDto>, IConditional, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.UsersWrite);

    /// <summary>What the person goes by from now on; it cannot be taken away.</summary>
    public Optional<string?> FullName { get; init; }

    /// <summary>Another address. It is proven by mail; the old one, where it was proven, is told and can take the change back; all sessions end.</summary>
    public Optional<string?> Email { get; init; }

    /// <summary>The id in the system that the person comes from; null for none.</summary>
    public Optional<string?> ExternalId { get; init; }

    /// <summary>Whom.</summary>
    [JsonIgnore]
    public Guid UserId { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public VersionCondition? Condition { get; init; }
}

internal sealed class UpdateUserValidator : AbstractValidator<UpdateUser>
{
    public UpdateUserValidator()
    {
        RuleFor(request => request.FullName.Value).Required().PersonName().OverridePropertyName("fullName")
            .When(request => request.FullName.IsGiven);
        RuleFor(request => request.Email.Value).Required().EmailAddress().OverridePropertyName("email").When(request => request.Email.IsGiven);
        RuleFor(request => request.ExternalId.Value).ExternalId().OverridePropertyName("externalId").When(request => request.ExternalId.IsGiven);
    }
}

internal sealed class UpdateUserHandler(StaffAct act, EmailMoves moves, Verifications verifications, ICaller caller, TimeProvider clock)
    : ICommandHandler<UpdateUser, UserDto>
{
    private const string Action = "user.update";

    public async Task<Result<UserDto>> Handle(UpdateUser request, CancellationToken cancellationToken)
    {
        var target = await act.BeginAsync(request.UserId, request.Condition, cancellationToken);
        if (target.Error is { } refused)
        {
            return refused;
        }

        var user = target.Value.User;
        if (user.DeletedAt is not null)
        {
            return UserErrors.InvalidTransition;
        }

        if (request.FullName.IsGiven)
        {
            user.Rename(PersonName.Parse(request.FullName.Value!));
        }

        if (request.ExternalId.IsGiven)
        {
            user.IdentifyAs(request.ExternalId.Value is { } externalId ? ExternalId.Parse(externalId) : null);
        }

        return request.Email.IsGiven && await MoveAsync(user, EmailAddress.Parse(request.Email.Value!), cancellationToken)
            ? await act.EndWithSessionsAsync(target.Value, Action, SessionEndReason.EmailChanged, cancellationToken)
            : await act.EndAsync(target.Value, Action, cancellationToken);
    }

    private async Task<bool> MoveAsync(User user, EmailAddress email, CancellationToken ct)
    {
        var (wasProven, now) = (user.EmailVerifiedAt is not null, clock.GetUtcNow());
        if (user.CorrectEmail(email, now) is not { } before)
        {
            return false;
        }

        // An address that nobody ever proved belongs to whoever has it, and not to this person.
        if (wasProven)
        {
            await moves.TellAsync(user, before, now, ct);
        }

        await verifications.BeginAgainAsync(user, caller.Language, now, ct);
        return true;
    }
}
