namespace UserSystem.Application.Ports;

/// <summary>Tells faults of the surroundings from bugs.</summary>
public interface IInfrastructureFaults
{
    /// <summary>True where an exception means that the database is away, overloaded, read-only or busy with others: waiting may help.</summary>
    bool IsOutage(Exception exception);

    /// <summary>True where an exception means that the database gave up this work in favour of another's: beginning again may help.</summary>
    bool IsLostRace(Exception exception);
}
