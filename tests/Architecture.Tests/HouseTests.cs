using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NUnit.Framework;

namespace UserSystem.Architecture.Tests;

/// <summary>Small rules of the house.</summary>
public sealed partial class HouseTests
{
    private const int MaxLines = 300;

    private static readonly string[] Banned =
    [
        "P:System.DateTime.Now;", "P:System.DateTime.UtcNow;", "P:System.DateTimeOffset.Now;", "P:System.DateTimeOffset.UtcNow;",
        "M:System.Guid.NewGuid;", "T:System.Random;", "M:System.Threading.Tasks.Task.Wait;", "P:System.Threading.Tasks.Task`1.Result;",
    ];

    // Readers take a type of such a name for a System.Attribute.
    private static readonly string[] AllowedAttributes = ["UserAttribute"];

    [Test]
    public void Files_fit_a_head() => Assert.That(TooLong(Code.Files("src").Concat(Code.Files("tests"))), Is.Empty);

    [Test]
    public void A_file_that_does_not_is_caught() =>
        Assert.That(TooLong([Code.Sample("Long.cs", new string('\n', 301)), Code.Sample("Short.cs", new string('\n', 300))]), Is.EquivalentTo(["Long.cs"]));

    [Test]
    public void No_type_is_called_like_an_attribute() => Assert.That(LikeAttributes(Code.Types), Is.Empty);

    [Test]
    public void A_type_that_is_called_like_an_attribute_is_caught() =>
        Assert.That(LikeAttributes([typeof(SampleAttribute), typeof(HouseTests)]), Is.EquivalentTo([nameof(SampleAttribute)]));

    [Test]
    public void A_namespace_is_the_folder_that_it_lies_in() => Assert.That(Code.Files("src").SelectMany(Misplaced), Is.Empty);

    [TestCase("src/Domain/Users/A.cs", "namespace UserSystem.Domain.Users;", 0)]
    [TestCase("src/Domain/Users/A.cs", "namespace UserSystem.Domain;", 1)]
    [TestCase("src/Domain/Users/A.cs", "namespace UserSystem.Domain.Users { }", 1)]
    public void A_namespace_elsewhere_is_caught(string path, string text, int faults) =>
        Assert.That(Misplaced(Code.Sample(path, text)), Has.Exactly(faults).Items);

    [Test]
    public void A_context_takes_options_and_nothing_else() =>
        Assert.That(Code.Types.Where(static type => type.IsAssignableTo(typeof(DbContext))).SelectMany(ContextFaults), Is.Empty);

    [Test]
    public void A_context_that_takes_more_is_caught() => Assert.That(ContextFaults(typeof(SampleContext)), Has.Exactly(1).Items);

    [Test]
    public void What_is_banned_is_banned_in_every_project()
    {
        Assert.That(Banned.Except(BannedIn(Code.Read("BannedSymbols.txt").Text)), Is.Empty);
        Assert.That(Code.Read("src/Directory.Build.props").Text, Does.Contain("BannedApiAnalyzers").And.Contain("BannedSymbols.txt"));
        Assert.That(Code.Files("src").Where(SuppressesBan).Select(static file => file.Path), Is.EquivalentTo(["src/Domain/Shared/Ids.cs"]));
    }

    [TestCase(typeof(Guid), nameof(Guid.NewGuid))]
    [TestCase(typeof(Guid), nameof(Guid.CreateVersion7))]
    [TestCase(typeof(Task), nameof(Task.Wait))]
    public void A_method_is_banned_in_all_its_forms(Type type, string method) => Assert.That(
        BannedIn(Code.Read("BannedSymbols.txt").Text).Count(entry => entry.TrimEnd(';').Split('(')[0] == $"M:{type.FullName}.{method}"),
        Is.EqualTo(type.GetMember(method).Length));

    [TestCase("#pragma warning disable RS0030", true)]
    [TestCase("[SuppressMessage(\"ApiDesign\", \"RS0030\")]", true)]
    [TestCase("<NoWarn>RS0030</NoWarn>", true)]
    [TestCase("clock.GetUtcNow()", false)]
    public void A_ban_that_is_lifted_is_caught(string text, bool caught) =>
        Assert.That(SuppressesBan(Code.Sample("Sample.cs", text)), Is.EqualTo(caught));

    [Test]
    public void A_list_without_a_ban_is_caught() => Assert.That(Banned.Except(BannedIn("M:System.Guid.NewGuid;No\n")), Has.Exactly(Banned.Length - 1).Items);

    [Test]
    public void Nothing_is_left_for_later() => Assert.That(Code.Files("src").Where(IsUnfinished).Select(static file => file.Path), Is.Empty);

    [TestCase("// TODO: more")]
    [TestCase("throw new NotImplementedException();")]
    public void Something_left_for_later_is_caught(string text) => Assert.That(IsUnfinished(Code.Sample("Sample.cs", text)), Is.True);

    private static IEnumerable<string> TooLong(IEnumerable<SourceFile> files) =>
        files.Where(static file => file.Lines > MaxLines).Select(static file => file.Path);

    private static IEnumerable<string> LikeAttributes(IEnumerable<Type> types) => types.Where(static type => !type.IsAssignableTo(typeof(Attribute))).Select(static type => type.Name)
        .Where(static name => name.EndsWith("Attribute", StringComparison.Ordinal) && !AllowedAttributes.Contains(name));

    private static IEnumerable<string> Misplaced(SourceFile file)
    {
        var expected = "UserSystem." + string.Join('.', file.Path.Split('/')[1..^1]);
        var found = Namespace().Match(file.Text);
        return (!found.Success && !file.Text.Contains("namespace ", StringComparison.Ordinal)) || found.Groups[1].Value == expected ? [] : [file.Path];
    }

    private static IEnumerable<string> ContextFaults(Type context) => context.GetConstructors()
        .Where(constructor => constructor.GetParameters() is not [{ } only] || only.ParameterType != typeof(DbContextOptions<>).MakeGenericType(context))
        .Select(constructor => $"{context.Name}: {constructor}");

    private static IEnumerable<string> BannedIn(string list) => list.Split('\n').Select(static line => line[..(line.IndexOf(';') + 1)]);

    private static bool SuppressesBan(SourceFile file) => file.Text.Contains("RS0030", StringComparison.Ordinal);

    private static bool IsUnfinished(SourceFile file) => Unfinished().IsMatch(file.Text);

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex Unfinished();

    private sealed class SampleAttribute;

    private sealed class SampleContext(DbContextOptions<SampleContext> options, TimeProvider clock) : DbContext(options)
    {
        public TimeProvider Clock => clock;
    }
}
