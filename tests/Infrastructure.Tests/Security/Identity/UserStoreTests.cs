using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Security.Identity;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Infrastructure.Tests.Security.Identity;

/// <summary>ASP.NET Core Identity works on our people, by our rules, and saves nothing.</summary>
public sealed class UserStoreTests
{
    private readonly InMemoryWorld _world = new();
    private readonly IPasswordHasher<User> _hasher = Substitute.For<IPasswordHasher<User>>();
    private readonly IPasswordPolicy _policy = Substitute.For<IPasswordPolicy>();

    [Test]
    public async Task Finds_people_by_id_and_by_address_in_any_case()
    {
        var user = Any.User("jo@example.org");
        _world.With(user);
        var manager = Manager();

        Assert.That((await manager.FindByNameAsync("JO@example.org"))?.Id, Is.EqualTo(user.Id));
        Assert.That((await manager.FindByIdAsync(user.Id.ToString()))?.Id, Is.EqualTo(user.Id));
        Assert.That(await manager.FindByIdAsync("not an id"), Is.Null);
        Assert.That(await manager.FindByNameAsync("not an address"), Is.Null);
    }

    [Test]
    public async Task An_outdated_hash_is_replaced_on_the_person_and_left_for_the_unit_of_work_to_save()
    {
        var user = Any.User("jo@example.org");
        _world.With(user);
        _hasher.VerifyHashedPassword(user, Any.PasswordHash, "secret").Returns(PasswordVerificationResult.SuccessRehashNeeded);
        _hasher.HashPassword(user, "secret").Returns("newer");

        Assert.That(await Manager().CheckPasswordAsync(user, "secret"), Is.True);

        Assert.That(user.PasswordHash, Is.EqualTo("newer"));
        Assert.That(await Manager().CheckPasswordAsync(user, "wrong"), Is.False);
    }

    [Test]
    public async Task The_one_policy_judges_passwords()
    {
        var user = Any.User("jo@example.org");
        var judged = await Manager().PasswordValidators.Single().ValidateAsync(Manager(), user, "weak");

        Assert.That(judged.Errors.Select(static error => error.Code), Is.EqualTo(["password.common"]));
        Assert.That((await Manager().PasswordValidators.Single().ValidateAsync(Manager(), user, "a quiet green river")).Succeeded, Is.True);
    }

    [Test]
    public void Addresses_and_deletions_are_the_use_cases_own()
    {
        using var store = new UserStore(_world.Users);

        Assert.That(() => store.SetUserNameAsync(Any.User(), "other@example.org", default), Throws.TypeOf<NotSupportedException>());
        Assert.That(() => store.DeleteAsync(Any.User(), default), Throws.TypeOf<NotSupportedException>());
    }

    private UserManager<User> Manager()
    {
        _policy.Judge(default!, default!, default!, default!).ReturnsForAnyArgs([]);
        _policy.Judge("weak", "jo@example.org", Arg.Any<string>(), "password").Returns([new Fault("password", "password.common", "Too common.")]);
        return new ServiceCollection().AddLogging()
            .AddSingleton<IUserRepository>(_world.Users).AddSingleton(_hasher).AddSingleton(_policy)
            .AddIdentity().BuildServiceProvider().GetRequiredService<UserManager<User>>();
    }
}
