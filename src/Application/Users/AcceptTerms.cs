using FluentValidation;
using Mapster;
using MediatR;
using Microsoft.Extensions.Options;
using UserSystem.Application.Accounts;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Users;

/// <summary>The caller agrees to the terms in force.</summary>
/// <param name="Version">The terms that they were shown.</param>
public sealed record AcceptTerms(string? Version) : ICommand<TermsAcceptanceDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

internal sealed class AcceptTermsValidator : AbstractValidator<AcceptTerms>
{
    public AcceptTermsValidator(IOptions<AccountsOptions> options)
    {
        var current = options.Value.CurrentTermsVersion;
        RuleFor(request => request.Version).Required().TermsVersion();
        RuleFor(request => request.Version).Must(version => string.IsNullOrWhiteSpace(version) || version == current)
            .WithErrorCode("terms.not_current").WithMessage($"The terms in force are {current}.");
    }
}

internal sealed class AcceptTermsHandler(IUserRepository users, IUnitOfWork work, ICaller caller, TypeAdapterConfig mapping, TimeProvider clock)
    : ICommandHandler<AcceptTerms, TermsAcceptanceDto>
{
    public async Task<Result<TermsAcceptanceDto>> Handle(AcceptTerms request, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(caller.UserId, cancellationToken) is not { } user)
        {
            return UserErrors.NotFound;
        }

        user.AcceptTerms(TermsVersion.Parse(request.Version!), clock.GetUtcNow());
        return await work.CommitAsync(cancellationToken) is { Error: { } error }
            ? error
            : user.Adapt<TermsAcceptanceDto>(mapping);
    }
}

/// <summary>Writes every agreement into the history, in the transaction of whatever led to it.</summary>
internal sealed class RecordTermsAcceptance(IUserRepository users) : INotificationHandler<Happened<TermsAccepted>>
{
    public Task Handle(Happened<TermsAccepted> notification, CancellationToken cancellationToken)
    {
        var (userId, version, acceptedAt) = notification.Event;
        users.Add(new TermsAcceptance(userId, version, acceptedAt));
        return Task.CompletedTask;
    }
}
