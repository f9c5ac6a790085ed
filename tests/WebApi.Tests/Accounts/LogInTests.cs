using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Accounts;

/// <summary>Logging in.</summary>
public sealed class LogInTests
{
    [Test]
    public async Task Brings_tokens_and_who_it_is()
    {
        using var api = (await Hosts.Usual).Client();
        var person = await api.SignUpVerifiedAsync();

        var answer = await api.LogInAsync(person.Email.ToUpperInvariant(), person.Password);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((answer.Text("tokenType"), answer.Json.GetProperty("expiresInSeconds").GetInt32()), Is.EqualTo(("Bearer", 600)));
        Assert.That(answer.Json.GetProperty("user").GetProperty("email").GetString(), Is.EqualTo(person.Email));
        Assert.That(answer.Headers.CacheControl!.NoStore, Is.True);
    }

    [Test]
    public async Task Keeps_the_device_that_is_named_and_nobody_elses()
    {
        using var api = (await Hosts.Usual).Client();
        var person = await api.SignUpVerifiedAsync();
        var other = await api.SignUpVerifiedAsync();
        var device = Tokens.Read(await api.LogInAsync(person)).DeviceId;

        var again = await api.PostAsync("/api/v1/auth/login", new { email = person.Email, password = person.Password, deviceId = device, deviceName = "Laptop" });
        var stranger = await api.PostAsync("/api/v1/auth/login", new { email = other.Email, password = other.Password, deviceId = device });

        Assert.That(Tokens.Read(again).DeviceId, Is.EqualTo(device));
        Assert.That(Tokens.Read(stranger).DeviceId, Is.Not.EqualTo(device));
    }

    [Test]
    public async Task Keeps_what_a_device_is_called_as_it_is_measured()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var person = await api.SignUpVerifiedAsync();
        var name = string.Concat(Enumerable.Repeat("e\u0301", 100));

