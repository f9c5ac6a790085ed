using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Tests.Pipeline;

[CancelAfter(30_000)]
public sealed class ValidationBehaviorTests
{
    private readonly Pipe _pipe = new();

    [Test]
    public async Task Tells_everything_that_is_wrong_at_the_names_of_the_request(CancellationToken ct)
    {
        var error = (await _pipe.SendAsync(new LogIn("jo", null, "a\nb"), ct)).Error as ValidationError;

        Assert.That(
            error?.Faults.Select(static fault => (fault.Path, fault.Code)),
            Is.EquivalentTo([("email", "email.malformed"), ("password", "required"), ("deviceName", "text.malformed")]));
        Assert.That(error?.Faults.Select(static fault => fault.Message), Is.All.Not.Empty);
    }

    [Test]
    public async Task Nothing_is_done_for_what_is_wrong(CancellationToken ct)
    {
        await _pipe.SendAsync(new ResendVerification("jo"), ct);

        _pipe.Outbox.DidNotReceiveWithAnyArgs().Defer(default!);
    }

    [Test]
    public async Task What_is_right_goes_on(CancellationToken ct)
    {
        await _pipe.SendAsync(new ResendVerification("jo@example.org"), ct);

        _pipe.Outbox.Received(1).Defer(new IssueVerification("jo@example.org"));
    }
}
