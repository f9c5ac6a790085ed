using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Contract;

/// <summary>Runs when all other tests are over: the description promises nothing that no test has seen.</summary>
[NonParallelizable]
[Order(int.MaxValue)]
public sealed class EveryAnswerWasSeenTests
{
    [Test]
    public async Task Every_documented_status_was_seen_by_a_test()
    {
        if (Environment.GetEnvironmentVariable("USERSYSTEM_TEST_FILTERED") is { Length: > 0 })
        {
            Assert.Ignore("Only some of the tests run.");
        }

        var contract = await (await Hosts.Usual).Contract;
        var unseen =
            from operation in contract.Operations
            from status in operation.Statuses
            where !SeenAnswers.Contains(operation.Id, status)
            select $"{operation.Id} {status}";

        Assert.That(unseen, Is.Empty, "Documented, and never seen by any test.");
    }
}
