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
public sealed class UpdateMeTests
{
    private readonly InMemoryWorld _world = new();
    private readonly User _user = Any.User(name: "Jo").With(user => user.Version, 3);

    [Test]
    public async Task A_name_that_is_given_replaces_the_old_one(CancellationToken ct)
    {
        var me = await UpdateAsync(new UpdateMe { FullName = new(" Joanna ") }, ct);

        Assert.That((me.Value.FullName, _user.Name), Is.EqualTo(("Joanna", "Joanna")));
        Assert.That(_world.Work.Commits, Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_absent_stays(CancellationToken ct) => Assert.That((await UpdateAsync(new UpdateMe(), ct)).Value.FullName, Is.EqualTo("Jo"));

    [TestCase(3, null)]
    [TestCase(4, "concurrency.stale")]
    public async Task A_condition_on_the_version_has_to_hold(int version, string? code, CancellationToken ct)
    {
        var request = new UpdateMe { FullName = new("Joanna"), Condition = new VersionCondition(new VersionSet(new HashSet<long> { version })) };

        Assert.That((await UpdateAsync(request, ct)).Error?.Code, Is.EqualTo(code));
        Assert.That(_user.Name, Is.EqualTo(code is null ? "Joanna" : "Jo"));
    }

    [Test]
    public async Task Somebody_who_is_gone_is_not_found(CancellationToken ct)
    {
        _user.With(user => user.DeletedAt, Any.Instant);

        Assert.That((await UpdateAsync(new UpdateMe(), ct)).Error, Is.EqualTo(UserErrors.NotFound));
    }

    [Test]
    public async Task A_lost_race_is_told(CancellationToken ct)
    {
        _world.Work.Refusals.Enqueue(CommonErrors.LostRace);

        Assert.That((await UpdateAsync(new UpdateMe { FullName = new("Joanna") }, ct)).Error, Is.EqualTo(CommonErrors.LostRace));
    }

    [TestCase(null, "fullName required")]
    [TestCase("", "fullName required")]
    [TestCase("J\no", "fullName name.malformed")]
    [TestCase("Jo")]
    public void A_name_cannot_be_taken_away(string? name, params string[] faults) =>
        Assert.That(new UpdateMeValidator().Faults(new UpdateMe { FullName = new(name) }), Is.EqualTo(faults));

    [Test]
    public void A_name_that_is_absent_is_no_fault() => Assert.That(new UpdateMeValidator().Faults(new UpdateMe()), Is.Empty);

    private Task<Result<MeDto>> UpdateAsync(UpdateMe request, CancellationToken ct)
    {
        var caller = Asking.CallerOf(_user.Id);
        var me = new GetMeHandler(_world.With(_user).Reader, Asking.Inclusions(caller), caller, Asking.Default<AccountsOptions>());
        return new UpdateMeHandler(_world.Users, _world.Work, caller, me).Handle(request, ct);
    }
}
