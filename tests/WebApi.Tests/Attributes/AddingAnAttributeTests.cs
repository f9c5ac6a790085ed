using System.Net;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using UserSystem.Application;
using UserSystem.Application.Attributes;
using UserSystem.Application.Shared;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Attributes;

/// <summary>What docs/adding-an-attribute.md shows compiles outside the house, and does what it says there.</summary>
public sealed class AddingAnAttributeTests
{
    private static Task<ApiHost> Host =>
        Hosts.OnceAsync(static plan => plan.Adjust = static services => services.AddAttributeHandlers(AttributeDocument.Assembly), nameof(AddingAnAttributeTests));

    [Test]
    public async Task The_catalogue_tells_what_the_class_says()
    {
        var host = await Host;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var key = await api.GetAsync("/api/v1/attribute-keys/favourite_colour");
        Assert.That(key.Body, Is.EqualTo(
            """
            {"key":"favourite_colour","description":"The colour that the person likes best.",
            "schema":{"type":"string","enum":["red","green","blue"]},"example":"green","default":null,
            "readers":["members","system"],"writers":["person","system"],"settableAtSignUp":true,"searchable":true,
            "unique":false,"keepsHistory":false,"sensitivity":"personal"}
            """.ReplaceLineEndings("")));
        Assert.That((await api.GetAsync("/api/v1/attribute-keys")).Body, Does.Contain(key.Body));
    }

    [Test]
    public async Task The_key_is_checked_protected_and_searchable()
    {
        var host = await Host;
        using var person = host.Client();
        using var other = host.Client();
        using var staff = host.Client();
        var id = (await person.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;
        await other.SignUpVerifiedAndLoggedInAsync();
        await staff.SignUpStaffAsync("admin");

        Assert.That((await person.GetAttributeAsync("favourite_colour")).Code, Is.EqualTo("attribute.not_set"));
        Assert.That((await person.PutAttributeAsync("favourite_colour", "\"blue\"")).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await other.GetAttributeAsync("favourite_colour", id)).Text("value"), Is.EqualTo("blue"));
        foreach (var junk in new[] { "\"mauve\"", "\"Blue\"", "7", "[\"blue\"]", "{}" })
        {
            Assert.That((await person.PutAttributeAsync("favourite_colour", junk)).Faults("value"), Is.EqualTo("value.not_listed"), junk);
        }

        Assert.That((await other.PutAttributeAsync("favourite_colour", "\"red\"", id)).Code, Is.EqualTo("access.denied"));
        Assert.That((await staff.PutAttributeAsync("favourite_colour", "\"red\"", id)).Code, Is.EqualTo("attribute.not_writable"));
        Assert.That(await HoldersAsync(staff, "favourite_colour", "blue"), Does.Contain(id));
        Assert.That(await HoldersAsync(staff, "favourite_colour", "red"), Does.Not.Contain(id));
        Assert.That((await other.GetAsync("/api/v1/attribute-keys/favourite_colour/users?value=blue")).Code, Is.EqualTo("access.denied"));
        Assert.That((await staff.GetAsync("/api/v1/attribute-keys/favourite_colour/users?value=mauve")).Faults("value"), Is.EqualTo("value.not_listed"));
    }

    [Test]
    public async Task A_value_can_be_given_at_sign_up_where_the_key_says_so()
    {
        var host = await Host;
        using var api = host.Client();
        var email = ApiClient.NewEmail();
        Assert.That((await RegisterAsync("payroll_number", "P00009")).Faults("attributes.payroll_number"), Is.EqualTo("attribute.not_settable_at_sign_up"));
        Assert.That((await RegisterAsync("favourite_colour", "mauve")).Faults("attributes.favourite_colour"), Is.EqualTo("value.not_listed"));
        Assert.That((await RegisterAsync("favourite_colour", "red")).Status, Is.EqualTo(HttpStatusCode.Accepted));
        await api.VerifyAsync(await host.TokenToAsync(email, "verify-email"));
        api.AccessToken = Tokens.Read(await api.LogInAsync(email, "a quiet green river")).AccessToken;
        Assert.That((await api.GetAttributeAsync("favourite_colour")).Text("value"), Is.EqualTo("red"));

        Task<ApiAnswer> RegisterAsync(string key, string value) => api.PostAsync("/api/v1/auth/register", new
        {
            email,
            password = "a quiet green river",
            fullName = "Ann",
            acceptTerms = true,
            attributes = new Dictionary<string, string> { [key] = value },
        });
    }

