namespace UserSystem.WebApi.Operations;

/// <summary>How a family of series behaves, in Prometheus' words.</summary>
internal enum MetricKind
{
    /// <summary>Only grows.</summary>
    Counter,

    /// <summary>Stands somewhere.</summary>
    Gauge,

    /// <summary>Counts in steps.</summary>
    Histogram,
}

/// <summary>One family as it is shown: its name, what it means, and which tags of the instrument become labels.</summary>
/// <param name="Meter">The meter that the instrument belongs to.</param>
/// <param name="Instrument">The instrument.</param>
/// <param name="Name">What Prometheus sees, with the unit.</param>
/// <param name="Kind">How it behaves.</param>
/// <param name="Help">What it means, in one line.</param>
/// <param name="Tags">Tags of the instrument, at most three, in the order of the labels.</param>
/// <param name="Labels">What these are called as labels.</param>
internal sealed record MetricFamily(
    string Meter, string Instrument, string Name, MetricKind Kind, string Help, IReadOnlyList<string> Tags, IReadOnlyList<string> Labels)
{
    private const string Own = Application.Ports.MeterNames.UserSystem;

    /// <summary>Everything that is shown. What is not named here is not listened to and costs nothing.</summary>
    public static readonly IReadOnlyList<MetricFamily> All =
    [
        Histogram(RequestMetrics.Instrument, "http_server_request_duration_seconds", "Requests that were answered, by method, route and status.", "method", "route", "status"),
        Histogram("statement.duration", "usersystem_statement_duration_seconds", "Statements sent to the database, by name, until their first row.", "statement"),
        Counter("statement.failures", "usersystem_statement_failures_total", "Statements that failed or were broken off, by name.", "statement"),
        Histogram("hashing.duration", "usersystem_hashing_duration_seconds", "Password hashes, without the wait for a turn."),
        Counter("hashing.refused", "usersystem_hashing_refused_total", "Hashes that were refused because too many were waiting."),
        Gauge("hashing.waiting", "usersystem_hashing_waiting", "Requests that wait for a hash now."),
        Gauge("outbox.known", "usersystem_outbox_known", "1 where the database said how the outbox stands, else 0."),
        Gauge("outbox.open", "usersystem_outbox_open", "Deferred commands that are not carried out yet, of all nodes."),
        Gauge("outbox.oldest", "usersystem_outbox_oldest_age_seconds", "Age of the oldest deferred command that is due, of all nodes."),
        Counter("outbox.attempts", "usersystem_outbox_attempts_total", "Deferred commands that this node began."),
        Counter("outbox.delivered", "usersystem_outbox_delivered_total", "Deferred commands that this node carried out."),
        Counter("sessions.ended", "usersystem_sessions_ended_total", "Sessions that were ended through this node, by reason.", "reason"),
        Gauge("nodes.heard", "usersystem_nodes_heard", "1 where this node hears the others, else 0."),
        Pool("count", "usersystem_pool_connections", "Connections of the pool, by state.", "db.client.connection.state"),
        Pool("max", "usersystem_pool_connections_max", "Connections that the pool may open."),
        Pool("npgsql.pending_requests", "usersystem_pool_waiting", "Statements that wait for a connection."),
        Gauge("process.memory", "process_resident_memory_bytes", "Memory of the process."),
        new(Own, "process.cpu", "process_cpu_seconds_total", MetricKind.Counter, "Processor time of the process.", [], []),
        new(Own, "process.start", "process_start_time_seconds", MetricKind.Gauge, "When the process started, in seconds since 1970.", [], []),
    ];

    private static MetricFamily Histogram(string instrument, string name, string help, params string[] tags) =>
        new(Own, instrument, name, MetricKind.Histogram, help, tags, tags);

    private static MetricFamily Counter(string instrument, string name, string help, params string[] tags) =>
        new(Own, instrument, name, MetricKind.Counter, help, tags, tags);

    private static MetricFamily Gauge(string instrument, string name, string help) => new(Own, instrument, name, MetricKind.Gauge, help, [], []);

    private static MetricFamily Pool(string instrument, string name, string help, string? state = null) => new(
        Application.Ports.MeterNames.Driver, "db.client.connection." + instrument, name, MetricKind.Gauge, help, state is null ? [] : [state], state is null ? [] : ["state"]);
}
