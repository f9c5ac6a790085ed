using MediatR;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.Infrastructure.Tests.Persistence.Users;

/// <summary>However many ask for the verification mail at once, only the token of the last one counts.</summary>
[CancelAfter(120_000)]
public sealed class VerificationRaceTests : DatabaseFixture
{
    [Test]
    public async Task Two_mails_that_are_issued_at_once_leave_one_token_that_counts(CancellationToken ct)
    {
        var (one, other) = (NewNode(), NewNode());
        await using (var work = one.Begin())
        {
            work.Register("jo@example.org");
            await work.CommitAsync(ct);
        }

        await using var gate = await Database.OpenConnectionAsync(ct);
        await using var closed = await gate.BeginTransactionAsync(ct);

        // Whoever gets here has made the older tokens worthless, and has not committed its own.
        await gate.ExecuteAsync("lock table outbox_messages in share mode", ct);
        var both = Task.WhenAll(IssueAsync(one, ct), IssueAsync(other, ct));
        await WaitersAsync(2, ct, both);
        await closed.CommitAsync(ct);

        Assert.That((await both).Select(static each => each.Error), Is.All.Null);
        Assert.That(await Database.ListAsync<bool>("select used_at is null from verification_tokens", ct), Is.EqualTo([true]), "two mails within a minute are one");
    }

    [Test]
    public async Task A_deadlock_on_the_way_is_run_again(CancellationToken ct)
    {
        var node = NewNode();
        await InsertUserAsync("jo@example.org", ct, "pending_verification");
        Assert.That((await IssueAsync(node, ct)).Error, Is.Null);
        node.Clock.Advance(TimeSpan.FromMinutes(2));
        await using var other = await Database.OpenConnectionAsync(ct);
        await using var transaction = await other.BeginTransactionAsync(ct);

        // Who waits first looks first whether the two wait for each other, and gives up.
        await other.ExecuteAsync("set local deadlock_timeout = '1h'", ct);
        await other.ExecuteAsync("select 1 from verification_tokens for update", ct);
        var issuing = IssueAsync(node, ct);
        await WaitersAsync(1, ct, issuing);
        await other.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended(lower('jo@example.org' collate \"und-x-icu\"), 0))", ct);
        await transaction.CommitAsync(ct);

        Assert.That((await issuing).Error, Is.Null);
        Assert.That(await Database.OneAsync<long>("select count(*) from verification_tokens", ct), Is.EqualTo(2));
    }

    private static async Task<Result> IssueAsync(Node node, CancellationToken ct)
    {
        await using var work = node.Begin();
        work.Get<Caller>().IsSystem = true;
        return await work.Get<ISender>().Send(new IssueVerification("jo@example.org"), ct);
    }
}
