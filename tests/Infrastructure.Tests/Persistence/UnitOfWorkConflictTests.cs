using System.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence.Outbox;

namespace UserSystem.Infrastructure.Tests.Persistence;

/// <summary>What the database refuses comes back as the error that is declared for it, and what was locked is given back.</summary>
[CancelAfter(120_000)]
public sealed class UnitOfWorkConflictTests : DatabaseFixture
{
    private static readonly EmailAddress Jo = EmailAddress.Parse("jo@example.org");

    [Test]
    public async Task An_address_that_is_taken(CancellationToken ct)
    {
        await InsertUserAsync("école@example.org", ct);
        await using var work = NewNode().Begin();
        work.Register("ÉCOLE@example.org");

        Assert.That((await work.CommitAsync(ct)).Error, Is.EqualTo(UserErrors.EmailTaken));
    }

    [Test]
    public async Task An_external_id_that_is_taken(CancellationToken ct)
    {
        await Database.ExecuteAsync("insert into users (email, external_id) values ('other@example.org', '42')", ct);
        await using var work = NewNode().Begin();
        work.Context.Entry(work.Register("jo@example.org")).Property(user => user.ExternalId).CurrentValue = "42";

        Assert.That((await work.CommitAsync(ct)).Error, Is.EqualTo(UserErrors.ExternalIdTaken));
    }

    [Test]
    public async Task What_no_error_is_declared_for_is_a_fault_of_ours(CancellationToken ct)
    {
        await using var work = NewNode().Begin();
        work.Context.Entry(work.Register("jo@example.org")).Property(user => user.TermsVersion).CurrentValue = "nonsense";

        Assert.That(() => work.CommitAsync(ct), Throws.InstanceOf<DbUpdateException>());
    }

    [Test]
    public async Task A_version_that_has_moved_on_is_a_lost_race_and_after_forgetting_the_command_can_begin_again(CancellationToken ct)
    {
        var id = new UserId(await InsertUserAsync("jo@example.org", ct));
        await using var work = NewNode().Begin();
        (await work.Users.FindAsync(id, ct))!.Rename(PersonName.Parse("Mine"));
        await Database.ExecuteAsync("update users set name = 'Theirs'", ct);

        Assert.That((await work.CommitAsync(ct)).Error, Is.EqualTo(CommonErrors.LostRace));
        await work.ForgetAsync(ct);
        var again = (await work.Users.FindAsync(id, ct))!;
        Assert.That(again.Name, Is.EqualTo("Theirs"));
        again.Rename(PersonName.Parse("Mine"));

        Assert.That((await work.CommitAsync(ct)).Error, Is.Null);
        Assert.That(await Database.OneAsync<string>("select name || version from users", ct), Is.EqualTo("Mine3"));
    }

    [Test]
    public async Task Bookkeeping_by_somebody_else_loses_nobody_a_race(CancellationToken ct)
    {
        var id = new UserId(await InsertUserAsync("jo@example.org", ct));
        await using var work = NewNode().Begin();
        (await work.Users.FindAsync(id, ct))!.Rename(PersonName.Parse("Mine"));
        await Database.ExecuteAsync("update users set last_login_at = now()", ct);

        Assert.That((await work.CommitAsync(ct)).Error, Is.Null);
    }

    [Test]
    public async Task A_serialization_failure_is_a_lost_race(CancellationToken ct)
    {
        var id = new UserId(await InsertUserAsync("jo@example.org", ct));
        await using var work = NewNode().Begin();
        await work.Context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        (await work.Users.FindAsync(id, ct))!.Rename(PersonName.Parse("Mine"));
        await Database.ExecuteAsync("update users set last_login_at = now()", ct);

        Assert.That((await work.CommitAsync(ct)).Error, Is.EqualTo(CommonErrors.LostRace));
    }

    [Test]
    public async Task A_deadlock_is_a_lost_race(CancellationToken ct)
    {
        var (mine, theirs) = (new UserId(await InsertUserAsync("mine@example.org", ct)), await InsertUserAsync("theirs@example.org", ct));
        await using var other = await Database.OpenConnectionAsync(ct);
        await using var transaction = await other.BeginTransactionAsync(ct);
        await other.ExecuteAsync("set local deadlock_timeout = '1h'", ct);
        await other.ExecuteAsync("update users set name = 'Theirs' where id = $1", ct, theirs);
        await using var work = NewNode().Begin();
        await work.Context.EnsureTransactionAsync(ct);
        await work.SqlAsync($"set local deadlock_timeout = '10ms'", ct);
        await work.SqlAsync($"update users set name = 'Mine' where id = {mine.Value}", ct);
        var waiting = other.ExecuteAsync("update users set name = 'Theirs' where id = $1", ct, mine.Value);
        await WaitersAsync(1, ct, unless: waiting);
        (await work.Users.FindAsync(new UserId(theirs), ct))!.Rename(PersonName.Parse("Mine"));

        Assert.That((await work.CommitAsync(ct)).Error, Is.EqualTo(CommonErrors.LostRace));
        await work.ForgetAsync(ct);
        await waiting;
    }

