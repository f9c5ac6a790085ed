using System.Net;
using System.Text.Json;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Contract;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.OpenApi;

/// <summary>The description as those who read it need it.</summary>
public sealed class DocumentTests
{
    [Test]
    public async Task Examples_of_bodies_and_answers_are_as_described()
    {
        var contract = await (await Hosts.Usual).Contract;
        var checks = 0;
        foreach (var operation in contract.Operations)
        {
            var answers = operation.Json.GetProperty("responses").EnumerateObject()
                .Where(static response => response.Value.TryGetProperty("content", out _))
                .SelectMany(static response => response.Value.GetProperty("content").EnumerateObject());
            foreach (var media in operation.Bodies.Concat(answers))
            {
                var examples = media.Value.TryGetProperty("example", out var one)
                    ? [one]
                    : media.Value.GetProperty("examples").EnumerateObject().Select(static example => example.Value.GetProperty("value")).ToArray();
                foreach (var example in examples)
                {
                    Assert.That(contract.Validator.Validate(media.Value.GetProperty("schema"), example), Is.Empty, $"{operation.Id} {media.Name}");
                    checks++;
                }
            }
        }

        Assert.That(checks, Is.GreaterThan(50));
    }

    [Test]
    public async Task Every_operation_says_what_it_is_for()
    {
        foreach (var operation in (await (await Hosts.Usual).Contract).Operations)
        {
            Assert.That(operation.Json.GetProperty("summary").GetString(), Is.Not.Empty, operation.Id);
            Assert.That(operation.Json.GetProperty("tags").GetArrayLength(), Is.EqualTo(1), operation.Id);
        }
    }

    [Test]
    public async Task Operations_have_names_of_their_own() =>
        Assert.That((await (await Hosts.Usual).Contract).Operations.Select(static operation => operation.Id), Is.Unique.And.All.Match("^[a-z][A-Za-z]+$"));

    [Test]
    public async Task Every_parameter_has_a_meaning_and_an_example_that_fits()
    {
        var contract = await (await Hosts.Usual).Contract;
        var parameters = contract.Operations.SelectMany(
            static operation => operation.Json.TryGetProperty("parameters", out var all) ? all.EnumerateArray().Select(each => (operation.Id, Json: each)) : []).ToList();

        Assert.That(parameters, Has.Count.AtLeast(40));
        foreach (var (id, parameter) in parameters)
        {
            var name = $"{id} {parameter.GetProperty("name")}";
            Assert.That(parameter.TryGetProperty("description", out var meaning) && meaning.GetString()!.Length > 0, name);
            var schema = parameter.GetProperty("schema");
            var example = parameter.GetProperty("in").GetString() == "path" ? parameter.GetProperty("example") : schema.GetProperty("examples")[0];
            Assert.That(contract.Validator.Validate(schema, example), Is.Empty, name);
        }
    }

    [TestCase("verifyEmail")]
    [TestCase("logOut")]
    public async Task A_call_that_looks_at_a_token_without_asking_for_one_says_so(string id)
    {
        var operation = (await (await Hosts.Usual).Contract).Operations.Single(operation => operation.Id == id);

        Assert.That(operation.Json.GetProperty("security").GetRawText().Where(static letter => !char.IsWhiteSpace(letter)), Is.EqualTo("""[{},{"bearer":[]}]"""));
    }

    [TestCase("registerUser", "verifyEmail")]
    [TestCase("forgotPassword", "resetPassword")]
    [TestCase("forgotPassword", "restoreMe")]
    [TestCase("changeEmail", "verifyEmail")]
    [TestCase("deleteMe", "restoreMe")]
    [TestCase("createUser", "resetPassword")]
    public async Task A_call_that_mails_a_token_names_the_call_that_takes_it(string mailing, string taking)
    {
        var operations = (await (await Hosts.Usual).Contract).Operations;

        Assert.That(operations.Select(static operation => operation.Id), Does.Contain(taking));
        Assert.That(operations.Single(operation => operation.Id == mailing).Json.GetProperty("description").GetString(), Does.Contain($"`{taking}`"));
    }

    [Test]
    public async Task What_may_be_left_out_is_left_out_by_the_page_that_tries_calls()
    {
        // It fills in what stands beside or in the schema under this name, and sends it.
        foreach (var operation in (await (await Hosts.Usual).Contract).Operations.Where(static operation => operation.Json.TryGetProperty("parameters", out _)))
        {
            foreach (var parameter in operation.Json.GetProperty("parameters").EnumerateArray().Where(static each => each.GetProperty("in").GetString() != "path"))
            {
                Assert.That(parameter.TryGetProperty("example", out _) || parameter.GetProperty("schema").TryGetProperty("example", out _), Is.False, $"{operation.Id} {parameter}");
            }
        }
    }

    [Test]
    public async Task Each_code_of_an_answer_leads_to_where_it_is_explained()
    {
        foreach (var operation in (await (await Hosts.Usual).Contract).Operations)
        {
            foreach (var answer in operation.Json.GetProperty("responses").EnumerateObject().Where(static answer => answer.Value.GetRawText().Contains("problem+json", StringComparison.Ordinal)))
            {
                Assert.That(
                    answer.Value.GetProperty("description").GetString()!.Split('\n'),
                    Is.All.Match(@"^- \[`([a-z_.]+)`\]\(https://users\.example\.org/docs/problems#\1\): \S"), $"{operation.Id} {answer.Name}");
            }
        }
    }

