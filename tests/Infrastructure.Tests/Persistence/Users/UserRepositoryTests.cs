using NUnit.Framework;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Tests.Persistence.Users;

/// <summary>Which people, tokens and agreements a command gets to see.</summary>
[CancelAfter(120_000)]
public sealed class UserRepositoryTests : DatabaseFixture
{
    private static readonly EmailAddress Upper = EmailAddress.Parse("ÉCOLE@example.org");

    [Test]
    public async Task Registration_sees_everybody_with_the_address_the_deleted_included(CancellationToken ct)
    {
        var id = await InsertUserAsync("école@example.org", ct, "suspended");
        await Database.ExecuteAsync("update users set deleted_at = now()", ct);
        await using var work = NewNode().Begin();

        Assert.That((await work.Users.FindByEmailForRegistrationAsync(Upper, ct))?.Id.Value, Is.EqualTo(id));
        Assert.That(await work.Users.FindAsync(new UserId(id), ct), Is.Null);
    }

    [TestCase("pending_verification")]
    [TestCase("active")]
    [TestCase("suspended")]
    public async Task Whoever_lives_is_found_by_the_address_in_any_case(string status, CancellationToken ct)
    {
        var id = await InsertUserAsync("école@example.org", ct, status);
        await using var work = NewNode().Begin();

        Assert.That((await work.Users.FindByEmailAsync(Upper, ct))?.Id.Value, Is.EqualTo(id));
    }

    [Test]
    public async Task A_deleted_person_is_not(CancellationToken ct)
    {
        await InsertUserAsync("école@example.org", ct, "pending_verification");
        await Database.ExecuteAsync("update users set deleted_at = now()", ct);
        await using var work = NewNode().Begin();

        Assert.That(await work.Users.FindByEmailAsync(Upper, ct), Is.Null);
    }

    [Test]
    public async Task A_token_is_spent_once_even_by_two_at_once(CancellationToken ct)
    {
        var node = NewNode();
        var hash = await AddTokenAsync(node, new UserId(await InsertUserAsync("jo@example.org", ct)), ct);
        await using var one = node.Begin();
        await using var other = node.Begin();
        foreach (var work in new[] { one, other })
        {
            (await work.Users.FindTokenAsync(hash, VerificationPurpose.VerifyEmail, ct))!.Use(node.Now);
        }

        Assert.That((await one.CommitAsync(ct)).Error, Is.Null);
        Assert.That((await other.CommitAsync(ct)).Error, Is.EqualTo(CommonErrors.LostRace));
    }

    [Test]
    public async Task Voiding_spends_the_unused_tokens_of_one_person(CancellationToken ct)
    {
        var node = NewNode();
        var (jo, other) = (new UserId(await InsertUserAsync("jo@example.org", ct)), new UserId(await InsertUserAsync("other@example.org", ct)));
        await AddTokenAsync(node, jo, ct);
        await AddTokenAsync(node, other, ct);
        var used = await AddTokenAsync(node, jo, ct);
        await Database.ExecuteAsync("update verification_tokens set used_at = '2019-01-01Z' where token_hash = $1", ct, used);
        await using var work = node.Begin();

        await work.Users.VoidTokensAsync(jo, VerificationPurpose.VerifyEmail, node.Now, ct);
        await work.CommitAsync(ct);

        Assert.That(
            await Database.ListAsync<string>("select coalesce(to_char(used_at at time zone 'UTC', 'YYYY'), 'open') from verification_tokens order by 1", ct),
            Is.EqualTo(["2019", "2020", "open"]));
        Assert.That(await Database.OneAsync<Guid>("select user_id from verification_tokens where used_at is null", ct), Is.EqualTo(other.Value));
    }

    [Test]
    public async Task Forgetting_agreements_forgets_those_of_one_person(CancellationToken ct)
    {
        var node = NewNode();
        await using (var work = node.Begin())
        {
            work.Register("jo@example.org");
            work.Register("other@example.org");
            await work.CommitAsync(ct);
        }

        await using (var work = node.Begin())
        {
            var jo = (await work.Users.FindByEmailAsync(EmailAddress.Parse("jo@example.org"), ct))!;
            await work.Users.ForgetAcceptancesAsync(jo.Id, ct);
            await work.CommitAsync(ct);
        }

        Assert.That(
            await Database.ListAsync<string>("select u.email from user_terms_acceptances a join users u on u.id = a.user_id", ct),
            Is.EqualTo(["other@example.org"]));
    }

    private static async Task<byte[]> AddTokenAsync(Node node, UserId owner, CancellationToken ct)
    {
        await using var work = node.Begin();
        var hash = OneTimeToken.Create().Hash;
        work.Users.Add(new VerificationToken(
            node.Ids.Next<VerificationTokenId>(), owner, VerificationPurpose.VerifyEmail, hash, node.Now, TimeSpan.FromDays(1)));
        await work.CommitAsync(ct);
        return hash;
    }
}
