using Npgsql;
using UserSystem.Application.Ports;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence;

internal sealed class DatabaseProbe(NpgsqlDataSource database, TimeProvider clock) : IDatabaseProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private volatile Look? _last;
    private volatile Task<bool>? _asking;

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

    // The driver does not give up opening a connection when it is told to, so it is left to itself; there is never more than one.
    private async Task<bool> LookAsync(CancellationToken ct)
    {
        var asking = _asking is { IsCompleted: false } still ? still : _asking = AskAsync(CancellationToken.None);
        try
        {
            return await asking.WaitAsync(Patience, clock, ct);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<bool> AskAsync(CancellationToken ct)
    {
        try
        {
            await using var command = database.Statement("health.probe", "select current_setting('transaction_read_only') = 'off'");
            command.CommandTimeout = (int)Patience.TotalSeconds;
            return await command.ExecuteScalarAsync(ct) is true;
        }
        catch (Exception failure) when (InfrastructureFaults.IsOfDriver(failure) || failure is ObjectDisposedException)
        {
            return false;
        }
    }

    private sealed record Look(long At, bool Answered);
}
