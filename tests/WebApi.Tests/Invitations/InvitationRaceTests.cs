using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Invitations;

/// <summary>What is done with one invitation at once.</summary>
public sealed class InvitationRaceTests
{
    [Test]
    public async Task Fifty_at_once_use_a_link_for_ten_ten_times()
    {
        await using var host = await ApiHost.StartAsync(static plan => plan.Settings["Passwords__MaxConcurrentHashes"] = "64");
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var (id, token) = await api.OpenLinkAsync(maxUses: 10);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => api.AcceptAsync(token, ApiClient.NewEmail())));

        Assert.That(answers.Count(static answer => answer.Status == HttpStatusCode.Accepted), Is.EqualTo(10));
        Assert.That(answers.Where(static answer => answer.Status != HttpStatusCode.Accepted).Select(static answer => answer.Code), Is.All.EqualTo("invitation.invalid"));
        Assert.That((await api.GetInvitationAsync(id)).Text("status"), Is.EqualTo("accepted"));
        Assert.That(await host.QueryAsync<long>("select count(*) from invitation_acceptances where user_id is not null"), Is.EqualTo(10));
        Assert.That(await host.QueryAsync<long>("select count(*) from users"), Is.EqualTo(11));
    }

    [Test]
    public async Task Of_a_revocation_and_a_sign_up_at_once_one_comes_first()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        for (var i = 0; i < 8; i++)
        {
            var (id, token) = await api.OpenLinkAsync();

            var (accept, revoke) = (api.AcceptAsync(token, ApiClient.NewEmail()), api.RevokeAsync(id));
            await Task.WhenAll(accept, revoke);

            var outcome = ((await accept).Status, (await revoke).Status, (await api.GetInvitationAsync(id)).Text("status"));
            Assert.That(outcome, Is.AnyOf(
                (HttpStatusCode.Accepted, HttpStatusCode.Conflict, "accepted"), (HttpStatusCode.BadRequest, HttpStatusCode.NoContent, "revoked")));
        }
    }

    [Test]
    public async Task Of_a_mail_sent_again_and_a_sign_up_at_once_either_the_old_secret_was_used_or_the_new_one_is_good()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan => plan.Clock = clock);
        using var inviter = host.Client();
        using var api = host.Client();
        await inviter.SignUpVerifiedAndLoggedInAsync();
        for (var i = 0; i < 4; i++)
        {
            var email = ApiClient.NewEmail();
            var (id, old) = await inviter.InviteByMailAsync(email);
            clock.Advance(TimeSpan.FromMinutes(2));

            var (accept, resend) = (api.AcceptAsync(old, email), inviter.ResendAsync(id));
            await Task.WhenAll(accept, resend);
            var token = await host.TokenToAsync(email, "invitation");

            var late = await api.AcceptAsync(token, email);
            var outcome = ((await accept).Status, late.Status, (await inviter.GetInvitationAsync(id)).Text("status"));
            Assert.That(outcome, Is.AnyOf(
                (HttpStatusCode.Accepted, HttpStatusCode.BadRequest, "accepted"), (HttpStatusCode.BadRequest, HttpStatusCode.Accepted, "accepted")));
            Assert.That(await host.QueryAsync<long>("select count(*) from users where email_normalized = $1", email), Is.EqualTo(1));
        }
    }
}
