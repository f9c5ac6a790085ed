using System.Text.Json;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace UserSystem.Architecture.Tests;

/// <summary>The table of ASVS lines in docs/security.md: every test that it names exists, and it names the lines as the standard has them.</summary>
public sealed partial class AsvsTests
{
    private static readonly string Root = FindRoot();

    private static string Document => File.ReadAllText(Path.Combine(Root, "docs/security.md"));

    [Test]
    public void Every_line_has_a_proof_or_says_what_is_missing()
    {
        Assert.That(Rows(Document), Has.Count.GreaterThan(100));
        Assert.That(Unproven(Document), Is.Empty);
    }

    [Test]
    public void Every_test_that_is_named_exists() => Assert.That(UnknownTests(Document), Is.Empty);

    [Test]
    public void Every_line_stands_in_the_standard_with_its_level_and_none_is_left_out() => Assert.That(Differences(Document, Standard()), Is.Empty);

    [Test]
    public void A_line_without_a_proof_is_noticed() => Assert.That(
        Unproven("| V1.1.1 | 2 | something | of course |\n| V1.1.2 | 2 | something | not yet: it comes |\n| V1.2.1 | 1 | something | `LayerTests` |"),
        Is.EqualTo(["V1.1.1"]));

    [Test]
    public void A_test_that_does_not_exist_is_noticed() => Assert.That(
        UnknownTests($"| V1.1.1 | 2 | something | `{nameof(AsvsTests)}.{nameof(A_line_without_a_proof_is_noticed)}`, `AsvsTests.Gone`, `GoneTests` |"),
        Is.EqualTo(["AsvsTests.Gone", "GoneTests"]));

    [Test]
    public void A_wrong_level_a_line_that_is_none_and_one_that_is_left_out_are_noticed() => Assert.That(
        Differences(
            "| V1.1.1 | 1 | something | here |\n| V1.1.9 | 2 | something | here |\n| V2, V3.1.1 | nothing |",
            new Dictionary<string, string> { ["V1.1.1"] = "2", ["V1.1.2"] = "1", ["V2.1.1"] = "1", ["V3.1.1"] = "2", ["V4.1.1"] = "3" }),
        Is.EqualTo(["V1.1.1 is of level 2", "V1.1.9 does not exist", "V1.1.2 is left out"]));

    private static IEnumerable<string> Unproven(string document) =>
        Rows(document).Where(static row => !row.Proof.StartsWith("not yet: ", StringComparison.Ordinal)
                && !row.Proof.StartsWith("here: [", StringComparison.Ordinal) && !TestName().IsMatch(row.Proof))
            .Select(static row => row.Id);

    private static IEnumerable<string> UnknownTests(string document)
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(static file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
        return Rows(document).SelectMany(static row => TestName().Matches(row.Proof)).Select(static match => match.Groups)
            .Where(groups => !sources[groups[1].Value].Any(source => !groups[2].Success || source.Contains($" {groups[2].Value}(", StringComparison.Ordinal)))
            .Select(static groups => groups[0].Value.Trim('`')).Distinct();
    }

    private static IEnumerable<string> Differences(string document, Dictionary<string, string> standard)
    {
        var rows = Rows(document);
        var untouched = Untouched().Matches(document).SelectMany(static match => match.Groups[1].Value.Split(", ")).ToList();
        return rows.Where(row => !standard.TryGetValue(row.Id, out var level) || level != row.Level)
            .Select(row => standard.TryGetValue(row.Id, out var level) ? $"{row.Id} is of level {level}" : $"{row.Id} does not exist")
            .Concat(standard.Where(static line => line.Value != "3").Select(static line => line.Key)
                .Where(id => rows.All(row => row.Id != id) && !untouched.Any(group => id == group || id.StartsWith(group + ".", StringComparison.Ordinal)))
                .Select(static id => $"{id} is left out"));
    }

    private static List<(string Id, string Level, string Proof)> Rows(string document) =>
        [.. Row().Matches(document).Select(static match => (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value))];

    private static Dictionary<string, string> Standard()
    {
        var file = Path.Combine(Root, "../shared/data/asvs-5.0.0.flat.json");
        if (!File.Exists(file))
        {
            Assert.Ignore("The standard is not at hand.");
        }

        return JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("requirements").EnumerateArray()
            .ToDictionary(static line => line.GetProperty("req_id").GetString()!, static line => line.GetProperty("L").GetString()!);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "UserSystem.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^\| (V[0-9.]+) \| ([123]) \| .* \| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| (V[0-9.]+(?:, V[0-9.]+)*) \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Untouched();

    [GeneratedRegex(@"`(\w+Tests)(?:\.(\w+))?`")]
    private static partial Regex TestName();
}
