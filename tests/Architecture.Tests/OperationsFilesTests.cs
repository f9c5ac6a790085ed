using System.Text.RegularExpressions;
using NUnit.Framework;
using UserSystem.WebApi.Operations;

namespace UserSystem.Architecture.Tests;

/// <summary>What those who run the service are given fits what it shows.</summary>
public sealed partial class OperationsFilesTests
{
    private static readonly string Root = FindRoot();

    private static string Alerts => Read("ops/alerts.yml");

    private static string Document => Read("docs/operations.md");

    [Test]
    public void Every_metric_that_an_alert_asks_for_is_shown()
    {
        Assert.That(Asked(Alerts).ToList(), Has.Count.GreaterThan(8));
        Assert.That(Asked(Alerts).Except(Shown()), Is.Empty);
    }

    [Test]
    public void An_alert_on_a_metric_that_is_not_shown_is_noticed() =>
        Assert.That(Asked("expr: max(usersystem_gone) > http_server_request_duration_seconds_count").Except(Shown()), Is.EqualTo(["usersystem_gone"]));

    [Test]
    public void Every_metric_is_explained_and_none_that_is_not_shown() => Assert.That(
        MetricRow().Matches(Document).Select(static match => match.Groups[1].Value), Is.EquivalentTo(MetricFamily.All.Select(static family => family.Name)));

    [Test]
    public void Every_alert_says_what_to_do() => Assert.That(
        AlertRow().Matches(Document).Select(static match => match.Groups[1].Value),
        Is.EquivalentTo(AlertName().Matches(Alerts).Select(static match => match.Groups[1].Value)));

    private static IEnumerable<string> Shown() => MetricFamily.All.SelectMany(static family => family.Kind == MetricKind.Histogram
        ? [family.Name + "_bucket", family.Name + "_sum", family.Name + "_count"]
        : new[] { family.Name });

    private static IEnumerable<string> Asked(string rules) => MetricName().Matches(rules).Select(static match => match.Value).Distinct();

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

    [GeneratedRegex(@"\b(?:usersystem|http_server|process)_\w+")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"^\| `((?:usersystem|http_server|process)_\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex MetricRow();

    [GeneratedRegex(@"^\| `([A-Z][a-zA-Z]+)` \| .* \| .* \|$", RegexOptions.Multiline)]
    private static partial Regex AlertRow();

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex AlertName();
}
