using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Users;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Pipeline;

[CancelAfter(30_000)]
public sealed class LostRaceBehaviorTests
{
    private static readonly Result Lost = CommonErrors.LostRace;
    private readonly Pipe _pipe = new();
    private readonly TimeoutException _deadlock = new();

    [SetUp]
    public void KnowTheDeadlock() => _pipe.Faults.IsLostRace(_deadlock).Returns(true);

    [Test]
    public async Task Runs_a_command_again_from_the_start_when_it_lost_a_race(CancellationToken ct)
    {
        _pipe.Work.CommitAsync(ct).Returns(Lost, Lost, Result.Success);

        Assert.That((await SendAsync(ct)).Error, Is.Null);
        Received.InOrder(() =>
        {
            _pipe.Outbox.Defer(Arg.Any<IssueVerification>());
            _pipe.Work.CommitAsync(ct);
            _pipe.Work.ForgetAsync(ct);
            _pipe.Outbox.Defer(Arg.Any<IssueVerification>());
            _pipe.Work.CommitAsync(ct);
            _pipe.Work.ForgetAsync(ct);
            _pipe.Outbox.Defer(Arg.Any<IssueVerification>());
            _pipe.Work.CommitAsync(ct);
        });
    }

    [Test]
    public async Task Gives_up_after_three_times(CancellationToken ct)
    {
        _pipe.Work.CommitAsync(ct).Returns(Lost);

        Assert.That((await SendAsync(ct)).Error, Is.EqualTo(CommonErrors.LostRace));
        await _pipe.Work.Received(3).CommitAsync(ct);
    }

    [Test]
    public async Task Repeats_nothing_that_was_refused_for_another_reason(CancellationToken ct)
    {
        _pipe.Work.CommitAsync(ct).Returns(Result.Failure(UserErrors.EmailTaken));

        Assert.That((await SendAsync(ct)).Error, Is.EqualTo(UserErrors.EmailTaken));
        await _pipe.Work.Received(1).CommitAsync(ct);
    }

    [Test]
    public async Task An_exception_of_that_kind_is_a_lost_race_too(CancellationToken ct)
    {
        _pipe.Work.CommitAsync(ct).Returns(Task.FromException<Result>(_deadlock), Task.FromResult(Result.Success));

        Assert.That((await SendAsync(ct)).Error, Is.Null);
        await _pipe.Work.Received(1).ForgetAsync(ct);
    }

    [Test]
    public async Task Exceptions_of_that_kind_three_times_are_told_as_a_lost_race(CancellationToken ct)
    {
        _pipe.Work.CommitAsync(ct).Returns(Task.FromException<Result>(_deadlock));

        Assert.That((await SendAsync(ct)).Error, Is.EqualTo(CommonErrors.LostRace));
        await _pipe.Work.Received(3).CommitAsync(ct);
    }

    [Test]
    public async Task Another_exception_is_nobodys_race(CancellationToken ct)
    {
        _pipe.Work.CommitAsync(ct).Returns(Task.FromException<Result>(new InvalidOperationException()));

        Assert.That(() => SendAsync(ct), Throws.InvalidOperationException);
        await _pipe.Work.Received(1).CommitAsync(ct);
    }

    [Test]
    public async Task A_question_is_asked_once_more(CancellationToken ct)
    {
        _pipe.Caller.Identity = Asking.CallerOf(Any.Id<UserId>()).Identity;
        _pipe.Reader.FindMeAsync(default, default!, null, ct).ReturnsForAnyArgs(Task.FromException<MeDto?>(_deadlock), Task.FromResult<MeDto?>(null));

        Assert.That((await _pipe.SendAsync(new GetMe(), ct)).Error, Is.EqualTo(UserErrors.NotFound));
    }

    [Test]
    public async Task And_not_a_third_time(CancellationToken ct)
    {
        _pipe.Caller.Identity = Asking.CallerOf(Any.Id<UserId>()).Identity;
        _pipe.Reader.FindMeAsync(default, default!, null, ct).ReturnsForAnyArgs(Task.FromException<MeDto?>(_deadlock));

        Assert.That(() => _pipe.SendAsync(new GetMe(), ct), Throws.Exception.SameAs(_deadlock));
        await _pipe.Reader.ReceivedWithAnyArgs(2).FindMeAsync(default, default!, null, ct);
    }

    private Task<Result> SendAsync(CancellationToken ct) => _pipe.SendAsync(new ResendVerification("jo@example.org"), ct);
}
