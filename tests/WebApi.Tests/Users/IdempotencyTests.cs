using System.Net;
using System.Text.Json;
using Npgsql;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Users;

/// <summary>A client that did not hear the answer sends the request again, and nothing is done twice.</summary>
public sealed class IdempotencyTests
{
    private const string Path = "/api/v1/users";
    private const string Header = "Idempotency-Key";

    [Test]
    public async Task The_same_key_and_body_bring_the_first_answer_again_and_nobody_else_nor_a_second_mail()
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        await staff.SignUpStaffAsync("admin");
        var (key, body) = (NewKey(), Body());

        var first = await staff.PostAsync(Path, body, key);
        await staff.PatchUserAsync(first.Json.GetProperty("id").GetGuid(), """{"fullName":"Cem"}""");
        var again = await staff.PostAsync(Path, body, key);

        Assert.That((first.Status, again.Status), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.Created)), again.Body);
        Assert.That((again.Body, again.ETag, again.Headers.Location), Is.EqualTo((first.Body, first.ETag, first.Headers.Location)));
        Assert.That((Replayed(first), Replayed(again)), Is.EqualTo(((string?)null, "true")));
        Assert.That((CountedHasher.Of(first), CountedHasher.Of(again)), Is.EqualTo((1, 0)));
        Assert.That(await host.MailToAsync(first.Text("email")), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_same_key_with_another_body_is_refused()
    {
        using var staff = (await Hosts.Usual).Client();
        await staff.SignUpStaffAsync("admin");
        var (key, body) = (NewKey(), Body());
        await staff.PostAsync(Path, body, key);

        var other = await staff.PostAsync(Path, body + " ", key);

        Assert.That(((int)other.Status, other.Code, Replayed(other)), Is.EqualTo((422, "idempotency.key_reused", (string?)null)));
    }

    [Test]
    public async Task A_key_counts_for_one_caller_and_only_for_what_was_done()
    {
        using var staff = (await Hosts.Usual).Client();
        using var other = (await Hosts.Usual).Client();
        await staff.SignUpStaffAsync("admin");
        await other.SignUpStaffAsync("admin");
        var (key, body) = (NewKey(), Body());
        await staff.PostAsync(Path, body, key);

        Assert.That((await other.PostAsync(Path, body, key)).Code, Is.EqualTo("user.email_taken"), "another caller's key");
        Assert.That((await other.PostAsync(Path, "{}", key)).Code, Is.EqualTo("validation.failed"));
        Assert.That((await other.PostAsync(Path, Body(), key)).Status, Is.EqualTo(HttpStatusCode.Created), "what was refused stands for nothing");
    }

    [Test]
    public async Task Who_may_not_any_more_hears_nothing()
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        var (_, tokens) = await staff.SignUpStaffAsync("admin");
        var (key, body) = (NewKey(), Body());
        await staff.PostAsync(Path, body, key);
        await host.QueryAsync<object>("delete from user_roles where user_id = $1", tokens.UserId);
        ApiAnswer again;
        do
        {
            again = await staff.PostAsync(Path, body, key);
        }
        while (again.Status is HttpStatusCode.Created);

        Assert.That(again.Code, Is.EqualTo("access.denied"));
    }

    [TestCase("")]
    [TestCase("two words")]
    [TestCase("a\tb")]
    [TestCase(256)]
    public async Task What_is_no_key_is_refused(object key)
    {
        using var staff = (await Hosts.Usual).Client();
        await staff.SignUpStaffAsync("admin");

        var answer = await staff.PostAsync(Path, Body(), (Header, key as string ?? new string('k', (int)key)));

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "idempotency.key_invalid")));
    }

    [Test]
    public async Task Two_keys_are_no_key_and_the_longest_is_one()
    {
        using var staff = (await Hosts.Usual).Client();
        await staff.SignUpStaffAsync("admin");

        Assert.That((await staff.PostAsync(Path, Body(), (Header, "a"), (Header, "b"))).Code, Is.EqualTo("idempotency.key_invalid"));
        Assert.That((await staff.PostAsync(Path, Body(), (Header, "!" + new string('~', 254)))).Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task Where_nobody_has_to_be_known_the_header_means_nothing()
    {
        using var api = (await Hosts.Usual).Client();
        var (key, email) = (NewKey(), ApiClient.NewEmail());

        Assert.That((await api.RegisterAsync(email, headers: (Header, "two words"))).Status, Is.EqualTo(HttpStatusCode.Accepted));
        foreach (var name in new[] { "Ann", "Bea" })
        {
            var answer = await api.RegisterAsync(email, fullName: name, headers: key);
            Assert.That((answer.Status, Replayed(answer)), Is.EqualTo((HttpStatusCode.Accepted, (string?)null)));
        }
    }

    [Test]
    public async Task Ten_at_once_do_it_once()
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        await staff.SignUpStaffAsync("admin");
        var (key, body) = (NewKey(), Body());

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => staff.PostAsync(Path, body, key)));

        Assert.That(answers.Select(static answer => answer.Status), Is.All.EqualTo(HttpStatusCode.Created), answers[^1].Body);
        Assert.That(answers.Select(static answer => answer.Body).Distinct().Count(), Is.EqualTo(1));
        Assert.That(answers.Count(static answer => Replayed(answer) is null), Is.EqualTo(1));
        Assert.That(await host.QueryAsync<long>("select count(*) from audit_log where target = 'user:' || $1", answers[0].Text("id")), Is.EqualTo(1));
    }

    [Test]
    public async Task Nothing_is_held_while_a_password_is_hashed()
    {
        var slow = new SlowPasswords();
        await using var host = await ApiHost.StartAsync(plan => plan.Adjust = slow.Replace);
        await using var preparing = await ApiHost.StartAsync(plan => plan.ConnectionString = host.ConnectionString);
        using var prepared = preparing.Client();
        await prepared.SignUpStaffAsync("admin");
        using var staff = host.Client();
        staff.AccessToken = prepared.AccessToken;

        var creating = staff.PostAsync(Path, Body(), NewKey());
        await slow.Entered;
        var held = await host.QueryAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and (state like 'idle in transaction%' or (xact_start is not null and pid <> pg_backend_pid()))");
        slow.GoOn();

        Assert.That((held, (await creating).Status), Is.EqualTo((0L, HttpStatusCode.Created)));
    }

    [Test]
    public async Task A_second_one_waits_ten_seconds_for_the_first()
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        await staff.SignUpStaffAsync("admin");
        var (key, body) = (NewKey(), Body());

        // Somebody is just taking the address: the first request has to wait for that with the key in its hands.
        await using var connection = new NpgsqlConnection(host.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var take = new NpgsqlCommand("insert into users (email, status) values ($1, 'active')", connection)
        {
            Parameters = { new() { Value = JsonDocument.Parse(body).RootElement.GetProperty("email").GetString() } },
        };
        await take.ExecuteNonQueryAsync();
        var first = staff.PostAsync(Path, body, key);
        while (await host.QueryAsync<long>("select count(*) from pg_stat_activity where pid <> pg_backend_pid() and $1 = any (pg_blocking_pids(pid))", connection.ProcessID) == 0)
        {
        }

        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        var second = await staff.PostAsync(Path, body, key);
        var waited = System.Diagnostics.Stopwatch.GetElapsedTime(began);
        await transaction.RollbackAsync();

        Assert.That((second.Status, second.Code), Is.EqualTo((HttpStatusCode.Conflict, "idempotency.in_progress")));
        Assert.That(waited, Is.InRange(TimeSpan.FromSeconds(9.9), TimeSpan.FromSeconds(25)));
        Assert.That((await first).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(Replayed(await staff.PostAsync(Path, body, key)), Is.EqualTo("true"));
    }

    private static (string Name, string Value) NewKey() => (Header, Guid.CreateVersion7().ToString());

    private static string Body() => JsonSerializer.Serialize(new { email = ApiClient.NewEmail(), fullName = "Bea", password = "a quiet green river" });

    private static string? Replayed(ApiAnswer answer) => answer.Headers.TryGetValues("Idempotent-Replayed", out var values) ? string.Join(',', values) : null;
}
