using Microsoft.Extensions.Options;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Domain.Sessions;
using UserSystem.Infrastructure.Persistence.Nodes;
using UserSystem.Infrastructure.Persistence.Sessions;
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

        await new EndedSessionsNews(ended, database.Source, new NodeMessages(_clock)).LoadAsync(ct);

        Assert.That(ended.Contains(new SessionId(Id(1))), Is.True);
        Assert.That(ended.Count, Is.EqualTo(1));

        _clock.Advance(TimeSpan.FromSeconds(61));
        ended.Add(new SessionId(Id(4)));
        Assert.That(ended.Contains(new SessionId(Id(1))), Is.False);
    }

    [Test]
    public async Task Of_a_million_that_ended_it_reads_no_more_than_it_holds_and_those_by_index(CancellationToken ct)
    {
        await using var database = await SecurityDatabase.CreateAsync(ct);

        // A hundred and twenty thousand of them within the last ten minutes; what is not looked at here only takes time.
        await database.ExecuteAsync(
            """
            set session_replication_role = replica;
            drop index ix_user_sessions_user_id, ix_user_sessions_device_id;
            insert into user_sessions (user_id, device_id, token_hash, generation, rotated_at, remembered, authenticated_at, last_activity_at,
                expires_at, absolute_expires_at, created_at, ended_at)
            select '00000000-0000-0000-0000-000000000009', '00000000-0000-0000-0000-000000000008', '\x01', 1, now(), false, now(), now(), now(), now(), now(),
                timestamptz '2020-01-01 12:00Z' - case when n <= 120000 then n * interval '5 milliseconds' else n * interval '1 hour' end
            from generate_series(1, 1000000) n;
            set session_replication_role = origin;
            analyze user_sessions
            """, ct);
        var ended = new EndedSessions(_clock, Options.Create(new SessionsOptions()));

        await new EndedSessionsNews(ended, database.Source, new NodeMessages(_clock)).LoadAsync(ct);

        Assert.That((ended.Count, ended.Overflowed), Is.EqualTo((100_000, true)));
        await database.ExecuteAsync("set plan_cache_mode = force_generic_plan; prepare load (timestamptz, bigint) as " + EndedSessionsNews.Lately, ct);
        var plan = await database.AskAsync<string>("explain execute load('2020-01-01 11:49Z', 100001)", ct);
        Assert.That(plan, Does.StartWith("Limit"));
        plan = await database.AskAsync<string>("explain (format json) execute load('2020-01-01 11:49Z', 100001)", ct);
        Assert.That(plan, Does.Contain("ix_user_sessions_ended_at").And.Not.Contain("Seq Scan").And.Not.Contain("Sort\""));
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
