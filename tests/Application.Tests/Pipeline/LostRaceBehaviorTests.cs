using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Tests.Pipeline;

[CancelAfter(30_000)]
public sealed class LostRaceBehaviorTests
{
    private static readonly Result Lost = CommonErrors.LostRace;
    private readonly Pipe _pipe = new();

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

    private Task<Result> SendAsync(CancellationToken ct) => _pipe.SendAsync(new ResendVerification("jo@example.org"), ct);
}
