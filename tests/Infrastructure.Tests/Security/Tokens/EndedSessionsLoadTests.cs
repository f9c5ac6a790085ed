using Microsoft.Extensions.Options;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Domain.Sessions;
using UserSystem.Infrastructure.Security.Tokens;

namespace UserSystem.Infrastructure.Tests.Security.Tokens;

[CancelAfter(120_000)]
internal sealed class EndedSessionsLoadTests
{
    private readonly ManualClock _clock = new();

    [Test]
    public async Task Learns_at_its_start_what_ended_lately_and_forgets_it_in_time(CancellationToken ct)
    {
        await using var database = await SecurityDatabase.CreateAsync(ct);
        await database.ExecuteAsync(
            "insert into users (id, email, terms_accepted_at, terms_version) values ($1, 'jo@example.com', $2, 'v1.0')", ct, Id(9), _clock.GetUtcNow());
        await database.ExecuteAsync("insert into user_devices (id, user_id, trusted, first_seen_at, last_seen_at) values ($1, $2, false, now(), now())", ct, Id(8), Id(9));
        await InsertAsync(database, 1, TimeSpan.FromSeconds(-659), ct);
        await InsertAsync(database, 2, TimeSpan.FromSeconds(-660), ct);
        await InsertAsync(database, 3, endedBefore: null, ct);
        var ended = new EndedSessions(_clock, Options.Create(new SessionsOptions()));

        await ended.LoadAsync(database.Source, ct);

        Assert.That(ended.Contains(new SessionId(Id(1))), Is.True);
        Assert.That(ended.Count, Is.EqualTo(1));

        _clock.Advance(TimeSpan.FromSeconds(61));
        ended.Add(new SessionId(Id(4)));
        Assert.That(ended.Contains(new SessionId(Id(1))), Is.False);
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private Task InsertAsync(SecurityDatabase database, int number, TimeSpan? endedBefore, CancellationToken ct) => database.ExecuteAsync(
        """
        insert into user_sessions (id, user_id, device_id, token_hash, generation, rotated_at, remembered, authenticated_at, last_activity_at,
            expires_at, absolute_expires_at, created_at, ended_at)
        values ($1, $2, $3, $4, 1, $5, false, $5, $5, $5, $5, $5, $6)
        """,
        ct, Id(number), Id(9), Id(8), Id(number).ToByteArray(), _clock.GetUtcNow(),
        endedBefore is { } before ? _clock.GetUtcNow() + before : DBNull.Value);
}
