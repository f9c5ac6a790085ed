using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NUnit.Framework;
using UserSystem.Application.Ports;
using UserSystem.Domain.Audit;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence.Audit;

namespace UserSystem.Infrastructure.Tests.Persistence.Audit;

/// <summary>What staff changed stays written down, as it was written.</summary>
[CancelAfter(120_000)]
public sealed class AuditLogTests : DatabaseFixture
{
    [Test]
    public async Task Says_who_did_what_to_whom_when_and_from_where(CancellationToken ct)
    {
        var node = NewNode();
        var (staff, session) = (node.Ids.Next<UserId>(), node.Ids.Next<SessionId>());
        await using var work = node.Begin();
        work.Get<Caller>().Identity = new CallerIdentity(staff, session, 1, node.Now);
        work.Get<Caller>().Address = IPAddress.Parse("2001:db8::7");
        work.Get<IAuditLog>().Record(new AuditEntry("user.update", "user:7", new() { ["a"] = 1, ["b"] = "x" }, new() { ["a"] = 2, ["b"] = "x", ["c"] = null }));

        Assert.That((await work.CommitAsync(ct)).Error, Is.Null);

        var record = await ReadAsync(node, ct);
        Assert.That(
            (record.Actor, record.Action, record.Target, record.At, record.IpAddress, record.SessionId),
            Is.EqualTo(($"user:{staff.Value}", "user.update", "user:7", node.Now, IPAddress.Parse("2001:db8::7"), (SessionId?)session)));
        Assert.That((record.Before, record.After), Is.EqualTo(("""{"a": 1}""", """{"a": 2}""")), "what did not change is not kept");
    }

    [Test]
    public async Task The_service_itself_is_the_system(CancellationToken ct)
    {
        var node = NewNode();
        await RecordAsync(node, new AuditEntry("user.purge", "user:7"), ct);

        var record = await ReadAsync(node, ct);

        Assert.That((record.Actor, record.Before, record.After, record.SessionId), Is.EqualTo(("system", (string?)null, (string?)null, (SessionId?)null)));
    }

    [Test]
    public async Task Is_not_written_when_the_change_is_not(CancellationToken ct)
    {
        var node = NewNode();
        await InsertUserAsync("jo@example.org", ct);
        await using (var work = node.Begin())
        {
            work.Register("jo@example.org");
            work.Get<IAuditLog>().Record(new AuditEntry("user.create", "user:7"));
            Assert.That((await work.CommitAsync(ct)).Error, Is.EqualTo(UserErrors.EmailTaken));
        }

        Assert.That(await Database.OneAsync<long>("select count(*) from audit_log", ct), Is.Zero);
    }

    [TestCase("update audit_log set actor = 'system'")]
    [TestCase("delete from audit_log")]
    [TestCase("truncate audit_log")]
    public async Task Is_never_changed_through_the_database(string attempt, CancellationToken ct)
    {
        await RecordAsync(NewNode(), new AuditEntry("user.update", "user:7"), ct);

        Assert.That(() => Database.ExecuteAsync(attempt, ct), Refused("42501"));
    }

    [TestCase("at = at + interval '1 us'")]
    [TestCase("actor = 'system '")]
    [TestCase("action = 'user.updat', target = 'euser:7'")]
    [TestCase("target = 'user:8'")]
    [TestCase("before = '{\"name\": \"Bea\", \"list\": [{\"x\": 1, \"y\": 3}]}'")]
    [TestCase("after = null")]
    [TestCase("after = '{}'")]
    [TestCase("ip_address = '192.0.2.1'")]
    [TestCase("session_id = gen_random_uuid()")]
    [TestCase(null)]
    public async Task A_row_that_was_changed_past_the_service_does_not_bear_its_own_mark(string? change, CancellationToken ct)
    {
        var node = NewNode();
        await RecordAsync(node, new AuditEntry(
            "user.update", "user:7", new() { ["name"] = "Béa 陳", ["list"] = new JsonArray(new JsonObject { ["y"] = 2, ["x"] = 1 }) }, new() { ["name"] = "\u2028<>&" }), ct);
        await Database.ExecuteAsync("alter table audit_log disable trigger user", ct);

        await Database.ExecuteAsync(change is null ? "select 1" : $"update audit_log set {change}", ct);

        var record = await ReadAsync(node, ct);
        var stored = await Database.OneAsync<byte[]>("select mac from audit_log", ct);
        Assert.That(node.Get<AuditMac>().Of(record).SequenceEqual(stored), Is.EqualTo(change is null));
    }

    private static async Task RecordAsync(Node node, AuditEntry entry, CancellationToken ct)
    {
        await using var work = node.Begin();
        work.Get<IAuditLog>().Record(entry);
        Assert.That((await work.CommitAsync(ct)).Error, Is.Null);
    }

    private static async Task<AuditRecord> ReadAsync(Node node, CancellationToken ct)
    {
        await using var work = node.Begin();
        return await work.Context.Set<AuditRecord>().AsNoTracking().SingleAsync(ct);
    }
}
