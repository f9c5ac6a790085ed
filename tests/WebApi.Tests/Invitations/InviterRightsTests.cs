using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;
using UserSystem.WebApi.Tests.Processes;

namespace UserSystem.WebApi.Tests.Invitations;

/// <summary>What becomes of invitations when their sender may not invite any more.</summary>
public sealed class InviterRightsTests
{
    [Test]
    public async Task Of_somebody_who_may_not_invite_any_more_it_is_neither_sent_again_nor_worth_anything()
    {
        await using var host = await ApiHost.StartAsync(static _ => { });
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var email = ApiClient.NewEmail();
        var (id, mailed) = await api.InviteByMailAsync(email);
        var (_, link) = await api.OpenLinkAsync();
        await host.QueryAsync<object>(
            "delete from role_permissions g using permissions p where p.id = g.permission_id and p.name = 'invitations:create'");
        await Outage.UntilAsync(async () => (await api.InviteAsync()).Code == "access.denied", TimeSpan.FromSeconds(10));

        var resent = await api.ResendAsync(id);
        Assert.That((resent.Status, resent.Text("missingPermission")), Is.EqualTo((HttpStatusCode.Forbidden, "invitations:create")), resent.Body);
        Assert.That((await api.LookUpAsync(link)).Code, Is.EqualTo("invitation.invalid"));
        Assert.That((await api.AcceptAsync(mailed, email)).Code, Is.EqualTo("invitation.invalid"));
        Assert.That((await api.AcceptAsync(link, ApiClient.NewEmail())).Code, Is.EqualTo("invitation.invalid"));
        Assert.That((await api.RevokeAsync(id)).Status, Is.EqualTo(HttpStatusCode.NoContent), "what is one's own can be taken back");

        await host.QueryAsync<object>(
            "insert into role_permissions (role_id, permission_id) select r.id, p.id from roles r, permissions p where r.name = 'user' and p.name = 'invitations:create'");
        await Outage.UntilAsync(async () => (await api.LookUpAsync(link)).Status == HttpStatusCode.OK, TimeSpan.FromSeconds(10));
        Assert.That((await api.AcceptAsync(link, ApiClient.NewEmail())).Status, Is.EqualTo(HttpStatusCode.Accepted));
    }
}
