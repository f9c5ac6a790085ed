using System.Diagnostics.Metrics;
using UserSystem.Application.Ports;

namespace UserSystem.WebApi.Operations;

/// <summary>Listens to the instruments that are shown, and adds up what they say, for as long as the service runs.</summary>
internal sealed class MetricsCollector : IDisposable
{
    private const string PoolTag = "db.client.connection.pool.name";
    private const string Pool = "user-system";

    private readonly MeterListener _listener = new();
    private readonly IMeterFactory _meters;
    private readonly IMetricsRefresh _refresh;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly IReadOnlyList<FamilySeries> _families = [.. MetricFamily.All.Select(static family => new FamilySeries(family))];

    public MetricsCollector(IMeterFactory meters, IMetricsRefresh refresh)
    {
        (_meters, _refresh) = (meters, refresh);
        ProcessMetrics.Create(meters);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Find(instrument) is { } family)
            {
                listener.EnableMeasurementEvents(instrument, family);
            }
        };
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => Note(family, value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => Note(family, value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => Note(family, value, tags));
        _listener.Start();
    }

    /// <summary>Everything as it stands, as text for Prometheus.</summary>
    public async Task<string> ReadAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await _refresh.RefreshAsync(ct);
            foreach (var gauge in _families.Where(static family => family.Family.Kind == MetricKind.Gauge || family.Family.Instrument == "process.cpu"))
            {
                gauge.Forget();
            }

            _listener.RecordObservableInstruments();
            return Exposition.Write(_families);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _turn.Dispose();
    }

    // Meters of another service in the same process are its own; those without an owner serve all.
    private FamilySeries? Find(Instrument instrument) => instrument.Meter.Scope is { } owner && owner != _meters
        ? null
        : _families.FirstOrDefault(each => each.Family.Meter == instrument.Meter.Name && each.Family.Instrument == instrument.Name);

    private static void Note(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        // The connection that listens to other nodes is no pool.
        foreach (var tag in tags)
        {
            if (tag.Key == PoolTag && !Pool.Equals(tag.Value))
            {
                return;
            }
        }

        ((FamilySeries)state!).Note(value, tags);
    }
}
