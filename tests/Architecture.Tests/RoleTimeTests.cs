using System.Text.RegularExpressions;
using NUnit.Framework;

namespace UserSystem.Architecture.Tests;

/// <summary>When an assignment of a role holds is said once, by the database's <c>in_its_time</c>: nobody writes the rule anew.</summary>
public sealed partial class RoleTimeTests
{
    // Who reads assignments that do not hold at present, and why.
    private static readonly Dictionary<string, string> SeesThemAll = new()
    {
        ["src/Infrastructure/Persistence/Invitations/InvitationRepository.cs"] = "Takes away what an invitation gave, whether or not it holds yet.",
    };

    private static IReadOnlyList<SourceFile> Files => Code.Files("src");

    [Test]
    public void Nobody_compares_the_times_of_an_assignment() => Assert.That(Comparisons(Files), Is.Empty);

    [Test]
    public void Whoever_reads_assignments_asks_whether_they_hold() => Assert.That(Faults(Files, SeesThemAll), Is.Empty);

    [Test]
    public void Somebody_does_ask() => Assert.That(Files.Count(static file => file.Text.Contains("in_its_time(", StringComparison.Ordinal)), Is.GreaterThan(2));

    [TestCase("where a.valid_from is null or a.valid_from <= $2", 1)]
    [TestCase("where $2 >= a.valid_from", 1)]
    [TestCase("where coalesce(a.valid_from, now()) <= now()", 1)]
    [TestCase("where a.VALID_FROM between x and y", 1)]
    [TestCase("assignment => assignment.ValidFrom == null || now >= assignment.ValidFrom", 1)]
    [TestCase("where in_its_time(a.valid_from, a.expires_at, $2)", 0)]
    [TestCase("cross join lateral (values (a.valid_from), (a.expires_at)) as turn (at)", 0)]
    [TestCase("public DateTimeOffset? ValidFrom { get; private set; }", 0)]
    [TestCase("where s.expires_at > $2", 0)]
    public void A_rule_written_by_hand_is_caught(string text, int faults) => Assert.That(Comparisons([Code.Sample("Sample.cs", text)]), Has.Exactly(faults).Items);

    [TestCase("select 1 from user_roles a where a.expires_at > $2", 1)]
    [TestCase("select 1 from roles r\n JOIN user_roles a on a.role_id = r.id", 1)]
    [TestCase("select 1 from user_roles a where in_its_time(a.valid_from, a.expires_at, $2)", 0)]
    [TestCase("insert into user_roles (user_id) values ($1)", 0)]
    public void A_look_at_assignments_at_any_time_is_caught(string sql, int faults) =>
        Assert.That(Faults([Code.Sample("Sample.cs", sql)], []), Has.Exactly(faults).Items);

    [Test]
    public void A_reason_that_is_none_any_more_is_caught() =>
        Assert.That(Faults([Code.Sample("Sample.cs", "select 1")], new() { ["Sample.cs"] = "So." }), Has.Exactly(1).Items);

    private static IEnumerable<string> Comparisons(IEnumerable<SourceFile> files) =>
        files.Where(static file => Comparison().IsMatch(file.Text)).Select(static file => file.Path);

    private static IEnumerable<string> Faults(IEnumerable<SourceFile> files, Dictionary<string, string> reasons)
    {
        var found = files.Where(static file => Assignments().IsMatch(file.Text) && !file.Text.Contains("in_its_time(", StringComparison.Ordinal))
            .Select(static file => file.Path).ToHashSet();
        return found.Except(reasons.Keys).Concat(reasons.Keys.Except(found).Select(static path => $"{path} needs no reason"));
    }

    [GeneratedRegex("""valid_?from\s*(?:[<>]|[=!]=|is\b|between\b)|[<>=]\s*\w*\.?valid_?from\b|coalesce\([^)]*valid_?from""", RegexOptions.IgnoreCase)]
    private static partial Regex Comparison();

    [GeneratedRegex("""\b(?:from|join)\s+(?:only\s+)?(?:\w+\.)?"?user_roles"?(?!\w)""", RegexOptions.IgnoreCase)]
    private static partial Regex Assignments();
}
