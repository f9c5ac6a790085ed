using Microsoft.Extensions.Options;
using UserSystem.Application.Accounts;
using UserSystem.Application.Pipeline;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Users;

/// <summary>Asks for a person, deleted ones included until they are purged.</summary>
/// <param name="UserId">Who.</param>
/// <param name="Parts">What is to be shown with it.</param>
public sealed record GetUser(Guid UserId, UserParts Parts = UserParts.None) : IQuery<UserDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.UsersRead);
}

internal sealed class GetUserHandler(IUserReader users, UserInclusions inclusions, TimeProvider clock, IOptions<AccountsOptions> options) : IQueryHandler<GetUser, UserDto>
{
    public async Task<Result<UserDto>> Handle(GetUser request, CancellationToken cancellationToken)
    {
        var id = new UserId(request.UserId);
        var inclusion = await inclusions.OfAsync(id, request.Parts, cancellationToken);
        return inclusion.Error is { } refused ? refused
            : await users.FindAsync(id, inclusion.Value, cancellationToken) is { } user ? user.At(clock.GetUtcNow(), options.Value)
            : UserErrors.NotFound;
    }
}
