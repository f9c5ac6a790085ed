using System.Diagnostics;

namespace UserSystem.Infrastructure.Tests.Persistence;

/// <summary>The statements that one flow of control sends, as the driver tells of them.</summary>
internal sealed class Statements : IDisposable
{
    private static readonly ActivitySource Source = new("UserSystem.Tests");

    private readonly List<string> _texts = [];
    private readonly ActivityListener _listener;
    private readonly Activity _flow;

    public Statements()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is "Npgsql" or "UserSystem.Tests",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Note,
        };
        ActivitySource.AddActivityListener(_listener);
        _flow = Source.StartActivity("flow", ActivityKind.Internal, parentContext: default)!;
    }

    /// <summary>Their texts, in order.</summary>
    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_texts)
            {
                return [.. _texts];
            }
        }
    }

    public void Dispose()
    {
        _flow.Dispose();
        _listener.Dispose();
    }

    private void Note(Activity activity)
    {
        var text = activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement");
        if (activity.TraceId == _flow?.TraceId && text is string statement)
        {
            lock (_texts)
            {
                _texts.Add(statement);
            }
        }
    }
}