    [Test]
    public async Task The_calls_do_what_they_say()
    {
        var host = await Host;
        using var person = host.Client();
        using var staff = host.Client();
        var id = (await person.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;
        await staff.SignUpStaffAsync("support");

        var answers = await AttributeDocument.CallAsync(
            ("api", $"{host.Address}api/v1"), ("token", person.AccessToken!), ("staff", staff.AccessToken!));

        Assert.That(answers, Has.Count.EqualTo(5));
        Assert.That(answers[0].GetProperty("key").GetString(), Is.EqualTo("favourite_colour"));
        Assert.That(answers[1].GetProperty("value").GetString(), Is.EqualTo("green"));
        Assert.That(answers[2].GetRawText(), Is.EqualTo(answers[1].GetRawText()));
        Assert.That(answers[3].GetProperty("status").GetInt32(), Is.EqualTo(400));
        Assert.That(answers[3].GetProperty("errorCodes").GetRawText(), Is.EqualTo("""{"value":["value.not_listed"]}"""));
        Assert.That(answers[4].GetProperty("items").EnumerateArray().Select(static holder => holder.GetProperty("userId").GetGuid()), Does.Contain(id));
    }

    [Test]
    public async Task The_test_that_is_shown_passes()
    {
        var cases = AttributeDocument.Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods().Select(method => (Type: type, Method: method)))
            .SelectMany(static test => test.Method.GetCustomAttributes<TestCaseAttribute>().Select(each => (test.Type, test.Method, each.Arguments))).ToList();
        Assert.That(cases, Has.Count.EqualTo(3));
        foreach (var (type, method, arguments) in cases)
        {
            await (Task)method.Invoke(Activator.CreateInstance(type), arguments)!;
        }
    }

    [Test]
    public async Task Rules_of_its_own_are_held_and_told_and_a_default_counts()
    {
        var host = await Host;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();

        var standard = await api.GetAttributeAsync("calling_hours");
        Assert.That(standard.Body, Does.Contain("\"isDefault\":true").And.Contain("""{"from":9,"to":17}"""));
        Assert.That((await api.PutAttributeAsync("calling_hours", """{"from":8,"to":12}""")).Status, Is.EqualTo(HttpStatusCode.Created));
        var wrong = await api.PutAttributeAsync("calling_hours", """{"from":25,"to":-1}""");
        Assert.That((wrong.Faults("value.from"), wrong.Faults("value.to"), wrong.Faults("value")),
            Is.EqualTo(("number.out_of_range", "number.out_of_range", "hours.end_before_start")), wrong.Body);
        Assert.That((await api.PutAttributeAsync("calling_hours", """{"from":8}""")).Code, Is.EqualTo("validation.failed"));
        Assert.That((await api.PutAttributeAsync("calling_hours", """{"from":8,"to":12,"on":"monday"}""")).Code, Is.EqualTo("validation.failed"));

        var key = (await api.GetAsync("/api/v1/attribute-keys/calling_hours")).Json;
        Assert.That(key.GetProperty("schema").GetProperty("properties").GetProperty("to").GetRawText(), Does.Contain("\"maximum\":24"));
        Assert.That(key.GetProperty("sensitivity").GetString(), Is.EqualTo("none"));
    }

