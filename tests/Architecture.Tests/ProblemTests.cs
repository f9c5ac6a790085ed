using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using UserSystem.Domain.Shared;
using UserSystem.WebApi.Hosting;
using UserSystem.WebApi.OpenApi;

namespace UserSystem.Architecture.Tests;

/// <summary>Whatever code a client can meet stands in the list of problems with its cause and its cure, and the list in docs is that list.</summary>
public sealed partial class ProblemTests
{
    [Test]
    public async Task Every_code_is_listed_with_cause_and_cure_and_no_other()
    {
        var listed = (await ListedAsync()).Codes;

        Assert.That(Explanations.All().Select(static each => each.Code), Is.Unique);
        Assert.That(listed.Select(static entry => entry.Code), Is.EquivalentTo(Declared().Distinct()));
        Assert.That(listed.Select(static entry => entry.Code), Is.EquivalentTo(Explanations.All().Select(static each => each.Code)));
        Assert.That(listed.Where(static entry => !IsSentence(entry.Cause) || !IsSentence(entry.Cure) || entry.Meaning.Length == 0), Is.Empty);
    }

    [Test]
    public void A_code_that_nobody_explained_is_not_told() => Assert.That(
        static () => Explanations.Of("made.up"), Throws.TypeOf<NotSupportedException>().With.Message.Contains("made.up"));

    [TestCase("", false)]
    [TestCase("too short.", false)]
    [TestCase("Without an end", false)]
    [TestCase("An `open quotation.", false)]
    [TestCase("`limit` is too large.", true)]
    [TestCase("Send it once.", true)]
    public void What_is_no_sentence_is_caught(string words, bool isSentence) => Assert.That(IsSentence(words), Is.EqualTo(isSentence));

    [TestCase("""rule.WithErrorCode("a.b")""", "a.b")]
    [TestCase("""Fault Unknown = new("", "unknown", "No.")""", "unknown")]
    [TestCase("""return new Fault(path, "a.c", "No.");""", "a.c")]
    [TestCase("""PasswordFault Common =\n    new("password.common", "No.")""", "password.common")]
    [TestCase("""ValidationError.Of("currentPassword", "required", "No.")""", "required")]
    public void Codes_of_faults_are_found_in_the_source(string text, string code) =>
        Assert.That(FaultsIn(Code.Sample("Sample.cs", text.Replace("\\n", "\n", StringComparison.Ordinal))), Is.EqualTo([code]));

    [Test]
    public async Task Calls_and_members_that_the_words_name_exist()
    {
        var (codes, description, _) = await ListedAsync();
        var names = codes.SelectMany(static entry => Name().Matches(entry.Cause + entry.Cure)).Select(static match => match.Groups[1].Value).Distinct().ToList();

        Assert.That(names, Does.Contain("logIn").And.Contain("maxAgeSeconds"));
        Assert.That(names.Where(name => !description.Contains($"\"{name}\"", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task The_calls_that_answer_a_code_are_named()
    {
        var codes = (await ListedAsync()).Codes.ToDictionary(static entry => entry.Code);

        Assert.That(codes["auth.invalid_credentials"].Operations, Is.EqualTo(["logIn", "reauthenticate"]));
        Assert.That(codes["password.wrong"].Operations, Is.EqualTo(["changeEmail", "changePassword", "deleteMe"]));
        Assert.That(codes["password.common"].Operations, Is.SupersetOf(["registerUser", "resetPassword"]));
        Assert.That(codes["terms.not_accepted"].Operations, Is.EqualTo(["registerUser"]));
        Assert.That(codes["type"].Operations, Does.Contain("listUsers").And.Contain("logIn").And.Not.Contain("listSessions"));
        Assert.That(codes["route.not_found"].Operations, Is.Empty);
        Assert.That((codes["service.unavailable"].RetryAfter, codes["request.too_many"].RetryAfter, codes["user.not_found"].RetryAfter),
            Is.EqualTo(("5 s", "as long as it takes", (string?)null)));
    }

    [Test]
    public async Task The_document_is_what_the_command_prints() => Assert.That(
        Code.Read("docs/problems.md").Text, Is.EqualTo((await ListedAsync()).Document), "./run problems >docs/problems.md");

    private static bool IsSentence(string words) =>
        words.Length > 10 && words[^1] == '.' && (char.IsUpper(words[0]) || words[0] == '`') && words.Count(static letter => letter == '`') % 2 == 0;

    private static async Task<(IReadOnlyList<ProblemCodeDto> Codes, string Description, string Document)> ListedAsync()
    {
        await using var host = ServiceHost.WithoutDatabase();
        await using var app = host.Build();
        var catalogue = app.Services.GetRequiredService<ProblemCatalogue>();
        return (
            catalogue.All, (await app.Services.GetRequiredService<ApiDocument>().ReadAsync(CancellationToken.None)).Json.Text,
            ProblemDocument.Write(catalogue, app.Services.GetRequiredService<ProblemOperations>()));
    }

    // Errors as the classes declare them, faults as the source spells them.
    private static IEnumerable<string> Declared() =>
        ErrorCodeTests.Codes.Append(ValidationError.Of("", "", "").Code).Concat(Code.Files("src").SelectMany(FaultsIn));

    private static IEnumerable<string> FaultsIn(SourceFile file) =>
        FaultCode().Matches(file.Text).Select(static match => match.Groups[1].Value);

    [GeneratedRegex(
        """(?:WithErrorCode\(|PasswordFault \w+(?:\([^)]*\))? =>?\s+new\(|\bFault \w+ =\s+new\([^,]+, |new Fault\([^,]+, |ValidationError\.Of\([^,]+, )"([a-z_.]+)""")]
    private static partial Regex FaultCode();

    [GeneratedRegex("`([a-z]+(?:[A-Z][a-z]+)+)`")]
    private static partial Regex Name();
}
