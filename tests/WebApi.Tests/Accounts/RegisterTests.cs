using System.Net;
using NUnit.Framework;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Testing;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Accounts;

/// <summary>Signing up.</summary>
public sealed class RegisterTests
{
    private static Task<ApiHost> Closed => Hosts.OnceAsync(static plan => plan.Settings["Accounts__Registration"] = "closed");

    [Test]
    public async Task Echoes_what_was_registered_and_mails_a_token()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var email = ApiClient.NewEmail();

        var answer = await api.RegisterAsync(email);
        var mail = (await host.MailToAsync(email)).Single();

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That((answer.Text("status"), answer.Text("email"), answer.Text("termsVersion")), Is.EqualTo(("pending_verification", email, "v1.0")));
        Assert.That(mail.Text, Does.Contain("https://users.example.org/verify-email?token="));
        Assert.That(mail.To, Does.Contain(email));
    }

    [Test]
    public async Task Writes_mail_in_the_language_that_is_asked_for()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var email = ApiClient.NewEmail();

        await api.RegisterAsync(email, headers: ("Accept-Language", "ar-EG, en;q=0.5"));

        Assert.That((await host.MailToAsync(email)).Single().Html, Does.Contain("dir=\"rtl\""));
    }

    [Test]
    public async Task Answers_the_same_for_the_same_work_whether_or_not_the_address_is_known()
    {
        Statements.Listen();
        var host = await Hosts.Usual;
        using var api = host.Client();
        var known = await api.SignUpVerifiedAsync();
        var (pending, _) = await api.SignUpAsync();
        var stranger = ApiClient.NewEmail();

        var answers = new[] { await api.RegisterAsync(stranger), await api.RegisterAsync(known.Email), await api.RegisterAsync(pending.Email) };

        Assert.That(answers.Select(static answer => answer.Status), Is.All.EqualTo(HttpStatusCode.Accepted));
        Assert.That(answers.Select(static answer => answer.Body.Length), Has.All.EqualTo(answers[0].Body.Length));
        Assert.That(answers.Select(CountedHasher.Of), Is.All.EqualTo(1));
        Assert.That(answers.Select(static answer => Statements.Of(answer).Count), Has.All.EqualTo(Statements.Of(answers[0]).Count));
        Assert.That((await host.MailToAsync(known.Email))[^1].Text, Does.Not.Contain("?token="));
        Assert.That((await host.MailToAsync(stranger))[^1].Text, Does.Contain("?token="));
    }

    [Test]
    public async Task Storing_what_people_begin_with_costs_the_same_whether_or_not_the_address_is_known()
    {
        Statements.Listen();
        var host = await Hosts.Usual;
        using var api = host.Client();
        var known = await api.SignUpVerifiedAndLoggedInAsync();
        await api.PutAttributeAsync("custom.colour", "\"red\"");
        var values = Enumerable.Range(0, 9).Select(static i => $"custom.k{i}").Append("custom.colour").ToDictionary(static key => key, static _ => "green");

        ApiAnswer[] answers = [await RegisterAsync(ApiClient.NewEmail()), await RegisterAsync(known.Person.Email)];

        Assert.That(answers.Select(static answer => answer.Status), Is.All.EqualTo(HttpStatusCode.Accepted));
        var sent = answers.Select(static answer => Statements.Of(answer)).ToList();
        Assert.That(sent[1].Any(static each => each.Contains("INSERT INTO user_attributes", StringComparison.Ordinal)), Is.True);
        Assert.That(sent[1].Select(Shape), Is.EqualTo(sent[0].Select(Shape)), "one by one, up to the mail, which is another");
        Assert.That(await host.QueryAsync<string>("select value::text from user_attributes where user_id = $1", known.Tokens.UserId), Is.EqualTo("\"red\""));
        Assert.That(await host.QueryAsync<long>("select count(*) from users where email like '%@nobody.invalid'"), Is.Zero);

        Task<ApiAnswer> RegisterAsync(string email) =>
            api.PostAsync("/api/v1/auth/register", new { email, password = "a quiet green river", fullName = "Ann Example", acceptTerms = true, attributes = values });

        // Somebody new gets a token as well, in the statement of the mail.
        static string Shape(string statement) => statement.Contains("INSERT INTO outbox_messages", StringComparison.Ordinal) ? "mail"
            : statement.Contains("before_save", StringComparison.Ordinal) ? "done or undone"
            : statement;
    }

    [Test]
    public async Task Twenty_at_once_for_one_address_make_one_account()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan =>
        {
            plan.Clock = clock;
            plan.Settings["Passwords__MaxConcurrentHashes"] = "64";
        });
        using var api = host.Client();
        var email = ApiClient.NewEmail();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.RegisterAsync(email)));

        Assert.That(answers.Select(static answer => answer.Status), Is.All.EqualTo(HttpStatusCode.Accepted));
        Assert.That(await host.QueryAsync<long>("select count(*) from users where email_normalized = $1", email), Is.EqualTo(1));
        Assert.That(await host.MailToAsync(email), Has.Count.EqualTo(1), "one a minute");
        clock.Advance(TimeSpan.FromMinutes(1));
        await host.OutboxIdleAsync();
        Assert.That(await host.MailToAsync(email), Has.Count.EqualTo(2), "and one for the registration that counts");
        Assert.That(await host.QueryAsync<long>(
            "select count(*) from verification_tokens t join users u on u.id = t.user_id where u.email_normalized = $1 and t.used_at is null", email), Is.EqualTo(1));
        Assert.That(await host.QueryAsync<long>(
            "select count(*) from user_terms_acceptances t join users u on u.id = t.user_id where u.email_normalized = $1", email), Is.EqualTo(1));
    }

    [Test]
    public async Task A_second_time_within_a_minute_costs_the_same_whether_or_not_the_address_is_known()
    {
        Statements.Listen();
        using var api = (await Hosts.Usual).Client();
        var known = await api.SignUpVerifiedAsync();
        var stranger = ApiClient.NewEmail();
        await api.RegisterAsync(known.Email);
        await api.RegisterAsync(stranger);

        ApiAnswer[] answers = [await api.RegisterAsync(known.Email), await api.RegisterAsync(stranger)];

        Assert.That(answers.Select(static answer => Statements.Of(answer).Count), Has.All.EqualTo(Statements.Of(answers[0]).Count));
    }

    [Test]
    public async Task The_newest_registration_of_an_unproven_address_counts()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan => plan.Clock = clock);
        using var api = host.Client();
        var (person, oldToken) = await api.SignUpAsync();
        clock.Advance(TimeSpan.FromMinutes(1));

        await api.RegisterAsync(person.Email, "another quiet river", "Bea Example");
        var newToken = EmlReader.TokenIn((await host.MailToAsync(person.Email))[^1].Text);

        Assert.That((await api.VerifyAsync(oldToken)).Code, Is.EqualTo("token.invalid"));
        Assert.That((await api.VerifyAsync(newToken)).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await api.LogInAsync(person.Email, person.Password)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await api.LogInAsync(person.Email, "another quiet river")).Json.GetProperty("user").GetProperty("fullName").GetString(), Is.EqualTo("Bea Example"));
    }

    [TestCase("Élodie", "élodie", "example.org", "EXAMPLE.org")]
    [TestCase("ΣΟΦΙΑ", "σοφια", "example.org", "example.org")]
    [TestCase("zoé", "zoe\u0301", "bücher.example", "xn--bcher-kva.example")]
    [TestCase("Ann", "ANN", "例え.テスト", "xn--r8jz45g.xn--zckzah")]
    public async Task Addresses_that_differ_in_case_or_spelling_only_are_one(string one, string other, string domain, string otherDomain)
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var tail = ApiClient.NewEmail("x.example")[4..16];
        await api.RegisterAsync($"{one}.{tail}@{domain}");

        var again = await api.RegisterAsync($"{other}.{tail}@{otherDomain}");

        Assert.That(again.Status, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(await host.QueryAsync<long>("select count(*) from users where email like $1", $"%{tail}@%"), Is.EqualTo(1));
    }

    [TestCase("short 1", "password.too_short")]
    [TestCase("password1", "password.common")]
    [TestCase("Ann Example", "password.is_personal")]
    [TestCase("a river\0 of nothing", "password.malformed")]
    [TestCase("", "required")]
    public async Task Refuses_a_password_that_is_no_good(string password, string code)
    {
        using var api = (await Hosts.Usual).Client();

        var answer = await api.RegisterAsync(ApiClient.NewEmail(), password);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "validation.failed")));
        Assert.That(answer.Faults("password").Split(','), Does.Contain(code));
    }

    [Test]
    public async Task Takes_passwords_of_any_script_up_to_256_code_points()
    {
        using var api = (await Hosts.Usual).Client();

        Assert.That((await api.RegisterAsync(ApiClient.NewEmail(), string.Concat(Enumerable.Repeat("🌊", 256)))).Status, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That((await api.RegisterAsync(ApiClient.NewEmail(), string.Concat(Enumerable.Repeat("🌊", 257)))).Faults("password"), Is.EqualTo("password.too_long"));
    }

    [TestCase("""{"acceptTerms":false}""", "acceptTerms", "terms.not_accepted")]
    [TestCase("""{"acceptTerms":null}""", "acceptTerms", "terms.not_accepted")]
    [TestCase("""{"acceptTerms":true,"termsVersion":"v0.9"}""", "termsVersion", "terms.not_current")]
    [TestCase("""{"email":"no address"}""", "email", "email.malformed")]
    [TestCase("""{"email":"a@localhost"}""", "email", "email.malformed")]
    [TestCase("""{"fullName":"a\u0000b"}""", "fullName", "name.malformed")]
    [TestCase("""{"fullName":"  "}""", "fullName", "required")]
    [TestCase("""{"email":1}""", "email", "type")]
    [TestCase("""{"email":"a@example.org","email":"b@example.org"}""", "email", "duplicate")]
    [TestCase("""{"acceptTerm":true}""", "acceptTerm", "unknown")]
    [TestCase("""{"Email":"a@example.org"}""", "Email", "unknown")]
    public async Task Tells_what_is_wrong_at_the_member(string body, string path, string code)
    {
        using var api = (await Hosts.Usual).Client();

        var answer = await api.PostAsync("/api/v1/auth/register", body);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "validation.failed")));
        Assert.That(answer.Faults(path), Is.EqualTo(code), answer.Body);
    }

    [Test]
    public async Task Tells_all_that_is_wrong_at_once()
    {
        using var api = (await Hosts.Usual).Client();

        var answer = await api.PostAsync("/api/v1/auth/register", "{}");

        Assert.That((answer.Faults("email"), answer.Faults("password"), answer.Faults("fullName"), answer.Faults("acceptTerms")),
            Is.EqualTo(("required", "required", "required", "terms.not_accepted")));
    }

    [Test]
    public async Task Is_refused_where_registration_is_closed()
    {
        using var api = (await Closed).Client();

        var answer = await api.RegisterAsync(ApiClient.NewEmail());

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.Forbidden, "registration.closed")));
    }

    [Test]
    public async Task Gives_up_when_every_race_is_lost()
    {
        using var api = (await LostRaces.Host).Client();

        var answer = await api.RegisterAsync(ApiClient.NewEmail());

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.Conflict, CommonErrors.LostRace.Code)));
    }
}
