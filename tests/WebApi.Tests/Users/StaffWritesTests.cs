using System.Net;
using NUnit.Framework;
using UserSystem.Testing;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Users;

/// <summary>Bringing people in and correcting what is known of them.</summary>
public sealed class StaffWritesTests
{
    [Test]
    public async Task Somebody_without_a_password_sets_one_by_mail()
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        await staff.SignUpStaffAsync("admin");
        var email = ApiClient.NewEmail();

        var created = await staff.PostAsync("/api/v1/users", new { email, fullName = " Béa ", externalId = $"crm-{email}" });

        Assert.That(created.Status, Is.EqualTo(HttpStatusCode.Created), created.Body);
        Assert.That((created.Text("status"), created.Text("fullName"), created.Json.GetProperty("hasPassword").GetBoolean()), Is.EqualTo(("pending_verification", "Béa", false)));
        Assert.That(created.Headers.Location!.ToString(), Is.EqualTo($"/api/v1/users/{created.Text("id")}"));
        var shown = await staff.GetAsync(created.Headers.Location.ToString());
        Assert.That((shown.Body, shown.ETag), Is.EqualTo((created.Body, created.ETag)), "what is answered is what is stored");

        var token = EmlReader.TokenIn((await host.MailToAsync(email))[^1].Text);
        Assert.That((await staff.PostAsync("/api/v1/auth/password/reset", new { token, newPassword = "a quiet green river" })).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await staff.LogInAsync(email, "a quiet green river")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("active", true)]
    [TestCase("pending_verification", false)]
    [TestCase(null, false)]
    public async Task Somebody_with_a_password_can_log_in_once_the_address_counts_as_proven(string? status, bool atOnce)
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        await staff.SignUpStaffAsync("admin");
        var email = ApiClient.NewEmail();

        await staff.PostAsync("/api/v1/users", new { email, fullName = "Bea", password = "a quiet green river", status });

        var login = await staff.LogInAsync(email, "a quiet green river");
        Assert.That((login.Status, atOnce || login.Code == "auth.email_not_verified"), Is.EqualTo((atOnce ? HttpStatusCode.OK : HttpStatusCode.Forbidden, true)));
        Assert.That(await host.MailToAsync(email), atOnce ? Has.None.With.Property("Subject").Contains("Confirm") : Has.Exactly(1).Items);
    }

    [Test]
    public async Task An_address_or_external_id_belongs_to_one_person()
    {
        using var staff = (await Hosts.Usual).Client();
        var taken = (await staff.SignUpStaffAsync("admin")).Person.Email;
        var externalId = $"crm-{taken}";
        var email = ApiClient.NewEmail();
        var id = (await staff.PostAsync("/api/v1/users", new { email, fullName = "Bea", externalId })).Json.GetProperty("id").GetGuid();
        var other = (await staff.PostAsync("/api/v1/users", new { email = ApiClient.NewEmail(), fullName = "Cem" })).Json.GetProperty("id").GetGuid();

        await RefusedAsync(staff.PostAsync("/api/v1/users", new { email = taken.ToUpperInvariant(), fullName = "Bea" }), "user.email_taken");
        await RefusedAsync(staff.PostAsync("/api/v1/users", new { email = ApiClient.NewEmail(), fullName = "Bea", externalId }), "user.external_id_taken");
        await RefusedAsync(staff.PatchUserAsync(id, $$"""{"email":"{{taken}}"}"""), "user.email_taken");
        await RefusedAsync(staff.PatchUserAsync(other, $$"""{"externalId":"{{externalId}}"}"""), "user.external_id_taken");
    }

    [Test]
    public async Task A_corrected_address_is_proven_anew_and_the_old_one_can_take_it_back()
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        using var person = host.Client();
        await staff.SignUpStaffAsync("admin");
        var (who, tokens) = await person.SignUpVerifiedAndLoggedInAsync();
        var email = ApiClient.NewEmail();

        var changed = await staff.PatchUserAsync(tokens.UserId, $$"""{"email":"{{email}}"}""");

        Assert.That((changed.Text("email"), changed.Json.GetProperty("emailVerified").GetBoolean(), changed.Text("status")), Is.EqualTo((email, false, "active")));
        Assert.That((await person.GetMeAsync()).Code, Is.EqualTo("auth.session_ended"));
        Assert.That((await person.VerifyAsync(EmlReader.TokenIn((await host.MailToAsync(email))[^1].Text))).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await staff.GetUserAsync(tokens.UserId)).Json.GetProperty("emailVerified").GetBoolean(), Is.True);
        Assert.That((await person.VerifyAsync(EmlReader.TokenIn((await host.MailToAsync(who.Email))[^1].Text))).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await staff.GetUserAsync(tokens.UserId)).Text("email"), Is.EqualTo(who.Email));
    }

    [Test]
    public async Task A_patch_leaves_what_it_does_not_name_and_clears_what_it_names_null()
    {
        using var staff = (await Hosts.Usual).Client();
        await staff.SignUpStaffAsync("admin");
        var email = ApiClient.NewEmail();
        var id = (await staff.PostAsync("/api/v1/users", new { email, fullName = "Bea", externalId = email })).Json.GetProperty("id").GetGuid();

        var renamed = await staff.PatchUserAsync(id, """{"fullName":"Cem"}""");
        var cleared = await staff.PatchUserAsync(id, """{"externalId":null}""");

        Assert.That((renamed.Text("fullName"), renamed.Text("externalId")), Is.EqualTo(("Cem", email)));
        Assert.That((cleared.Text("fullName"), cleared.Json.GetProperty("externalId").GetString()), Is.EqualTo(("Cem", (string?)null)));
        var refused = await staff.PatchUserAsync(id, """{"fullName":null,"email":null,"externalId":""}""");
        Assert.That((refused.Faults("fullName"), refused.Faults("email"), refused.Faults("externalId")), Is.EqualTo(("required", "required", "external_id.malformed")));
    }

    private static async Task RefusedAsync(Task<ApiAnswer> asked, string code)
    {
        var answer = await asked;
        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.Conflict, code)), answer.Body);
    }
}
