namespace UserSystem.Application.Ports;

/// <summary>Tells faults of the surroundings from bugs.</summary>
public interface IInfrastructureFaults
{
    /// <summary>True where an exception means that the database is away, overloaded or read-only: waiting may help.</summary>
    bool IsOutage(Exception exception);
}
