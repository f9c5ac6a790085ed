using FluentValidation;
using UserSystem.Application.Accounts;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Invitations;

/// <summary>Invites many at once. Each entry has an outcome of its own; those that are made are made together or not at all.</summary>
/// <param name="Items">1 to 1,000 invitations.</param>
public sealed record CreateInvitations(IReadOnlyList<CreateInvitation?>? Items) : ICommand<InvitationOutcomesDto>, IGuarded, IIdempotent
{
    /// <summary>How many at once at most.</summary>
    public const int MaxItems = 1000;

    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.InvitationsBulk);
}

/// <summary>What became of a list of invitations.</summary>
/// <param name="Created">How many were made.</param>
/// <param name="Refused">How many were not.</param>
/// <param name="Items">One outcome for each entry, in their order.</param>
public sealed record InvitationOutcomesDto(int Created, int Refused, IReadOnlyList<InvitationOutcomeDto> Items);

/// <summary>What became of one entry: an invitation, or why not.</summary>
/// <param name="Invitation">What was made; null where nothing was.</param>
/// <param name="Error">Why nothing was made; null where something was.</param>
public sealed record InvitationOutcomeDto(InvitationDto? Invitation, InvitationRefusalDto? Error);

/// <summary>Why an entry was refused, in the words of a refusal of it alone.</summary>
/// <param name="Code">The code of the problem.</param>
/// <param name="Detail">The same for people.</param>
/// <param name="ErrorCodes">The codes of what is wrong with members of the entry, by their paths; null where that is not it.</param>
public sealed record InvitationRefusalDto(string Code, string Detail, IReadOnlyDictionary<string, IReadOnlyList<string>>? ErrorCodes)
{
    internal static InvitationRefusalDto Of(Error error) => new(
        error.Code, error.Message,
        (error as ValidationError)?.Faults.GroupBy(static fault => fault.Path, StringComparer.Ordinal)
            .ToDictionary(static path => path.Key, static path => (IReadOnlyList<string>)[.. path.Select(static fault => fault.Code)], StringComparer.Ordinal));
}

[Explanation(
    "`items` is missing or empty, or has more entries than can be made at once.",
    "Send 1 to 1,000 entries, and the rest in further calls.", Code = "items.out_of_range")]
internal sealed class CreateInvitationsValidator : AbstractValidator<CreateInvitations>
{
    public CreateInvitationsValidator() => RuleFor(request => request.Items).Must(static items => items is { Count: >= 1 and <= CreateInvitations.MaxItems })
        .WithErrorCode("items.out_of_range").WithMessage($"1 to {CreateInvitations.MaxItems} invitations can be made at once.");
}

internal sealed class CreateInvitationsHandler(
    Inviting inviting, InvitedRoles roles, InvitedAttributes attributes, IValidator<CreateInvitation> validator, FreshLogin freshLogin, IAuditLog audit, IUnitOfWork work,
    ICaller caller, TimeProvider clock)
    : ICommandHandler<CreateInvitations, InvitationOutcomesDto>
{
    public async Task<Result<InvitationOutcomesDto>> Handle(CreateInvitations request, CancellationToken cancellationToken)
    {
        if (request.Items!.Any(static item => item?.RoleIds is { Count: > 0 }) && freshLogin.Check() is { } stale)
        {
            return stale;
        }

        var now = clock.GetUtcNow();
        var addresses = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var rights = new Dictionary<string, Error?>(StringComparer.Ordinal);
        var outcomes = new List<InvitationOutcomeDto>(request.Items!.Count);
        foreach (var item in request.Items)
        {
            var refused = Fault(item) ?? (item!.Email is { } email && !addresses.Add(EmailAddress.Parse(email).Value) ? InvitationErrors.Twice : null);
            refused ??= await MayGiveAsync(Inviting.RolesOf(item!), rights, cancellationToken)
                ?? await attributes.CheckAsync(caller.UserId, item!.Attributes, cancellationToken);
            outcomes.Add(refused is null ? new(Make(item!, now), Error: null) : new(Invitation: null, InvitationRefusalDto.Of(refused)));
        }

        var created = outcomes.Count(static outcome => outcome.Invitation is not null);
        return await work.CommitAsync(cancellationToken) is { Error: { } error }
            ? error
            : new InvitationOutcomesDto(created, outcomes.Count - created, outcomes);
    }

    private InvitationDto Make(CreateInvitation item, DateTimeOffset now)
    {
        var made = inviting.Make(item, now);
        audit.Record(Inviting.RecordOf(made));
        return made;
    }

    private ValidationError? Fault(CreateInvitation? item)
    {
        if (item is null)
        {
            return ValidationError.Of("", "required", "This entry is empty.");
        }

        var found = validator.Validate(item);
        return found.IsValid ? null : new ValidationError([.. found.Errors.Select(static each => new Fault(each.PropertyName, each.ErrorCode, each.ErrorMessage))]);
    }

    // Long lists ask for few sets of roles.
    private async Task<Error?> MayGiveAsync(IReadOnlyList<RoleId> wanted, Dictionary<string, Error?> known, CancellationToken ct)
    {
        var key = string.Join(',', wanted.Select(static role => role.Value));
        return known.TryGetValue(key, out var verdict) ? verdict : known[key] = await roles.CheckAsync(caller.UserId, wanted, ct);
    }
}
