using System.Globalization;
using System.Text.RegularExpressions;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Users;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence.Outbox;
using UserSystem.Infrastructure.Tests.Persistence.Sessions;

namespace UserSystem.Infrastructure.Tests.Persistence;

/// <summary>With many people in the tables, what is asked often goes by an index; the statements are those that the service really sends.</summary>
[CancelAfter(120_000)]
public sealed partial class QueryPlanTests : DatabaseFixture
{
    [SetUp]
    public async Task MakeMany() => await Database.ExecuteAsync(
        """
        insert into users (email, status) select n || '@example.org', 'active' from generate_series(1, 20000) n;
        insert into user_devices (user_id) select id from users;
        insert into user_sessions (user_id, device_id, token_hash, generation, remembered, created_at, rotated_at, last_activity_at,
                                   authenticated_at, expires_at, absolute_expires_at)
        select user_id, id, sha256(id::text::bytea), 1, false, now(), now(), now(), now(), now(), now() from user_devices;
        insert into login_throttles (key_hash, failures, updated_at) select sha256(id::text::bytea), 1, now() from users;
        insert into outbox_messages (id, created_at, next_attempt_at, delivered_at)
        select id, now(), now(), case when random() < 0.99 then now() end from users;
        analyze
        """, TestContext.CurrentContext.CancellationToken);

    [Test]
    public Task A_login(CancellationToken ct) => GoesByAsync(
        node => node.Get<ILogInStore>().AttemptAsync(node.Attempt(), ct), ["ux_users_email_normalized", "pk_login_throttles"], ct);

    [Test]
    public Task The_own_record(CancellationToken ct) =>
        GoesByAsync(node => node.Get<IUserReader>().FindMeAsync(node.Ids.Next<UserId>(), "v1.0", null, ct), ["pk_users"], ct);

    [Test]
    public Task A_refresh(CancellationToken ct) => GoesByAsync(
        async node =>
        {
            await using var work = node.Begin();
            await work.Get<ISessionRepository>().TryRotateAsync(
                new Rotation(node.Ids.Next<SessionId>(), [1], [2], [3], node.Sessions.Lifetime, node.Now), ct);
        },
        ["pk_user_sessions", "pk_users"], ct, "(uuid[], bytea[], bytea[], bytea[], timestamptz[], interval, interval)");

    [Test]
    public Task Taking_work_from_the_outbox(CancellationToken ct) =>
        GoesByAsync(node => node.Get<OutboxWorker>().DrainAsync(ct), ["ix_outbox_messages_due", "pk_outbox_messages"], ct);

    [Test]
    public Task Somebody_who_registers(CancellationToken ct) => GoesByAsync(
        async node =>
        {
            await using var work = node.Begin();
            await work.Users.FindByEmailAsync(EmailAddress.Parse("jo@example.org"), ct);
        },
        ["ux_users_email_normalized"], ct);

    private async Task GoesByAsync(Func<Node, Task> ask, string[] indexes, CancellationToken ct, string types = "")
    {
        var node = NewNode();
        using var statements = new Statements();
        await ask(node);
        var statement = statements.Texts[0];
        await using var connection = await Database.OpenConnectionAsync(ct);

        // The plan that is kept for a prepared statement knows no values.
        await connection.ExecuteAsync("set plan_cache_mode = force_generic_plan", ct);
        await connection.ExecuteAsync($"prepare asked {types} as {NamedParameters().Replace(statement, "$1")}", ct);
        var parameters = ParameterNumbers().Matches(statement).Select(static match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
            .Append(NamedParameters().IsMatch(statement) ? 1 : 0).Max();
        var plan = string.Join('\n', await connection.ListAsync<string>(
            $"explain execute asked ({string.Join(", ", Enumerable.Repeat("null", parameters))})", ct));

        Assert.That(plan, Does.Not.Contain("Seq Scan on"));
        foreach (var index in indexes)
        {
            Assert.That(plan, Does.Contain(index));
        }
    }

    [GeneratedRegex(@"@\w+")]
    private static partial Regex NamedParameters();

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex ParameterNumbers();
}
