using NUnit.Framework;
using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Tests.Shared;

public sealed class ResultTests
{
    private static readonly Error Refused = Error.Conflict("thing.refused", "No.");

    [Test]
    public void Success_has_no_error() => Assert.That(Result.Success.Error, Is.Null);

    [Test]
    public void An_error_is_a_failure()
    {
        Result result = Refused;

        Assert.That(result.Error, Is.SameAs(Refused));
        Assert.That(Result.Failure(Refused).Error, Is.SameAs(Refused));
    }

    [Test]
    public void A_value_is_a_success()
    {
        Result<int> result = 7;

        Assert.That((result.Value, result.Error), Is.EqualTo((7, (Error?)null)));
    }

    [Test]
    public void Nothing_can_be_a_success_too()
    {
        Result<string?> result = (string?)null;

        Assert.That((result.Value, result.Error), Is.EqualTo(((string?)null, (Error?)null)));
    }

    [Test]
    public void A_failure_has_no_value_and_says_why()
    {
        Result<int> result = Refused;

        Assert.That(result.Error, Is.SameAs(Refused));
        Assert.That(() => result.Value, Throws.InvalidOperationException.With.Message.Contain("thing.refused"));
    }

    [Test]
    public void Generic_code_can_fail_without_knowing_the_value()
    {
        Assert.That(Fail<Result>().Error, Is.SameAs(Refused));
        Assert.That(Fail<Result<string>>().Error, Is.SameAs(Refused));
    }

    private static TOutcome Fail<TOutcome>()
        where TOutcome : IOutcome<TOutcome> => TOutcome.Failure(Refused);
}
