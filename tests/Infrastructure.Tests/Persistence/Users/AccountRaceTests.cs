using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Tests.Persistence.Sessions;

namespace UserSystem.Infrastructure.Tests.Persistence.Users;

/// <summary>Two that change the same account, or the last of something, at the same moment.</summary>
[CancelAfter(120_000)]
public sealed class AccountRaceTests : DatabaseFixture
{
    [Test]
    public async Task A_login_with_the_old_password_leaves_no_session_whichever_comes_first([Values] bool logInFirst, CancellationToken ct)
    {
        var node = NewNode();
        var jo = await InsertUserAsync("jo@example.org", ct);
        var success = new LogInSuccess(node.Attempt(), node.NewSession(jo), null, null) { VerifiedHash = "hash" };
        var logIns = node.Get<ILogInStore>();
        await using var work = node.Begin();
        var user = (await work.Users.FindAsync(new UserId(jo), ct))!;
        if (logInFirst)
        {
            Assert.That((await logIns.CompleteAsync(success, ct)).Error, Is.Null);
        }

        var ended = await work.Get<ISessionRepository>().EndAllAsync(user.Id, except: null, SessionEndReason.PasswordChanged, node.Now, ct);
        var completing = logInFirst ? Task.FromResult<Result<SessionId[]>>(Array.Empty<SessionId>()) : logIns.CompleteAsync(success, ct);
        await WaitersAsync(1, ct, unless: completing);
        user.ChangePassword("new hash", node.Now);
        Assert.That((await work.CommitAsync(ct)).Error, Is.Null);

        Assert.That((await completing).Error, logInFirst ? Is.Null : Is.EqualTo(CommonErrors.LostRace));
        Assert.That(ended, Has.Count.EqualTo(logInFirst ? 1 : 0));
        Assert.That(await Database.OneAsync<long>("select count(*) from user_sessions where ended_at is null", ct), Is.Zero);
    }

    [Test]
    public async Task Of_two_logins_that_both_make_the_hash_anew_the_second_compares_again(CancellationToken ct)
    {
        var node = NewNode();
        var jo = await InsertUserAsync("jo@example.org", ct);
        LogInSuccess Success() => new(node.Attempt(), node.NewSession(jo), null, "newer") { VerifiedHash = "hash" };

        Assert.That((await node.Get<ILogInStore>().CompleteAsync(Success(), ct)).Error, Is.Null);
        Assert.That((await node.Get<ILogInStore>().CompleteAsync(Success(), ct)).Error, Is.EqualTo(CommonErrors.LostRace));
    }

    [Test]
    public async Task Of_two_administrators_who_leave_at_once_one_stays(CancellationToken ct)
    {
        var (one, other) = (NewNode(), NewNode());
        var (jo, bea) = (await AdministratorAsync("jo@example.org", ct), await AdministratorAsync("bea@example.org", ct));
        await using var first = one.Begin();
        await using var second = other.Begin();
        var leaving = (await first.Users.FindAsync(jo, ct))!;

        Assert.That(await first.Get<IRoleRepository>().IsLastAdministratorAsync(jo, one.Now, ct), Is.False);
        var asking = second.Get<IRoleRepository>().IsLastAdministratorAsync(bea, one.Now, ct);
        await WaitersAsync(1, ct, unless: asking);
        leaving.Delete(one.Now);
        Assert.That((await first.CommitAsync(ct)).Error, Is.Null);

        Assert.That(await asking, Is.True);
    }

    [TestCase("status = 'suspended'", "", true)]
    [TestCase("status = 'suspended', deleted_at = now()", "", true)]
    [TestCase("", "valid_from = '2020-01-01 12:00:01Z'", true)]
    [TestCase("", "expires_at = '2020-01-01 12:00Z'", true)]
    [TestCase("", "valid_from = '2020-01-01 12:00Z', expires_at = '2020-01-01 12:00:01Z'", false)]
    public async Task Who_is_gone_or_whose_time_is_over_is_no_other_administrator(string user, string assignment, bool last, CancellationToken ct)
    {
        var node = NewNode();
        var (jo, bea) = (await AdministratorAsync("jo@example.org", ct), await AdministratorAsync("bea@example.org", ct));
        await Database.ExecuteAsync(
            user.Length > 0 ? $"update users set {user} where id = $1" : $"update user_roles set {assignment} where user_id = $1", ct, bea.Value);
        await using var work = node.Begin();

        Assert.That(await work.Get<IRoleRepository>().IsLastAdministratorAsync(jo, node.Now, ct), Is.EqualTo(last));
    }

    [Test]
    public async Task Of_twenty_mails_at_once_from_two_nodes_one_goes(CancellationToken ct)
    {
        Node[] nodes = [NewNode(), NewNode()];
        var email = EmailAddress.Parse("jo@example.org");

        var gone = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => TakeAsync(nodes[i % 2])));

        Assert.That(gone.Count(static goes => goes), Is.EqualTo(1));

        async Task<bool> TakeAsync(Node node)
        {
            await using var work = node.Begin();
            await work.Users.FindByEmailForRegistrationAsync(email, ct);
            var goes = await work.Get<IMailLimits>().TryTakeAsync(email, LimitedMail.PasswordReset, node.Now, ct);
            Assert.That((await work.CommitAsync(ct)).Error, Is.Null);
            return goes;
        }
    }

    private async Task<UserId> AdministratorAsync(string email, CancellationToken ct)
    {
        var id = await InsertUserAsync(email, ct);
        await Database.ExecuteAsync("insert into user_roles (user_id, role_id) select $1, id from roles where name = 'admin'", ct, id);
        return new UserId(id);
    }
}
