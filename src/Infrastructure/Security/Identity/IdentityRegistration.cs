using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using UserSystem.Application.Ports;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Security.Identity;

/// <summary>Names and addresses reach the database as they are: it alone decides what counts as the same.</summary>
internal sealed class AsTyped : ILookupNormalizer
{
    public string? NormalizeName(string? name) => name;

    public string? NormalizeEmail(string? email) => email;
}

/// <summary>Identity's door to the one password policy.</summary>
internal sealed class PolicyValidator(IPasswordPolicy policy) : IPasswordValidator<User>
{
    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password)
    {
        var faults = policy.Judge(password ?? "", user.Email.Value, user.Name ?? "", "password");
        return Task.FromResult(faults.Count == 0
            ? IdentityResult.Success
            : IdentityResult.Failed([.. faults.Select(static fault => new IdentityError { Code = fault.Code, Description = fault.Message })]));
    }
}

internal static class IdentityRegistration
{
    /// <summary>Adds Identity over our own people; the hasher is added with the passwords. What it is used for stands in docs/decisions.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<ILookupNormalizer, AsTyped>();
        services.AddSingleton<IPasswordValidator<User>, PolicyValidator>();
        services.AddIdentityCore<User>(static identity =>
        {
            // Uniqueness is the database's, and the alphabet of an address is the domain's.
            identity.User.RequireUniqueEmail = false;
            identity.User.AllowedUserNameCharacters = "";
        }).AddUserStore<UserStore>();
        return services;
    }
}
