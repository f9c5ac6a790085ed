using System.Diagnostics;
using Npgsql;
using UserSystem.Application.Ports;

namespace UserSystem.Infrastructure.Telemetry;

/// <summary>
/// Spans of what this layer does. None is made where nobody listens. What they carry are names from the code and codes of errors, never what
/// was sent, so that there is nothing to be taken out again.
/// </summary>
internal static class Traces
{
    private static readonly ActivitySource Source = new(TraceSources.UserSystem);
    private static readonly KeyValuePair<string, object?> System = new("db.system.name", "postgresql");

    /// <summary>True while anybody listens: where it is false nothing more is to be done.</summary>
    public static bool On => Source.HasListeners();

    /// <summary>A statement of a request or of some other work; what a node asks by itself every few seconds is no trace of its own.</summary>
    /// <param name="name">As it is counted.</param>
    /// <param name="start">When it began, where that was earlier.</param>
    public static Activity? Statement(string name, DateTimeOffset start = default) => Activity.Current is null
        ? null
        : Source.StartActivity(name, ActivityKind.Client, parentContext: default, [System, new("db.query.summary", name)], startTime: start);

    /// <summary>A part of a request.</summary>
    public static Activity? Part(string name) => Source.StartActivity(name);

    /// <summary>Something that a node does by itself: a trace of its own.</summary>
    public static Activity? Job(string name) => On ? Source.StartActivity("job " + name, ActivityKind.Internal, parentContext: default) : null;

    /// <summary>One attempt at a message of the outbox: a trace of its own.</summary>
    public static Activity? Delivery(int attempt) => On
        ? Source.StartActivity("deliver", ActivityKind.Consumer, parentContext: default, [new("messaging.operation.type", "process"), new("usersystem.attempt", attempt)])
        : null;

    /// <summary>Notes that it failed, by the database's code or the kind of the exception; its text may repeat what was sent.</summary>
    public static void Failed(this Activity? span, Exception? failure)
    {
        if (failure is PostgresException { SqlState: var state })
        {
            span?.SetTag("db.response.status_code", state);
            span.Failed(state);
        }
        else
        {
            span.Failed(failure?.GetType().Name ?? "_OTHER");
        }
    }

    /// <summary>Notes that it failed, by a code.</summary>
    public static void Failed(this Activity? span, string code) => span?.SetTag("error.type", code).SetStatus(ActivityStatusCode.Error);
}
