using System.Text.RegularExpressions;
using NUnit.Framework;

namespace UserSystem.Architecture.Tests;

/// <summary>What the documents say of files and settings is true. Each rule is also shown a document that breaks it.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Root = FindRoot();

    private static string Settings => Read("src/WebApi/Hosting/Settings.cs");

    private static string[] Documents =>
    [
        "README.md", "CONTRIBUTING.md", "eng/stand-ins/README.md",
        .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root, file)),
    ];

    [Test]
    public void The_table_of_settings_names_every_setting_and_no_other() =>
        Assert.That(SettingsIn(Read("docs/operations.md")), Is.EquivalentTo(SettingsOf(Settings)));

    [TestCase("| `App__Naem` | `UserSystem` | a name with a slip |")]
    [TestCase("| `Worker__PollSeconds` | 5 | one |\n| `Worker__PollSeconds` | 5 | twice |")]
    [TestCase("")]
    public void A_table_with_other_settings_is_noticed(string table) =>
        Assert.That(SettingsIn(table), Is.Not.EquivalentTo(SettingsOf(""".Set(options => options.PollSeconds, "Worker__PollSeconds"));""")));

    [Test]
    public void Every_path_in_the_tree_of_the_readme_exists()
    {
        var tree = Tree(Read("README.md"));
        Assert.That(tree, Has.Count.GreaterThan(30));
        Assert.That(tree.Where(static path => !Exists(path)), Is.Empty);
    }

    [Test]
    public void A_tree_with_a_folder_that_is_gone_is_noticed() => Assert.That(
        Tree("```\nsrc/\n  Domain/    rules\n    Users/ Gone/\ntests/  all\n```").Where(static path => !Exists(path)),
        Is.EqualTo(["src/Domain/Gone"]));

    [Test]
    public void The_tree_of_the_readme_names_every_folder_of_a_project()
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(Root, "src")).SelectMany(Directory.EnumerateDirectories)
            .Select(static folder => Path.GetRelativePath(Root, folder)).Where(static path => Path.GetFileName(path) is not ("bin" or "obj"));
        Assert.That(folders.Except(Tree(Read("README.md"))), Is.Empty);
    }

    [Test]
    public void The_table_of_commands_names_every_command_and_no_other() => Assert.That(
        CommandRow().Matches(Read("docs/operations.md").Split("\n## Commands\n")[1].Split("\n## ")[0]).Select(static match => match.Groups[1].Value),
        Is.EquivalentTo(CommandMade().Matches(Read("src/WebApi/Program.cs")).Select(static match => match.Groups[1].Value)).And.Not.Empty);

    [Test]
    public void The_request_path_names_every_step_of_the_pipeline_in_its_order() => Assert.That(
        StepRow().Matches(Read("docs/request-path.md")).Select(static match => match.Groups[1].Value),
        Is.EqualTo(StepCall().Matches(Read("src/Application/DependencyInjection.cs")).Select(static match => match.Groups[1].Value)).And.Not.Empty);

    [TestCaseSource(nameof(Documents))]
    public void Links_lead_somewhere(string document) => Assert.That(BrokenLinks(document, Read(document)), Is.Empty);

    [Test]
    public void Links_that_lead_nowhere_are_noticed() => Assert.That(
        BrokenLinks("docs/x.md", "[a](../README.md) [b](gone.md) [c](security.md#links-in-mail) [d](security.md#gone) [e](https://example.org/)"),
        Is.EqualTo(["gone.md", "security.md#gone"]));

    [TestCaseSource(nameof(Documents))]
    public void Paths_that_are_named_exist(string document) => Assert.That(NamedPaths(Read(document)).Where(static path => !Exists(path)), Is.Empty);

    [Test]
    public void Named_paths_that_do_not_exist_are_noticed() => Assert.That(
        NamedPaths("see `src/Domain/Users/User.cs`, `src/Domain/Gone.cs` and `tests/Domain.Tests`").Where(static path => !Exists(path)),
        Is.EqualTo(["src/Domain/Gone.cs"]));

    // The addresses are a setting of the framework and stand in no list of ours.
    private static IEnumerable<string> SettingsOf(string source) =>
        SetCall().Matches(source).Select(static match => match.Groups[1].Value).Append("ASPNETCORE_URLS");

    private static IEnumerable<string> SettingsIn(string document) =>
        SettingRow().Matches(document.Split("\n## Metrics\n")[0]).Select(static match => match.Groups[1].Value);

    // Two blanks for a level; what follows two blanks or more after the names is prose.
    private static List<string> Tree(string document)
    {
        var paths = new List<string>();
        var parents = new List<string>();
        foreach (var line in document.Split("```").Single(static block => block.StartsWith("\nsrc/\n", StringComparison.Ordinal))
                     .Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var names = line.TrimStart();
            var depth = (line.Length - names.Length) / 2;
            names = names.Split("  ", 2)[0];
            parents.RemoveRange(depth, parents.Count - depth);
            paths.AddRange(names.Split(' ').Select(name => string.Join('/', [.. parents, name.TrimEnd('/')])));
            parents.Add(names.TrimEnd('/'));
        }

        return paths;
    }

    private static IEnumerable<string> BrokenLinks(string document, string text)
    {
        var folder = Path.GetDirectoryName(document)!;
        foreach (var target in Link().Matches(text).Select(static match => match.Groups[1].Value))
        {
            var (path, anchor) = target.Split('#') is [var file, var heading] ? (file, heading) : (target, null);
            var linked = path.Length == 0 ? document : Path.Combine(folder, path);
            if (!Exists(linked) || (anchor is not null && !Headings(Read(linked)).Contains(anchor)))
            {
                yield return target;
            }
        }
    }

    private static IEnumerable<string> NamedPaths(string text) => NamedPath().Matches(text).Select(static match => match.Groups[1].Value);

    private static IEnumerable<string> Headings(string text) => Heading().Matches(text)
        .Select(static match => NotInAnchor().Replace(match.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    private static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "UserSystem.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }

    [GeneratedRegex("""\.Set\([^"\n]*"(\w+)"\)""")]
    private static partial Regex SetCall();

    [GeneratedRegex(@"^\| `(\w+)` \|.*\|.*\|$", RegexOptions.Multiline)]
    private static partial Regex SettingRow();

    [GeneratedRegex("^\\| `([a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex CommandRow();

    [GeneratedRegex("new Command\\(\"([a-z-]+)\"")]
    private static partial Regex CommandMade();

    [GeneratedRegex(@"^\| `(\w+Behavior)` \|", RegexOptions.Multiline)]
    private static partial Regex StepRow();

    [GeneratedRegex(@"AddOpenBehavior\(typeof\((\w+)<")]
    private static partial Regex StepCall();

    [GeneratedRegex(@"\]\((?!https?:)([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|tests|docs|eng)/[\w./-]*\w)/?`")]
    private static partial Regex NamedPath();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
