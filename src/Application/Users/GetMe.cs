using Microsoft.Extensions.Options;
using UserSystem.Application.Accounts;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Users;

/// <summary>Asks for the caller's own record.</summary>
/// <param name="Parts">What is to be shown with it.</param>
public sealed record GetMe(UserParts Parts = UserParts.None) : IQuery<MeDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

internal sealed class GetMeHandler(IUserReader users, UserInclusions inclusions, ICaller caller, IOptions<AccountsOptions> options) : IQueryHandler<GetMe, MeDto>
{
    public async Task<Result<MeDto>> Handle(GetMe request, CancellationToken cancellationToken)
    {
        var inclusion = await inclusions.OfAsync(caller.UserId, request.Parts, cancellationToken);
        return inclusion.Error is { } refused ? refused
            : await users.FindMeAsync(caller.UserId, options.Value.CurrentTermsVersion, inclusion.Value, cancellationToken) is { } me ? me
            : UserErrors.NotFound;
    }
}
