using Microsoft.Extensions.Logging;
using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Tests.Pipeline;

[CancelAfter(30_000)]
public sealed class LoggingBehaviorTests
{
    [Test]
    public async Task Tells_the_name_the_outcome_and_the_time_and_nothing_of_what_it_carries(CancellationToken ct)
    {
        var pipe = new Pipe();
        pipe.Work.CommitAsync(ct).Returns(_ =>
        {
            pipe.Clock.Advance(TimeSpan.FromMilliseconds(12.5));
            return Result.Success;
        });

        await pipe.SendAsync(new ResendVerification("jo@example.org"), ct);

        Assert.That(pipe.Logs.Lines, Is.EquivalentTo(["ResendVerification answered ok in 12.5 ms"]));
    }

    [Test]
    public async Task Tells_the_code_of_a_refusal(CancellationToken ct)
    {
        var pipe = new Pipe();

        await pipe.SendAsync(new ResendVerification("secret"), ct);

        Assert.That(pipe.Logs.Lines, Is.EquivalentTo(["ResendVerification answered validation.failed in 0.0 ms"]));
    }

    [Test]
    public async Task Tells_nothing_where_nobody_listens(CancellationToken ct)
    {
        var pipe = new Pipe(LogLevel.Information);

        Assert.That((await pipe.SendAsync(new ResendVerification("jo@example.org"), ct)).Error, Is.Null);
        Assert.That(pipe.Logs.Lines, Is.Empty);
    }
}
