using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Pipeline;

[CancelAfter(30_000)]
public sealed class ConditionBehaviorTests
{
    private readonly Pipe _pipe = new();

    [Test]
    public async Task What_must_be_there_and_is_not_fails_the_condition(CancellationToken ct) =>
        Assert.That((await SendAsync(new VersionCondition(VersionSet.Any), ct)).Error, Is.EqualTo(CommonErrors.Stale));

    [Test]
    public async Task Without_such_a_condition_it_is_not_found(CancellationToken ct)
    {
        Assert.That((await SendAsync(null, ct)).Error, Is.EqualTo(UserErrors.NotFound));
        Assert.That((await SendAsync(new VersionCondition(null, VersionSet.Any), ct)).Error, Is.EqualTo(UserErrors.NotFound));
    }

    [Test]
    public async Task What_is_refused_for_another_reason_is_told_as_it_is(CancellationToken ct)
    {
        _pipe.Users.FindAsync(default, default).ReturnsForAnyArgs(Any.User());
        _pipe.Work.CommitAsync(ct).Returns(Result.Failure(UserErrors.EmailTaken));

        Assert.That((await SendAsync(new VersionCondition(VersionSet.Any), ct)).Error, Is.EqualTo(UserErrors.EmailTaken));
    }

    private Task<Result<MeDto>> SendAsync(VersionCondition? condition, CancellationToken ct)
    {
        _pipe.Caller.Identity = Asking.CallerOf(Any.Id<UserId>()).Identity;
        return _pipe.SendAsync(new UpdateMe { Condition = condition }, ct);
    }
}