    [Test]
    public async Task A_unique_value_is_one_persons_and_its_history_is_kept()
    {
        var host = await Host;
        using var staff = host.Client();
        using var one = host.Client();
        using var other = host.Client();
        await staff.SignUpStaffAsync("admin");
        var (oneId, otherId) = ((await one.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId, (await other.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId);

        await staff.PutAttributeAsync("payroll_number", "\"P00001\"", oneId);
        await staff.PutAttributeAsync("payroll_number", "\"P00002\"", oneId);
        Assert.That((await one.GetAttributeAsync("payroll_number")).Text("value"), Is.EqualTo("P00002"));
        Assert.That((await other.GetAttributeAsync("payroll_number", oneId)).Code, Is.EqualTo("attribute.not_set"));
        var taken = await staff.PutAttributeAsync("payroll_number", "\"P00002\"", otherId);
        Assert.That((taken.Status, taken.Code), Is.EqualTo((HttpStatusCode.Conflict, "attribute.value_taken")));
        Assert.That((await staff.PutAttributeAsync("payroll_number", "\"P00001\"", otherId)).Status, Is.EqualTo(HttpStatusCode.Created), "it is free again");
        var history = await one.GetAsync("/api/v1/users/attributes/payroll_number/history");
        Assert.That(history.Json.GetProperty("items").EnumerateArray().Select(static each => each.GetProperty("newValue").GetString()), Is.EqualTo(["P00002", "P00001"]));
    }

    [Test]
    public async Task A_reaction_counts_in_the_same_transaction()
    {
        var host = await Host;
        using var api = host.Client();
        var id = (await api.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;
        foreach (var colour in new[] { "red", "green", "green", "blue" })
        {
            await api.PutAttributeAsync("favourite_colour", $"\"{colour}\"");
        }

        var counted = await api.GetAttributeAsync("colour_changes");
        Assert.That((counted.Json.GetProperty("value").GetInt64(), counted.Text("updatedByUserId")), Is.EqualTo((2, id.ToString())));
        Assert.That((await api.PutAttributeAsync("colour_changes", "7")).Code, Is.EqualTo("attribute.not_writable"));

        // One more than a hundred is refused.
        await host.QueryAsync<object>("update user_attributes set value = to_jsonb($2) where user_id = $1 and key = 'colour_changes'", id, 100L);
        var refused = await api.PutAttributeAsync("favourite_colour", "\"red\"");
        Assert.That((refused.Status, refused.Faults("value")), Is.EqualTo((HttpStatusCode.BadRequest, "colour.too_many_changes")));
        Assert.That((await api.GetAttributeAsync("favourite_colour")).Text("value"), Is.EqualTo("blue"));
    }

    [Test]
    public async Task Business_code_reads_sets_and_takes_away()
    {
        var host = await Host;
        using var api = host.Client();
        var id = (await api.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;
        await api.PutAttributeAsync("calling_hours", """{"from":8,"to":12}""");

        Assert.That((await RepaintAsync(host, id, "red")).Error, Is.Null);
        Assert.That((await RepaintAsync(host, id, "mauve")).Error, Is.InstanceOf<ValidationError>());
        Assert.That((await RepaintAsync(host, Guid.NewGuid(), "red")).Error, Is.EqualTo(UserErrors.NotFound));

        var painted = await api.GetAttributeAsync("favourite_colour");
        Assert.That((painted.Text("value"), painted.Json.GetProperty("createdByUserId").ValueKind), Is.EqualTo(("red", JsonValueKind.Null)));
        Assert.That((await api.GetAttributeAsync("calling_hours")).Body, Does.Contain("\"isDefault\":true"));
    }

    [Test]
    public async Task What_was_set_outlives_a_handler_that_goes_or_becomes_stricter_or_unique()
    {
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        var people = new List<(string? Token, Guid Id)>();
        await using (var host = await StartAsync(AttributeDocument.Assembly))
        {
            foreach (var colour in new[] { "red", "green", "green" })
            {
                using var api = host.Client();
                var id = (await api.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;
                people.Add((api.AccessToken, id));
                Assert.That((await api.PutAttributeAsync("favourite_colour", $"\"{colour}\"")).Status, Is.EqualTo(HttpStatusCode.Created));
            }
        }

        await using (var without = await StartAsync(assembly: null))
        {
            using var red = without.Client();
            red.AccessToken = people[0].Token;
            Assert.That((await red.GetAttributeAsync("favourite_colour")).Code, Is.EqualTo("attribute.unknown_key"));
            Assert.That((await red.GetAttributesAsync()).Json.GetProperty("items").GetArrayLength(), Is.Zero);
        }

        var stricter = ScratchAssembly.Load(AttributeDocument.Code.Select(static file => file
            .Replace("OneOf(\"red\", ", "OneOf(", StringComparison.Ordinal)
            .Replace("    public override bool SettableAtSignUp => true;", "    public override bool Unique => true;", StringComparison.Ordinal)));
        await using var then = await StartAsync(stricter);
        using var first = then.Client();
        first.AccessToken = people[0].Token;
        Assert.That((await first.GetAttributeAsync("favourite_colour")).Text("value"), Is.EqualTo("red"));
        Assert.That((await first.PutAttributeAsync("favourite_colour", "\"red\"")).Faults("value"), Is.EqualTo("value.not_listed"));
        Assert.That(await ReadAsync(then, stricter, people[0].Id), Is.EqualTo(default(Optional<string>)));
        Assert.That(await ReadAsync(then, stricter, people[1].Id), Is.EqualTo(new Optional<string>("green")));

        Assert.That((await first.PutAttributeAsync("favourite_colour", "\"green\"")).Status, Is.EqualTo(HttpStatusCode.OK), "the first to set it");
        using var later = then.Client();
        await later.SignUpVerifiedAndLoggedInAsync();
        Assert.That((await later.PutAttributeAsync("favourite_colour", "\"green\"")).Code, Is.EqualTo("attribute.value_taken"));

        Task<ApiHost> StartAsync(Assembly? assembly) => ApiHost.StartAsync(plan =>
        {
            plan.ConnectionString = database.ConnectionString;
            plan.Adjust = services => _ = assembly is null ? services : services.AddAttributeHandlers(assembly);
        });
    }

    private static async Task<Optional<string>> ReadAsync(ApiHost host, Assembly assembly, Guid id)
    {
        var key = (AttributeKey<string>)assembly.GetTypes().Single(static type => type.Name == "FavouriteColour").GetField("Key")!.GetValue(null)!;
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<UserAttributes>().GetAsync(new UserId(id), key, CancellationToken.None);
    }

    private static async Task<Result> RepaintAsync(ApiHost host, Guid id, string colour)
    {
        var types = AttributeDocument.Assembly.GetTypes();
        await using var scope = host.Services.CreateAsyncScope();
        var handler = ActivatorUtilities.CreateInstance(scope.ServiceProvider, types.Single(static type => type.Name == "RepaintHandler"));
        var request = Activator.CreateInstance(types.Single(static type => type.Name == "Repaint"), id, colour);
        return await (Task<Result>)handler.GetType().GetMethod("Handle")!.Invoke(handler, [request, CancellationToken.None])!;
    }

    private static async Task<IEnumerable<Guid>> HoldersAsync(ApiClient staff, string key, string value)
    {
        var found = await staff.GetAsync($"/api/v1/attribute-keys/{key}/users?value={value}&limit=200");
        return [.. found.Json.GetProperty("items").EnumerateArray().Select(static holder => holder.GetProperty("userId").GetGuid())];
    }
}
