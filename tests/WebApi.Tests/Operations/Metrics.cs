using System.Globalization;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace UserSystem.WebApi.Tests.Operations;

/// <summary>Reads Prometheus' text format, and refuses whatever is not exactly that.</summary>
internal sealed partial class Metrics
{
    private readonly Dictionary<string, double> _samples = new(StringComparer.Ordinal);

    /// <summary>The families with their types, in the order of the text.</summary>
    public Dictionary<string, string> Families { get; } = new(StringComparer.Ordinal);

    public IEnumerable<string> Samples => _samples.Keys;

    /// <summary>One sample, as it is written; 0 where it is not there.</summary>
    public double this[string sample] => _samples.GetValueOrDefault(sample);

    public static Metrics Parse(string text)
    {
        Assert.That(text, Does.EndWith("\n"));
        var (metrics, family, helped) = (new Metrics(), "", "");
        foreach (var line in text[..^1].Split('\n'))
        {
            if (Help().Match(line) is { Success: true } help)
            {
                helped = help.Groups[1].Value;
            }
            else if (Type().Match(line) is { Success: true } type)
            {
                family = type.Groups[1].Value;
                Assert.That(family, Is.EqualTo(helped), "The type follows the help of the same family.");
                Assert.That(metrics.Families.TryAdd(family, type.Groups[2].Value), Is.True, $"{family} comes once");
            }
            else
            {
                metrics.AddSample(line, family);
            }
        }

        metrics.CheckHistograms();
        return metrics;
    }

    private void AddSample(string line, string family)
    {
        var sample = Sample().Match(line);
        Assert.That(sample.Success, Is.True, $"'{line}' is no sample.");
        var name = sample.Groups["name"].Value;
        Assert.That(Families[family] == "histogram" ? HistogramSuffix().Replace(name, "") : name, Is.EqualTo(family), "Samples stand below their family.");
        Assert.That(_samples.TryAdd(name + sample.Groups["labels"].Value, Number(sample.Groups["value"].Value)), Is.True, $"'{line}' comes once");
    }

    private void CheckHistograms()
    {
        foreach (var (name, count) in _samples.Where(static each => CountOfHistogram().IsMatch(each.Key)))
        {
            var (family, labels) = (name[..name.IndexOf("_count", StringComparison.Ordinal)], name.Contains('{', StringComparison.Ordinal) ? name[name.IndexOf('{', StringComparison.Ordinal)..^1] + "," : "{");
            var buckets = _samples.Where(each => each.Key.StartsWith($"{family}_bucket{labels}le=", StringComparison.Ordinal)).ToList();
            Assert.That(buckets.ConvertAll(static bucket => bucket.Value), Is.Ordered, name);
            Assert.That(buckets[^1], Is.EqualTo(KeyValuePair.Create($"{family}_bucket{labels}le=\"+Inf\"}}", count)));
            Assert.That(_samples.Keys, Has.Member(name.Replace("_count", "_sum", StringComparison.Ordinal)));
        }
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A# HELP ([a-z_]+) \S[^\n]*\z")]
    private static partial Regex Help();

    [GeneratedRegex(@"\A# TYPE ([a-z_]+) (counter|gauge|histogram)\z")]
    private static partial Regex Type();

    [GeneratedRegex("""\A(?<name>[a-z_]+)(?<labels>\{[a-z_]+="(?:[^"\\]|\\["\\n])*"(?:,[a-z_]+="(?:[^"\\]|\\["\\n])*")*\})? (?<value>-?[0-9]+(?:\.[0-9]+)?(?:E[+-]?[0-9]+)?)\z""")]
    private static partial Regex Sample();

    [GeneratedRegex(@"_(?:bucket|sum|count)\z")]
    private static partial Regex HistogramSuffix();

    [GeneratedRegex(@"\A[a-z_]+_seconds_count(?:\{|\z)")]
    private static partial Regex CountOfHistogram();
}
