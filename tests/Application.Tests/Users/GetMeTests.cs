using Microsoft.Extensions.Options;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Users;

[CancelAfter(30_000)]
public sealed class GetMeTests
{
    private static readonly MeDto Me = new(
        Guid.Empty, "jo@example.org", "Jo", UserStatus.Active, true, null, true, null, null, null, TermsOutdated: false, LastLoginAt: null,
        Any.Instant, Any.Instant)
    { Version = 7 };

    private readonly InMemoryWorld _world = new();
    private readonly User _user = Any.User(name: "Jo");

    [Test]
    public async Task Shows_the_caller_judged_by_the_terms_in_force([Values("v1.0", "v2.0")] string current, CancellationToken ct)
    {
        _world.With(_user).With(Any.User());

        var me = (await GetAsync(current, ct)).Value;

        Assert.That((me.Id, me.FullName, me.TermsOutdated), Is.EqualTo((_user.Id.Value, "Jo", current == "v2.0")));
    }

    [Test]
    public async Task Somebody_who_is_gone_is_not_found(CancellationToken ct) =>
        Assert.That((await GetAsync("v1.0", ct)).Error, Is.EqualTo(UserErrors.NotFound));

    [Test]
    public void The_tag_begins_with_the_version() => Assert.That(TagOf(Me), Is.EqualTo("v7-0"));

    [Test]
    public void The_tag_changes_with_everything_that_is_shown()
    {
        MeDto[] changed =
        [
            Me, Me with { Version = 8 }, Me with { LastLoginAt = Any.Instant }, Me with { LastLoginAt = Any.Instant.AddMicroseconds(1) },
            Me with { TermsOutdated = true },
        ];

        Assert.That(changed.Select(TagOf), Is.Unique);
    }

    private static string TagOf(MeDto me) => ((ITagged)me).Tag;

    private Task<Result<MeDto>> GetAsync(string current, CancellationToken ct) =>
        new GetMeHandler(_world.Reader, Asking.Inclusions(Asking.CallerOf(_user.Id)), Asking.CallerOf(_user.Id), Options.Create(new AccountsOptions { CurrentTermsVersion = current }))
            .Handle(new GetMe(), ct);
}
