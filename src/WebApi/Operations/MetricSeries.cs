using System.Collections.Concurrent;

namespace UserSystem.WebApi.Operations;

/// <summary>The values of the labels, in the order of the family.</summary>
internal readonly record struct LabelValues(object? First, object? Second, object? Third)
{
    public object? this[int index] => index switch { 0 => First, 1 => Second, _ => Third };
}

/// <summary>What one combination of labels came to. A note takes no lock and allocates nothing.</summary>
internal sealed class Series(bool hasBuckets)
{
    /// <summary>Upper bounds in seconds.</summary>
    public static readonly IReadOnlyList<double> Bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly long[] _buckets = hasBuckets ? new long[Bounds.Count + 1] : [];
    private double _value;

    /// <summary>The sum of what was counted or timed, or where a gauge stands.</summary>
    public double Value => Volatile.Read(ref _value);

    /// <summary>How many lie in each step, and beyond the last.</summary>
    public long[] Buckets() => [.. Enumerable.Range(0, _buckets.Length).Select(step => Volatile.Read(ref _buckets[step]))];

    public void Note(double value)
    {
        if (_buckets.Length > 0)
        {
            var step = 0;
            while (step < Bounds.Count && value > Bounds[step])
            {
                step++;
            }

            Interlocked.Increment(ref _buckets[step]);
        }

        Add(value);
    }

    private void Add(double value)
    {
        for (var seen = Volatile.Read(ref _value); ;)
        {
            var before = Interlocked.CompareExchange(ref _value, seen + value, seen);
            if (before.Equals(seen))
            {
                return;
            }

            seen = before;
        }
    }
}

/// <summary>A family with all that was noted for it.</summary>
internal sealed class FamilySeries(MetricFamily family)
{
    /// <summary>More combinations of labels than the code can make by far; beyond it nothing new is taken up, so that memory stays bounded.</summary>
    public const int MaxSeries = 2_000;

    private readonly ConcurrentDictionary<LabelValues, Series> _series = new();
    private int _count;

    public MetricFamily Family => family;

    public IEnumerable<KeyValuePair<LabelValues, Series>> All => _series.OrderBy(
        each => string.Join('\n', Enumerable.Range(0, family.Labels.Count).Select(index => each.Key[index])), StringComparer.Ordinal);

    /// <summary>Gauges are asked anew each time.</summary>
    public void Forget()
    {
        _series.Clear();
        _count = 0;
    }

    public void Note(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => Find(tags)?.Note(value);

    private Series? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new LabelValues(Find(tags, 0), Find(tags, 1), Find(tags, 2));
        if (_series.TryGetValue(labels, out var known))
        {
            return known;
        }

        return Volatile.Read(ref _count) >= MaxSeries ? null : _series.GetOrAdd(labels, static (_, made) =>
        {
            Interlocked.Increment(ref made._count);
            return new Series(made.Family.Kind == MetricKind.Histogram);
        }, this);
    }

    private object? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags, int label)
    {
        if (label >= family.Tags.Count)
        {
            return null;
        }

        foreach (var tag in tags)
        {
            if (tag.Key == family.Tags[label])
            {
                return tag.Value;
            }
        }

        return null;
    }
}
