namespace UserSystem.Application.Ports;

/// <summary>What has to be looked up before metrics are read.</summary>
public interface IMetricsRefresh
{
    /// <summary>Looks again; where the database does not answer within two seconds, what it would tell is left out.</summary>
    Task RefreshAsync(CancellationToken ct);
}

/// <summary>The meters that the service owns.</summary>
public static class MeterNames
{
    /// <summary>Everything that the service counts itself.</summary>
    public const string UserSystem = "UserSystem";

    /// <summary>What the database's driver counts.</summary>
    public const string Driver = "Npgsql";
}
