using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Accounts;

/// <summary>People who were brought along from elsewhere log in with the password they had, and are hashed anew by it.</summary>
public sealed class ForeignHashTests
{
    // What the tests' service makes of a password today.
    private const string Today = "$argon2id$v=19$m=8,t=1,p=1$";

    [TestCase("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U")]
    [TestCase("$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U")]
    [TestCase("$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA", "Hello world!")]
    [TestCase("$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.", "Hello world!")]
    [TestCase("$y$j9T$abcdefgh$4mqd6JVlUo/.JMgenptcdPqIowfqDPoC9lSyWQhPMf1", "correct horse")]
    [TestCase("$1$5pZSV9va$azfrPr6af3Fc7dLblQXVa0", "password")]
    [TestCase("$argon2i$v=19$m=1024,t=2,p=1$c29tZXNhbHQxNmJ5dGVzIQ$nH4WMdTlUUlOuwC6rl7Dwy4T94pAdjZhuZfR/Dre260", "correct horse")]
    [TestCase("AQAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg/lFQcOA1On2wE5YZhLh7q7ntzP9Krf9NCBoM//wxbovw==", "correct horse")]
    public async Task Is_let_in_and_kept_as_a_hash_of_today_from_then_on(string hash, string password)
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        await host.QueryAsync<object>("update users set password_hash = $2, last_password_change_at = now() where email = $1", person.Email, hash);
        var before = await VersionAsync(api);

        Assert.That((await api.LogInAsync(person.Email, password + "!")).Code, Is.EqualTo("auth.invalid_credentials"));
        var first = await api.LogInAsync(person.Email, password);
        var kept = await HashAsync(host, person);
        var second = await api.LogInAsync(person.Email, password);

        Assert.That((first.Status, second.Status), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)), first.Body);
        Assert.That((CountedHasher.Of(first), CountedHasher.Of(second)), Is.EqualTo((2, 1)));
        Assert.That(kept, Does.StartWith(Today));
        Assert.That(await HashAsync(host, person), Is.EqualTo(kept));
        Assert.That(await VersionAsync(api), Is.EqualTo(before), "The password is the same: no If-Match is stale.");
    }

    [TestCase("$2a$15$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "bcrypt, malformed or costlier")]
    [TestCase("$argon2id$v=19$m=1048576,t=3,p=4$c29tZXNhbHQxNmJ5dGVzIQ$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", "argon2, malformed or costlier")]
    [TestCase("a password somebody kept as it is", "of no kind that is known")]
    public async Task Is_told_what_a_wrong_password_is_told_where_the_hash_is_refused_and_the_operator_why(string hash, string reason)
    {
        CapturedLog log = null!;
        await using var host = await ApiHost.StartAsync(plan => log = CapturedLog.Configure(plan, $"{nameof(ForeignHashTests)} {reason}"));
        using var api = host.Client();
        var person = await api.SignUpVerifiedAsync();
        await host.QueryAsync<object>("update users set password_hash = $2 where email = $1", person.Email, hash);

        var answer = await api.LogInAsync(person.Email, "a password somebody kept as it is");

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.Unauthorized, "auth.invalid_credentials")));
        Assert.That(log.Text, Does.Contain(reason).And.Not.Contain(hash));
    }

    [Test]
    public async Task A_zero_byte_ends_no_password()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var person = await api.SignUpVerifiedAsync();
        await host.QueryAsync<object>("update users set password_hash = '$1$5pZSV9va$azfrPr6af3Fc7dLblQXVa0' where email = $1", person.Email);

        Assert.That((await api.LogInAsync(person.Email, "password\0")).Code, Is.EqualTo("auth.invalid_credentials"));
    }

    [Test]
    public async Task A_password_in_another_form_of_the_same_signs_is_the_same_and_what_was_typed_comes_first()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var composed = new Person(ApiClient.NewEmail(), "caf\u00E9 fine and quiet", "Ann");
        await api.RegisterAsync(composed.Email, composed.Password);
        await host.QueryAsync<object>("update users set status = 'active' where email = $1", composed.Email);
        var kept = await HashAsync(host, composed);

        Assert.That((await api.LogInAsync(composed.Email, "cafe\u0301 \uFB01ne and quiet")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await api.LogInAsync(composed)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await HashAsync(host, composed), Is.EqualTo(kept));
    }

    // What follows the dash tells when somebody logged in last.
    private static async Task<string> VersionAsync(ApiClient api) => (await api.GetMeAsync()).ETag!.Split('-')[0];

    private static Task<string?> HashAsync(ApiHost host, Person person) =>
        host.QueryAsync<string>("select password_hash from users where email = $1", person.Email);
}
