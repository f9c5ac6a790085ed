using Microsoft.Extensions.Options;
using UserSystem.Application.Accounts;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Users;

/// <summary>Asks for the caller's own record.</summary>
public sealed record GetMe : IQuery<MeDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

internal sealed class GetMeHandler(IUserReader users, ICaller caller, IOptions<AccountsOptions> options) : IQueryHandler<GetMe, MeDto>
{
    public async Task<Result<MeDto>> Handle(GetMe request, CancellationToken cancellationToken) =>
        await users.FindMeAsync(caller.UserId, options.Value.CurrentTermsVersion, cancellationToken) is { } me ? me : UserErrors.NotFound;
}
