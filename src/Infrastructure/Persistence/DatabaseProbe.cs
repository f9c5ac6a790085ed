using Npgsql;
using UserSystem.Application.Ports;

namespace UserSystem.Infrastructure.Persistence;

internal sealed class DatabaseProbe(NpgsqlDataSource database, TimeProvider clock) : IDatabaseProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private volatile Look? _last;

    public async Task<bool> AnswersAsync(CancellationToken ct)
    {
        if (_last is { } last && clock.GetElapsedTime(last.At) < Patience)
        {
            return last.Answered;
        }

        var look = new Look(clock.GetTimestamp(), await LookAsync(ct));
        _last = look;
        return look.Answered;
    }

    private async Task<bool> LookAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            await using var command = database.CreateCommand("select 1");
            return await command.ExecuteScalarAsync(limit.Token) is 1;
        }
        catch (Exception failure) when (failure is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            ct.ThrowIfCancellationRequested();
            return false;
        }
    }

    private sealed record Look(long At, bool Answered);
}
