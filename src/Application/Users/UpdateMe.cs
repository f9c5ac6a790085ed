using System.Text.Json.Serialization;
using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Users;

/// <summary>A merge patch (RFC 7396) of the caller's own record: what is absent stays.</summary>
public sealed record UpdateMe : ICommand<MeDto>, IConditional, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;

    /// <summary>What the person goes by from now on; it cannot be taken away.</summary>
    public Optional<string?> FullName { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public VersionCondition? Condition { get; init; }
}

internal sealed class UpdateMeValidator : AbstractValidator<UpdateMe>
{
    public UpdateMeValidator() =>
        RuleFor(request => request.FullName.Value).Required().PersonName().OverridePropertyName("fullName")
            .When(request => request.FullName.IsGiven);
}

internal sealed class UpdateMeHandler(IUserRepository users, IUnitOfWork work, ICaller caller, GetMeHandler me)
    : ICommandHandler<UpdateMe, MeDto>
{
    public async Task<Result<MeDto>> Handle(UpdateMe request, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(caller.UserId, cancellationToken) is not { } user)
        {
            return UserErrors.NotFound;
        }

        if (request.Condition?.Accepts(user.Version) is false)
        {
            return CommonErrors.Stale;
        }

        if (request.FullName.IsGiven)
        {
            user.Rename(PersonName.Parse(request.FullName.Value!));
        }

        return await work.CommitAsync(cancellationToken) is { Error: { } error } ? error : await me.Handle(new GetMe(), cancellationToken);
    }
}
