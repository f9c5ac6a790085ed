namespace UserSystem.Infrastructure.Persistence;

/// <summary>
/// What follows after what the unit of work saves: statements in its transaction, such as updates of rows that triggers make, and what is
/// only to be once that is kept.
/// </summary>
internal sealed class FinalStatements
{
    private readonly List<Func<CancellationToken, Task>> _statements = [];
    private readonly List<Action> _afterwards = [];

    public bool Any => _statements.Count > 0;

    public void Add(Func<CancellationToken, Task> statement) => _statements.Add(statement);

    /// <summary>Something to do after the commit, and never where there is none. It must not throw.</summary>
    public void Afterwards(Action act) => _afterwards.Add(act);

    /// <summary>How far it has come, to go back to.</summary>
    public (int Statements, int Afterwards) Mark() => (_statements.Count, _afterwards.Count);

    /// <summary>Forgets what was added since.</summary>
    public void GoBackTo((int Statements, int Afterwards) mark)
    {
        _statements.RemoveRange(mark.Statements, _statements.Count - mark.Statements);
        _afterwards.RemoveRange(mark.Afterwards, _afterwards.Count - mark.Afterwards);
    }

    public void Clear()
    {
        _statements.Clear();
        _afterwards.Clear();
    }

    /// <summary>Does what had to wait for the commit.</summary>
    public void Committed()
    {
        _afterwards.ForEach(static act => act());
        _afterwards.Clear();
    }

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var statement in _statements)
        {
            await statement(ct);
        }

        _statements.Clear();
    }
}
