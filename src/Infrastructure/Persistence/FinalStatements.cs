namespace UserSystem.Infrastructure.Persistence;

/// <summary>Statements that follow what the unit of work saves, in its transaction: updates of rows that triggers make.</summary>
internal sealed class FinalStatements
{
    private readonly List<Func<CancellationToken, Task>> _statements = [];

    public bool Any => _statements.Count > 0;

    public void Add(Func<CancellationToken, Task> statement) => _statements.Add(statement);

    public void Clear() => _statements.Clear();

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var statement in _statements)
        {
            await statement(ct);
        }

        _statements.Clear();
    }
}
