using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Infrastructure.Persistence.Nodes;
using UserSystem.Infrastructure.Security.Tokens;

namespace UserSystem.Infrastructure.Tests.Security.Tokens;

[CancelAfter(120_000)]
internal sealed class SigningKeyRefresherTests
{
    private readonly ManualClock _clock = new();
    private readonly SigningKeys _keys = new();
    private readonly EphemeralDataProtectionProvider _dataProtection = new();
    private readonly Told _told = new();

    [Test]
    public async Task Reads_each_minute_and_each_second_while_the_database_fails_keeping_what_it_has(CancellationToken ct)
    {
        await using var database = await SecurityDatabase.CreateAsync(ct);
        var state = new ServiceState();
        using var refresher = Refresher(database, state);
        await refresher.ReloadAsync(ct);
        var first = _keys.Current!;
        await refresher.StartAsync(ct);
        state.BecomeReady();

        await _clock.SomebodyWaitsAsync(ct);
        await database.ExecuteAsync("alter table signing_keys rename to gone", ct);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _clock.SomebodyWaitsAsync(ct);
        Assert.That(_keys.Current, Is.SameAs(first));
        Assert.That(
            _told.Lines, Is.EqualTo((string[])["Warning: The signing keys could not be read (PostgresException); trying again in 1 s, without an exception"]),
            "each second, for as long as the database is away: one line is enough");

        await database.ExecuteAsync("alter table gone rename to signing_keys; delete from signing_keys", ct);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _clock.SomebodyWaitsAsync(ct);
        Assert.That(_keys.Current!.Keys.Single().Kid, Is.Not.EqualTo(first.Keys.Single().Kid));

        var second = _keys.Current;
        await database.ExecuteAsync("delete from signing_keys", ct);
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.That(_keys.Current, Is.SameAs(second));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _clock.SomebodyWaitsAsync(ct);
        Assert.That(_keys.Current, Is.Not.SameAs(second));

        await refresher.StopAsync(ct);
        Assert.That(refresher.ExecuteTask?.IsCompletedSuccessfully, Is.True);
    }

    private SigningKeyRefresher Refresher(SecurityDatabase database, ServiceState state)
    {
        var store = new SigningKeyStore(
            database.Source, _dataProtection, _clock, Options.Create(new TokensOptions()), Options.Create(new SessionsOptions()),
            NullLogger<SigningKeyStore>.Instance);
        return new SigningKeyRefresher(store, _keys, new NodeMessages(_clock), state, _clock, _told);
    }

    private sealed class Told : ILogger<SigningKeyRefresher>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel}: {formatter(state, exception)}, {(exception is null ? "without" : "with")} an exception");
    }
}
