using Microsoft.Extensions.Options;
using UserSystem.Application.Accounts;
using UserSystem.Application.Pipeline;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Users;

/// <summary>Asks for a person, deleted ones included until they are purged.</summary>
/// <param name="UserId">Who.</param>
public sealed record GetUser(Guid UserId) : IQuery<UserDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.UsersRead);
}

internal sealed class GetUserHandler(IUserReader users, TimeProvider clock, IOptions<AccountsOptions> options) : IQueryHandler<GetUser, UserDto>
{
    public async Task<Result<UserDto>> Handle(GetUser request, CancellationToken cancellationToken) =>
        await users.FindAsync(new UserId(request.UserId), cancellationToken) is { } user
            ? user.At(clock.GetUtcNow(), options.Value)
            : UserErrors.NotFound;
}