    [Test]
    public async Task Null_is_named_once_where_it_may_stand_and_not_by_what_others_refer_to()
    {
        var schemas = await SchemasAsync();

        foreach (var schema in schemas.EnumerateObject())
        {
            Assert.That(schema.Value.GetProperty("type").ValueKind, Is.EqualTo(JsonValueKind.String), schema.Name);
            Assert.That(schema.Value.TryGetProperty("enum", out var words) && words.EnumerateArray().Any(static word => word.ValueKind is JsonValueKind.Null), Is.False, schema.Name);
        }

        Assert.That(schemas.GetProperty("CreateUser").GetProperty("properties").GetProperty("status").GetProperty("oneOf").GetArrayLength(), Is.EqualTo(2));
    }

    [TestCase("UpdateMe", "fullName", false)]
    [TestCase("UpdateUser", "fullName", false)]
    [TestCase("UpdateUser", "email", false)]
    [TestCase("UpdateUser", "externalId", true)]
    public async Task A_patch_takes_null_where_that_clears_something(string schema, string member, bool clears)
    {
        var type = (await SchemasAsync()).GetProperty(schema).GetProperty("properties").GetProperty(member).GetProperty("type");

        Assert.That(type.ValueKind is JsonValueKind.Array && type.EnumerateArray().Any(static word => word.GetString() == "null"), Is.EqualTo(clears));
    }

    [TestCase("UpdateUser", "email", "idn-email", 1, 255)]
    [TestCase("RegisterUser", "email", "idn-email", 1, 255)]
    [TestCase("RegisterUser", "password", "password", 8, 256)]
    [TestCase("RegisterUser", "fullName", null, 1, 100)]
    [TestCase("LogIn", "deviceName", null, null, 100)]
    [TestCase("UpdateMe", "fullName", null, 1, 100)]
    public async Task Bodies_have_the_limits_of_their_validators(string schema, string member, string? format, int? min, int? max)
    {
        var described = (await SchemasAsync()).GetProperty(schema).GetProperty("properties").GetProperty(member);

        Assert.That(Number(described, "minLength"), Is.EqualTo(min));
        Assert.That(Number(described, "maxLength"), Is.EqualTo(max));
        Assert.That(described.TryGetProperty("format", out var found) ? found.GetString() : null, Is.EqualTo(format));
    }

    [Test]
    public async Task Required_members_cannot_be_null_and_nothing_may_be_added()
    {
        var register = (await SchemasAsync()).GetProperty("RegisterUser");

        Assert.That(Words(register.GetProperty("required")), Is.EqualTo("acceptTerms email fullName password"));
        Assert.That(register.GetProperty("properties").GetProperty("email").GetProperty("type").GetString(), Is.EqualTo("string"));
        Assert.That(register.GetProperty("additionalProperties").GetBoolean(), Is.False);
        Assert.That((await SchemasAsync()).GetProperty("UpdateMe").TryGetProperty("required", out _), Is.False);
    }

    [Test]
    public async Task Names_no_type_that_only_code_knows()
    {
        using var api = (await Hosts.Usual).Client();

        var text = (await api.GetAsync("/openapi/v1.json")).Body;

        Assert.That(text, Does.Not.Contain("Dto").And.Not.Contain("IResult").And.Not.Contain("Optional").And.Not.Contain("UserSystem."));
        Assert.That(Words((await SchemasAsync()).GetProperty("UserStatus").GetProperty("enum")), Is.EqualTo("active pending_verification suspended"));
    }

    [Test]
    public async Task Tells_where_the_service_is_and_how_to_prove_who_calls()
    {
        var json = (await (await Hosts.Usual).Contract).Json;

        Assert.That(json.GetProperty("openapi").GetString(), Does.StartWith("3.1."));
        Assert.That(json.GetProperty("servers")[0].GetProperty("url").GetString(), Is.EqualTo("https://users.example.org"));
        Assert.That(json.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString(), Is.EqualTo("bearer"));
    }

    [TestCase("/openapi/v1.json", "application/json")]
    [TestCase("/openapi/v1.yaml", "application/yaml")]
    public async Task Is_not_sent_to_who_has_it_already(string path, string mediaType)
    {
        using var api = (await Hosts.Usual).Client();
        var first = await api.GetAsync(path);

        var second = await api.GetAsync(path, ("If-None-Match", first.ETag!));

        Assert.That((first.Status, first.ContentType!.MediaType), Is.EqualTo((HttpStatusCode.OK, mediaType)));
        Assert.That((second.Status, second.Body), Is.EqualTo((HttpStatusCode.NotModified, "")));
    }

    private static async Task<JsonElement> SchemasAsync() => (await (await Hosts.Usual).Contract).Json.GetProperty("components").GetProperty("schemas");

    private static string Words(JsonElement array) => string.Join(' ', array.EnumerateArray().Select(static word => word.GetString()).Order(StringComparer.Ordinal));

    private static int? Number(JsonElement schema, string name) => schema.TryGetProperty(name, out var number) ? number.GetInt32() : null;
}
