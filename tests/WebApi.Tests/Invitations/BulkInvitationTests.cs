using System.Net;
using System.Text.Json;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Invitations;

/// <summary>Inviting many at once.</summary>
public sealed class BulkInvitationTests
{
    [Test]
    public async Task Of_many_at_once_each_has_its_own_outcome()
    {
        var host = await Hosts.Usual;
        using var admin = host.Client();
        using var person = host.Client();
        await admin.SignUpStaffAsync("admin");
        await person.SignUpVerifiedAndLoggedInAsync();
        var email = ApiClient.NewEmail();
        object[] items = [new { email }, new { email = "no address" }, new { email = email.ToUpperInvariant() }, new { maxUses = 4 }, new { roleIds = new[] { Guid.Empty } }];
        var key = ("Idempotency-Key", $"bulk-{email}");

        var answer = await admin.PostAsync("/api/v1/invitations/bulk", new { items }, key);
        var again = await admin.PostAsync("/api/v1/invitations/bulk", new { items }, key);
        await host.TokenToAsync(email, "invitation");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Created), answer.Body);
        Assert.That((answer.Json.GetProperty("created").GetInt32(), answer.Json.GetProperty("refused").GetInt32()), Is.EqualTo((2, 3)));
        Assert.That(answer.Json.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("error") is { ValueKind: JsonValueKind.Object } error
            ? $"{error.GetProperty("code")} {error.GetProperty("errorCodes")}" : item.GetProperty("invitation").GetProperty("status").GetString()), Is.EqualTo(
            ["pending", """validation.failed {"email":["email.malformed"]}""", "invitation.twice ", "pending", """validation.failed {"roleIds[0]":["role.unknown"]}"""]));
        Assert.That(again.Body, Is.EqualTo(answer.Body), "the open links included");
        Assert.That((await admin.PostAsync("/api/v1/invitations/bulk", new { items = items[..1] }, key)).Code, Is.EqualTo("idempotency.key_reused"));
        Assert.That(await host.MailToAsync(email), Has.Count.EqualTo(1));
        Assert.That((await person.PostAsync("/api/v1/invitations/bulk", new { items })).Text("missingPermission"), Is.EqualTo("invitations:bulk"));
        Assert.That((await admin.PostAsync("/api/v1/invitations/bulk", new { items = Array.Empty<object>() })).Faults("items"), Is.EqualTo("items.out_of_range"));
        Assert.That((await admin.PostAsync("/api/v1/invitations/bulk", new { items = Enumerable.Repeat(new { }, 1001) })).Faults("items"), Is.EqualTo("items.out_of_range"));
    }

    [Test]
    public async Task A_thousand_at_once_take_few_round_trips()
    {
        Statements.Listen();
        using var api = (await Hosts.Usual).Client();
        await api.SignUpStaffAsync("admin");

        var answer = await api.PostAsync("/api/v1/invitations/bulk", new { items = Enumerable.Range(0, 1000).Select(static _ => new { maxUses = 2 }) });

        Assert.That((answer.Status, answer.Json.GetProperty("created").GetInt32()), Is.EqualTo((HttpStatusCode.Created, 1000)));
        Assert.That(Statements.Of(answer), Has.Count.LessThan(10));
    }
}
