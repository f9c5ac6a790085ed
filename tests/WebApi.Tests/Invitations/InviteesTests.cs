using System.Net;
using System.Text.Json;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Invitations;

/// <summary>What comes of invitations.</summary>
public sealed class InviteesTests
{
    [Test]
    public async Task The_tree_below_somebody_is_theirs_and_staffs_to_see()
    {
        var host = await Hosts.Usual;
        using var ann = host.Client();
        using var bea = host.Client();
        using var support = host.Client();
        var (_, root) = await ann.SignUpVerifiedAndLoggedInAsync();
        await support.SignUpStaffAsync("support");
        var beas = await JoinAsync(host, ann, bea);
        using var cid = host.Client();
        var cids = await JoinAsync(host, bea, cid);

        var one = await ann.GetAsync($"/api/v1/users/{root.UserId}/invitees");
        var two = await support.GetAsync($"/api/v1/users/{root.UserId}/invitees?depth=2");

        Assert.That(People(one), Is.EqualTo([(beas, root.UserId, 1)]));
        Assert.That(People(two), Is.EqualTo([(beas, root.UserId, 1), (cids, beas, 2)]));
        Assert.That(two.Json.GetProperty("truncated").GetBoolean(), Is.False);
        var denied = await bea.GetAsync($"/api/v1/users/{root.UserId}/invitees");
        Assert.That((denied.Status, denied.Text("missingPermission")), Is.EqualTo((HttpStatusCode.Forbidden, "users:read")));
        Assert.That((await support.GetAsync($"/api/v1/users/{Guid.Empty}/invitees")).Code, Is.EqualTo("user.not_found"));
        Assert.That(People(await support.GetAsync($"/api/v1/users/{cids}/invitees")), Is.Empty);
        Assert.That((await ann.GetAsync($"/api/v1/users/{root.UserId}/invitees?depth=11")).Faults("depth"), Is.EqualTo("depth.out_of_range"));
    }

    [Test]
    public async Task The_funnel_counts_ones_own_and_staff_everybodys()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan => plan.Clock = clock);
        using var ann = host.Client();
        using var bea = host.Client();
        using var admin = host.Client();
        var (_, anns) = await ann.SignUpVerifiedAndLoggedInAsync();
        var nothing = (await ann.GetAsync("/api/v1/invitations/analytics")).Json;
        Assert.That((nothing.GetProperty("sent").GetInt64(), nothing.GetProperty("conversion").ValueKind), Is.EqualTo((0L, JsonValueKind.Null)));
        await admin.SignUpStaffAsync("admin");
        await admin.OpenLinkAsync();
        await ann.RevokeAsync((await ann.OpenLinkAsync()).Id);
        await ann.InviteAsync(new { expiresInSeconds = 60 });
        var (_, token) = await ann.OpenLinkAsync(2);
        await bea.AcceptAsync((await ann.OpenLinkAsync()).Token, ApiClient.NewEmail());
        clock.Advance(TimeSpan.FromMinutes(5));
        await JoinAsync(host, token, bea);

        var own = (await ann.GetAsync("/api/v1/invitations/analytics")).Json;
        var all = (await admin.GetAsync("/api/v1/invitations/analytics")).Json;
        var later = (await admin.GetAsync($"/api/v1/invitations/analytics?from={clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}")).Json;

        Assert.That(Numbers(own), Is.EqualTo("sent 4, accepted 1, pending 1, expired 1, revoked 1, joined 1, conversion 0.25, medianSecondsToAccept 300, viralCoefficient 1"));
        Assert.That(own.GetProperty("topInviters").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(Numbers(all), Is.EqualTo("sent 5, accepted 1, pending 2, expired 1, revoked 1, joined 1, conversion 0.2, medianSecondsToAccept 300, viralCoefficient 0.5"));
        var top = all.GetProperty("topInviters").EnumerateArray().Single();
        Assert.That((top.GetProperty("userId").GetGuid(), top.GetProperty("sent").GetInt64(), top.GetProperty("joined").GetInt64()), Is.EqualTo((anns.UserId, 4L, 1L)));
        Assert.That(later.GetProperty("sent").GetInt64(), Is.Zero);
        Assert.That((await ann.GetAsync("/api/v1/invitations/analytics?from=2020-01-02T00:00:00Z&to=2020-01-01T00:00:00Z")).Faults("to"), Is.EqualTo("range.empty"));
    }

    private static async Task<Guid> JoinAsync(ApiHost host, ApiClient inviter, ApiClient invited) =>
        await JoinAsync(host, (await inviter.OpenLinkAsync()).Token, invited);

    private static async Task<Guid> JoinAsync(ApiHost host, string token, ApiClient invited)
    {
        var email = ApiClient.NewEmail();
        await invited.AcceptAsync(token, email);
        await invited.VerifyAsync(await host.TokenToAsync(email, "verify-email"));
        var tokens = Tokens.Read(await invited.LogInAsync(email, "a quiet green river"));
        invited.AccessToken = tokens.AccessToken;
        return tokens.UserId;
    }

    private static List<(Guid, Guid, int)> People(ApiAnswer answer) =>
    [
        .. answer.Json.GetProperty("items").EnumerateArray().Select(static each =>
            (each.GetProperty("userId").GetGuid(), each.GetProperty("invitedByUserId").GetGuid(), each.GetProperty("depth").GetInt32())),
    ];

    private static string Numbers(JsonElement funnel) => string.Join(
        ", ", funnel.EnumerateObject().Where(static each => each.Value.ValueKind is JsonValueKind.Number).Select(static each => $"{each.Name} {each.Value}"));
}