        var answer = await api.PostAsync("/api/v1/auth/login", new { email = person.Email, password = person.Password, deviceName = $" {name} " });

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK));
        var kept = await host.QueryAsync<string>("select name from user_devices where id = $1", Tokens.Read(answer).DeviceId);
        Assert.That(kept, Is.EqualTo(new string('\u00e9', 100)));
    }

    [Test]
    public async Task Shortens_what_a_client_calls_itself_between_characters()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var person = await api.SignUpVerifiedAsync();
        using var http = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8 });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Address, "/api/v1/auth/login"))
        {
            Content = JsonContent.Create(new { email = person.Email, password = person.Password }),
        };
        request.Headers.TryAddWithoutValidation("User-Agent", new string('a', 511) + "🦊");

        using var answer = await http.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var kept = await host.QueryAsync<string>("select user_agent from user_sessions s join users u on u.id = s.user_id where u.email_normalized = $1", person.Email);
        Assert.That(kept, Is.EqualTo(new string('a', 511)));
    }

    [Test]
    public async Task Remembers_those_who_ask_for_longer()
    {
        using var api = (await Hosts.Usual).Client();
        var person = await api.SignUpVerifiedAsync();

        var usual = await api.LogInAsync(person);
        var remembered = await api.PostAsync("/api/v1/auth/login", new { email = person.Email, password = person.Password, rememberMe = true });

        Assert.That(
            remembered.Json.GetProperty("refreshTokenExpiresAt").GetDateTimeOffset() - usual.Json.GetProperty("refreshTokenExpiresAt").GetDateTimeOffset(),
            Is.GreaterThan(TimeSpan.FromDays(13)));
    }

    [Test]
    public async Task Answers_the_same_for_the_same_work_to_a_wrong_password_and_an_unknown_address()
    {
        Statements.Listen();
        using var api = (await Hosts.Usual).Client();
        var person = await api.SignUpVerifiedAsync();

        var wrong = await api.LogInAsync(person.Email, "not the password");
        var unknown = await api.LogInAsync(ApiClient.NewEmail(), "not the password");

        Assert.That((wrong.Status, wrong.Code), Is.EqualTo((HttpStatusCode.Unauthorized, "auth.invalid_credentials")));
        Assert.That(unknown.Body.Replace(unknown.TraceId, wrong.TraceId, StringComparison.Ordinal), Is.EqualTo(wrong.Body));
        Assert.That((CountedHasher.Of(wrong), Statements.Of(wrong).Count), Is.EqualTo((CountedHasher.Of(unknown), Statements.Of(unknown).Count)));
    }

    [TestCase(90, 160)]
    [TestCase(260, 240)]
    public async Task Failures_are_answered_at_the_next_step_of_250_ms(int work, int wait)
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan =>
        {
            plan.Clock = clock;
            plan.Adjust = services =>
            {
                var passwords = Substitute.For<IPasswords>();
                passwords.VerifyAsync(default!, default, default).ReturnsForAnyArgs(_ =>
                {
                    clock.Advance(TimeSpan.FromMilliseconds(work));
                    return (Result<PasswordVerdict>)PasswordVerdict.Wrong;
                });
                services.AddSingleton(passwords);
            };
        });
        using var api = host.Client();

        await api.LogInAsync(ApiClient.NewEmail(), "whatever it is");

        Assert.That(clock.ShortWaits, Does.Contain(TimeSpan.FromMilliseconds(wait)));
    }

    [TestCase("pending_verification", "auth.email_not_verified")]
    [TestCase("suspended", "auth.account_suspended")]
    public async Task Tells_who_may_not_only_to_those_with_the_right_password(string status, string code)
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var person = await api.SignUpVerifiedAsync();
        await host.QueryAsync<object>($"update users set status = '{status}' where email_normalized = $1", person.Email);

        var right = await api.LogInAsync(person);
        var wrong = await api.LogInAsync(person.Email, "not the password");

        Assert.That((right.Status, right.Code), Is.EqualTo((HttpStatusCode.Forbidden, code)));
        Assert.That((wrong.Status, wrong.Code), Is.EqualTo((HttpStatusCode.Unauthorized, "auth.invalid_credentials")));
    }

    [Test]
    public async Task A_deleted_person_is_unknown()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var person = await api.SignUpVerifiedAsync();
        await host.QueryAsync<object>("update users set deleted_at = now(), status = 'suspended' where email_normalized = $1", person.Email);

        Assert.That((await api.LogInAsync(person)).Code, Is.EqualTo("auth.invalid_credentials"));
    }

    [Test]
    public async Task Is_refused_beyond_the_sessions_that_are_allowed_where_none_may_be_ended()
    {
        using var api = (await Hosts.OnceAsync(static plan =>
        {
            plan.Settings["Sessions__MaxConcurrent"] = "1";
            plan.Settings["Sessions__WhenFull"] = "refuse";
        })).Client();
        var person = await api.SignUpVerifiedAsync();
        await api.LogInAsync(person);

        var answer = await api.LogInAsync(person);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.Conflict, "session.too_many")));
    }

    [Test]
    public async Task Ends_the_oldest_session_where_that_is_the_rule()
    {
        using var api = (await Hosts.OnceAsync(static plan => plan.Settings["Sessions__MaxConcurrent"] = "1")).Client();
        var (person, first) = await api.SignUpVerifiedAndLoggedInAsync();

        Assert.That((await api.LogInAsync(person)).Status, Is.EqualTo(HttpStatusCode.OK));

        Assert.That((await api.GetMeAsync()).Code, Is.EqualTo("auth.session_ended"));
        Assert.That((await api.RefreshAsync(first.RefreshToken)).Code, Is.EqualTo("auth.session_ended"));
    }

    [Test]
    public async Task Says_when_to_come_back_while_too_many_passwords_are_being_compared()
    {
        await using var host = await ApiHost.StartAsync(static plan => plan.Adjust = static services =>
        {
            var passwords = Substitute.For<IPasswords>();
            passwords.VerifyAsync(default!, default, default).ReturnsForAnyArgs((Result<PasswordVerdict>)CommonErrors.Busy);
            services.AddSingleton(passwords);
        });
        using var api = host.Client();

        var answers = new List<ApiAnswer>();
        for (var attempt = 0; attempt < 7; attempt++)
        {
            answers.Add(await api.LogInAsync("ann@example.org", "whatever it is"));
        }

        // Nobody is blocked for it.
        Assert.That(answers.Select(static answer => answer.Code), Is.All.EqualTo("service.busy"));
    }
}
