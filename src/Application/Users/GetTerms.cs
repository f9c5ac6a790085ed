using Mapster;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Users;

/// <summary>Asks what the caller agreed to, newest first.</summary>
public sealed record GetTerms : IQuery<Page<TermsAcceptanceDto>>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

/// <summary>One agreement.</summary>
/// <param name="Version">The version of the terms.</param>
/// <param name="AcceptedAt">When.</param>
public sealed record TermsAcceptanceDto(string Version, DateTimeOffset AcceptedAt);

internal sealed class TermsAcceptanceMapping : IRegister
{
    public void Register(TypeAdapterConfig config) => config.NewConfig<User, TermsAcceptanceDto>()
        .Map(acceptance => acceptance.Version, user => user.TermsVersion)
        .Map(acceptance => acceptance.AcceptedAt, user => user.TermsAcceptedAt!.Value);
}

internal sealed class GetTermsHandler(IUserReader users, ICaller caller) : IQueryHandler<GetTerms, Page<TermsAcceptanceDto>>
{
    // There are never more agreements than versions of the terms: they fit one page.
    public async Task<Result<Page<TermsAcceptanceDto>>> Handle(GetTerms request, CancellationToken cancellationToken) =>
        new Page<TermsAcceptanceDto>(await users.ListTermsAsync(caller.UserId, cancellationToken), NextCursor: null);
}
