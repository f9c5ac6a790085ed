using System.Globalization;
using System.Text;

namespace UserSystem.WebApi.Operations;

/// <summary>Writes series in Prometheus' text format, version 0.0.4.</summary>
internal static class Exposition
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<FamilySeries> families)
    {
        var text = new StringBuilder();
        foreach (var each in families)
        {
            var family = each.Family;
            text.Append(CultureInfo.InvariantCulture, $"# HELP {family.Name} {family.Help}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {family.Name} {family.Kind.ToString().ToLowerInvariant()}\n");
            foreach (var (labels, series) in each.All)
            {
                if (family.Kind == MetricKind.Histogram)
                {
                    WriteHistogram(text, family, labels, series);
                }
                else
                {
                    WriteLine(text, family.Name, family, labels, le: null, series.Value);
                }
            }
        }

        return text.ToString();
    }

    private static void WriteHistogram(StringBuilder text, MetricFamily family, LabelValues labels, Series series)
    {
        // Counts of steps include those below, and the count of all is that of the last: so they agree however much is noted meanwhile.
        var count = 0L;
        var buckets = series.Buckets();
        for (var step = 0; step < buckets.Length; step++)
        {
            count += buckets[step];
            WriteLine(text, family.Name + "_bucket", family, labels, step < Series.Bounds.Count ? Number(Series.Bounds[step]) : "+Inf", count);
        }

        WriteLine(text, family.Name + "_sum", family, labels, le: null, series.Value);
        WriteLine(text, family.Name + "_count", family, labels, le: null, count);
    }

    private static void WriteLine(StringBuilder text, string name, MetricFamily family, LabelValues labels, string? le, double value)
    {
        text.Append(name);
        var separator = '{';
        for (var index = 0; index < family.Labels.Count; index++)
        {
            text.Append(separator).Append(family.Labels[index]).Append("=\"").Append(Escape(labels[index])).Append('"');
            separator = ',';
        }

        if (le is not null)
        {
            text.Append(separator).Append("le=\"").Append(le).Append('"');
            separator = ',';
        }

        text.Append(separator == ',' ? "} " : " ").Append(Number(value)).Append('\n');
    }

    private static string Escape(object? value) => (Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
