using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;

namespace UserSystem.Application.Tests.Accounts;

[CancelAfter(30_000)]
public sealed class CompleteUsersTests
{
    [Test]
    public async Task Tells_how_many_were_completed_or_would_be([Values] bool dryRun, CancellationToken ct)
    {
        var completion = Substitute.For<IUserCompletion>();
        completion.RunAsync(dryRun, ct).Returns(new CompletedUsers(3, 5));

        var result = await new CompleteUsersHandler(completion).Handle(new CompleteUsers(dryRun), ct);

        Assert.That(result.Value, Is.EqualTo(new CompletedUsers(3, 5)));
    }
}
