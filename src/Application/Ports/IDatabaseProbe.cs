namespace UserSystem.Application.Ports;

/// <summary>Asks the database for a sign of life.</summary>
public interface IDatabaseProbe
{
    /// <summary>True where it answers within a second, and takes what is written. Asked often, it really looks once a second.</summary>
    Task<bool> AnswersAsync(CancellationToken ct);
}