    [Test]
    public async Task A_deadlock_of_a_final_statement_is_a_lost_race(CancellationToken ct)
    {
        var (mine, theirs) = (await InsertUserAsync("mine@example.org", ct), await InsertUserAsync("theirs@example.org", ct));
        await using var other = await Database.OpenConnectionAsync(ct);
        await using var transaction = await other.BeginTransactionAsync(ct);
        await other.ExecuteAsync("set local deadlock_timeout = '1h'", ct);
        await other.ExecuteAsync("update users set name = 'Theirs' where id = $1", ct, theirs);
        await using var work = NewNode().Begin();
        await work.Context.EnsureTransactionAsync(ct);
        await work.SqlAsync($"set local deadlock_timeout = '10ms'", ct);
        await work.SqlAsync($"update users set name = 'Mine' where id = {mine}", ct);
        var waiting = other.ExecuteAsync("update users set name = 'Theirs' where id = $1", ct, mine);
        await WaitersAsync(1, ct, unless: waiting);
        work.Get<Infrastructure.Persistence.FinalStatements>().Add(_ => work.SqlAsync($"update users set name = 'Mine' where id = {theirs}", ct));

        Assert.That((await work.CommitAsync(ct)).Error, Is.EqualTo(CommonErrors.LostRace));
        await work.ForgetAsync(ct);
        await waiting;
    }

    [Test]
    public async Task Forgetting_gives_back_the_address_and_whatever_was_added(CancellationToken ct)
    {
        await using var work = NewNode().Begin();
        await work.Users.FindByEmailForRegistrationAsync(Jo, ct);
        work.Register("jo@example.org");
        work.Get<Infrastructure.Persistence.FinalStatements>().Add(static _ => throw new InvalidOperationException("Forgotten."));
        Assert.That(await AddressIsFreeAsync(ct), Is.False);

        await work.ForgetAsync(ct);

        Assert.That(await AddressIsFreeAsync(ct));
        Assert.That((await work.CommitAsync(ct)).Error, Is.Null);
        Assert.That(await Database.OneAsync<long>("select count(*) from users", ct), Is.Zero);
    }

    [TestCase("jo@example.org")]
    [TestCase("JO@example.org")]
    public async Task Two_registrations_of_one_address_come_one_after_the_other(string spelling, CancellationToken ct)
    {
        await using var first = NewNode().Begin();
        await using var second = NewNode().Begin();
        Assert.That(await first.Users.FindByEmailForRegistrationAsync(Jo, ct), Is.Null);
        var user = first.Register("jo@example.org");

        var waiting = second.Users.FindByEmailForRegistrationAsync(EmailAddress.Parse(spelling), ct);
        await WaitersAsync(1, ct, unless: waiting);
        await first.CommitAsync(ct);

        Assert.That((await waiting)?.Id, Is.EqualTo(user.Id));
    }

    private Task<bool> AddressIsFreeAsync(CancellationToken ct) => Database.OneAsync<bool>(
        "select pg_try_advisory_xact_lock(hashtextextended(lower('jo@example.org' collate \"und-x-icu\"), 0))", ct);

    [Test]
    public async Task A_mail_that_was_asked_for_again_names_whoever_registered_last(CancellationToken ct)
    {
        var node = NewNode();
        await InsertUserAsync("jo@example.org", ct, "pending_verification");
        await using var registering = node.Begin();
        var user = (await registering.Users.FindByEmailForRegistrationAsync(Jo, ct))!;
        await using var issuing = node.Begin();
        issuing.Get<Caller>().IsSystem = true;
        var waiting = issuing.Get<ISender>().Send(new IssueVerification(Jo.Value), ct);
        await WaitersAsync(1, ct, unless: waiting);

        user.RegisterAgain(Jo, PersonName.Parse("Somebody else"), "hash", TermsVersion.Parse("v1.0"), node.Now);
        await registering.CommitAsync(ct);
        await waiting;
        await node.Get<OutboxWorker>().DrainAsync(ct);

        Assert.That((await node.Mail.NextAsync(ct)).Name, Is.EqualTo("Somebody else"));
    }
}
