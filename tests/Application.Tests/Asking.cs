using FluentValidation;
using Mapster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NSubstitute;
using UserSystem.Application.Attributes;
using UserSystem.Application.Attributes.Handlers;
using UserSystem.Application.Invitations;
using UserSystem.Application.Ports;
using UserSystem.Application.Users;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests;

/// <summary>Short words for what many tests need.</summary>
internal static class Asking
{
    /// <summary>How entities become answers.</summary>
    public static readonly TypeAdapterConfig Mapping =
        new ServiceCollection().AddApplication().BuildServiceProvider().GetRequiredService<TypeAdapterConfig>();

    /// <summary>Somebody who is logged in.</summary>
    public static Caller CallerOf(UserId user) =>
        new() { Identity = new CallerIdentity(user, Any.Id<Domain.Sessions.SessionId>(), 1, Any.Instant), Address = Any.Address };

    /// <summary>Somebody unknown, from somewhere.</summary>
    public static Caller Stranger(string language = "en") => new() { Address = Any.Address, UserAgent = "tests", Language = language };

    /// <summary>Hashing that answers at once: the hash tells the password.</summary>
    public static IPasswords Passwords()
    {
        var passwords = Substitute.For<IPasswords>();
        passwords.HashAsync(default!, default).ReturnsForAnyArgs(static call => (Result<string>)$"hash of {call.Arg<string>()}");
        return passwords;
    }

    /// <summary>What may be shown to a caller without any permission, where there are no attributes.</summary>
    public static UserInclusions Inclusions(ICaller caller) =>
        new(NoAttributes, new AttributeAccess(caller, NoPermissions()), caller, NoPermissions(), TimeProvider.System);

    /// <summary>Looking people up where there are no attributes.</summary>
    public static AttributeSearches Searches() => new(NoAttributes, new AttributeAccess(Stranger(), NoPermissions()));

    private static AttributeCatalog NoAttributes => new([], Default<AttributesOptions>());

    private static IPermissions NoPermissions()
    {
        var permissions = Substitute.For<IPermissions>();
        permissions.OfAsync(default, default).ReturnsForAnyArgs(Domain.Roles.PermissionSet.None);
        return permissions;
    }

    /// <summary>A policy that finds nothing wrong.</summary>
    public static IPasswordPolicy NoPolicy()
    {
        var policy = Substitute.For<IPasswordPolicy>();
        policy.Judge(default!, default!, default!, default!).ReturnsForAnyArgs([]);
        return policy;
    }

    /// <summary>Values of nobody, which takes new ones.</summary>
    public static IUserAttributeRepository NoValues()
    {
        var attributes = Substitute.For<IUserAttributeRepository>();
        attributes.FindAsync(default, default!, default).ReturnsForAnyArgs([]);
        return attributes;
    }

    /// <summary>How business code sets values, with the key of the inviter.</summary>
    public static UserAttributes Attributes(IUserAttributeRepository repository) => new(Catalog, repository, new Ids(new FakeClock()));

    /// <summary>What people begin with, of the keys that come with the service.</summary>
    public static InitialAttributes Initial(IUserAttributeRepository repository, IAuditLog audit) =>
        new(Catalog, Attributes(repository), NoPermissions(), audit);

    /// <summary>What people may be invited with, of the same keys.</summary>
    public static InvitedAttributes Carried(IPermissions permissions) =>
        new(Catalog, new InitialAttributes(Catalog, Attributes(NoValues()), permissions, Substitute.For<IAuditLog>()));

    /// <summary>Keys that come with the service, and the open namespace.</summary>
    public static AttributeCatalog Catalog => new([new InvitedByUserId(), new ProfileFlags()], Default<AttributesOptions>());

    /// <summary>Options as they are by default.</summary>
    public static IOptions<TOptions> Default<TOptions>()
        where TOptions : class, new() => Options.Create(new TOptions());

    /// <summary>Everything that a validator finds, as <c>path code</c>.</summary>
    public static string[] Faults<T>(this IValidator<T> validator, T request) =>
        [.. validator.Validate(request).Errors.Select(static fault => $"{fault.PropertyName} {fault.ErrorCode}")];
}
