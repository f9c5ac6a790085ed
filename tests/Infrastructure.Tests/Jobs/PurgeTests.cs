using MediatR;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using UserSystem.Application.Ports;
using UserSystem.Application.Users;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Jobs;
using UserSystem.Infrastructure.Tests.Persistence;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Jobs;

/// <summary>Who was deleted long ago goes with everything that hangs on them, once, on any number of nodes, whatever breaks off.</summary>
[CancelAfter(120_000)]
public sealed class PurgeTests : DatabaseFixture
{
    private Node Node => field ??= NewNode();

    private DateTimeOffset Due => Node.Now - Node.Accounts.PurgeAfter;

    [Test]
    public async Task Nothing_of_them_is_left_in_any_table_and_others_stay(CancellationToken ct)
    {
        var (gone, other) = (await InsertUserAsync("gone@example.org", ct), await InsertUserAsync("other@example.org", ct));
        foreach (var id in new[] { gone, other })
        {
            await Database.ExecuteAsync(
                """
                with device as (insert into user_devices (user_id) values ($1) returning id),
                session as (
                    insert into user_sessions (id, user_id, device_id, token_hash, generation, remembered, created_at, rotated_at, last_activity_at,
                                               authenticated_at, expires_at, absolute_expires_at)
                    select gen_random_uuid(), $1, id, sha256($1::text::bytea), 1, false, now(), now(), now(), now(), now(), now() from device returning id),
                event as (insert into security_events (id, user_id, session_id, at, kind, severity)
                          select gen_random_uuid(), $1, id, now(), 'logged_in', 'info' from session),
                role as (insert into user_roles (user_id, role_id, assigned_by) select $1, id, $1 from roles where name = 'support'),
                invitation as (insert into invitations (inviter_user_id, token_hash, max_uses, expires_at)
                               values ($1, sha256($1::text::bytea), 1, now()) returning id),
                acceptance as (insert into invitation_acceptances (invitation_id, address_hash, user_id, accepted_at)
                               select id, sha256('any'), $1, now() from invitation),
                attribute as (insert into user_attributes (user_id, key, value, created_by_user_id) values ($1, 'custom.a', '["a"]', $1)),
                change as (insert into user_attribute_changes (user_id, key, new_value) values ($1, 'profile_flags', '1')),
                terms as (insert into user_terms_acceptances (user_id, version, accepted_at) values ($1, 'v1.0', now()))
                insert into verification_tokens (id, user_id, purpose, token_hash, created_at, expires_at)
                values (gen_random_uuid(), $1, 'verify_email', sha256($1::text::bytea), now(), now() + interval '1 day')
                """, ct, id);
        }

        await Database.ExecuteAsync("update users set suspended_by = $1", ct, gone);
        string[] hanging = [.. await HangingAsync(ct), "user_attribute_elements"];
        Assert.That(await FilledAsync(hanging, gone, ct), Is.EqualTo(hanging), "every table that refers to people holds something of them before");
        await DeletedAsync(gone, Due, ct);

        await Node.Get<Purge>().DoAsync(ct);

        Assert.That(await FilledAsync(await TablesAsync(ct), gone, ct), Is.EqualTo(["audit_log"]));
        Assert.That(await FilledAsync(hanging.Where(static table => table != "users"), other, ct), Has.Count.EqualTo(hanging.Length - 1));
        Assert.That(await Database.OneAsync<Guid?>("select suspended_by from users", ct), Is.Null);
    }

    [Test]
    public async Task The_record_of_it_says_who_and_nothing_else(CancellationToken ct)
    {
        var gone = await InsertUserAsync("gone@example.org", ct);
        await DeletedAsync(gone, Due, ct);

        await Node.Get<Purge>().DoAsync(ct);

        Assert.That(
            await Database.OneAsync<string>("select concat_ws('|', actor, action, target, before, after, ip_address, session_id) from audit_log", ct),
            Is.EqualTo($"system|user.purge|user:{gone}"));
    }

    [Test]
    public async Task Two_nodes_at_once_let_everybody_go_once_in_pieces(CancellationToken ct)
    {
        await ManyAsync(3000, ct);
        var other = NewNode();
        using var statements = new Statements();

        await Task.WhenAll(Node.Get<Purge>().DoAsync(ct), other.Get<Purge>().DoAsync(ct));

        Assert.That(await CountAsync("users", ct), Is.Zero);
        Assert.That(await Database.ListAsync<long>("select count(*) from audit_log group by target", ct), Is.EqualTo(Enumerable.Repeat(1L, 3000)));
        Assert.That(statements.Texts.Count(static text => text.Contains("delete from users", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(7));
    }

    [Test]
    public async Task What_broke_off_between_two_pieces_goes_on_where_it_was(CancellationToken ct)
    {
        await ManyAsync(1200, ct);
        var dying = NewNode(adjust: static services => services.Decorate<IUnitOfWork>(static (work, _) => new DiesAtTheSecond(work)));

        Assert.That(() => dying.Get<Purge>().DoAsync(ct), Throws.InstanceOf<MishapException>());
        Assert.That((await CountAsync("users", ct), await CountAsync("audit_log", ct)), Is.EqualTo((700L, 500L)));
        await Node.Get<Purge>().DoAsync(ct);

        Assert.That((await CountAsync("users", ct), await CountAsync("audit_log", ct)), Is.EqualTo((0L, 1200L)));
    }

    [Test]
    public async Task Who_is_just_being_restored_is_passed_over(CancellationToken ct)
    {
        var id = await InsertUserAsync("jo@example.org", ct);
        await DeletedAsync(id, Due, ct);
        await using var work = NewNode().Begin();
        await work.Context.EnsureTransactionAsync(ct);
        await work.SqlAsync($"update users set deleted_at = null where id = {id}", ct);

        await Node.Get<Purge>().DoAsync(ct).WaitAsync(TimeSpan.FromSeconds(30), ct);
        await work.CommitAsync(ct);

        Assert.That((await CountAsync("users", ct), await CountAsync("audit_log", ct)), Is.EqualTo((1L, 0L)));
    }

    [Test]
    public async Task A_restore_that_comes_while_somebody_goes_is_told_that_there_is_nobody(CancellationToken ct)
    {
        var (id, staff) = (await InsertUserAsync("jo@example.org", ct), await StaffAsync(ct));
        await DeletedAsync(id, Due, ct);

        await using var purging = Node.Begin();
        Assert.That(await purging.Users.PurgeAsync(Due, 10, ct), Has.Count.EqualTo(1));

        // A node that still goes by a longer time.
        var other = NewNode();
        other.Accounts.PurgeAfterDays++;
        await using var restoring = other.Begin();
        restoring.Get<Caller>().Identity = new CallerIdentity(staff, other.Ids.Next<Domain.Sessions.SessionId>(), 1, other.Now);
        var restored = restoring.Get<ISender>().Send(new RestoreUser(id), ct);
        await WaitersAsync(1, ct, unless: restored);
        Assert.That((await purging.CommitAsync(ct)).Error, Is.Null);

        Assert.That((await restored).Error, Is.EqualTo(UserErrors.NotFound));
        Assert.That(await Database.OneAsync<long>("select count(*) from users where id = $1", ct, id), Is.Zero);
    }

    [Test]
    public async Task Whoever_is_due_is_found_by_an_index(CancellationToken ct)
    {
        await ManyAsync(3000, ct);
        await Database.ExecuteAsync("update users set deleted_at = null where email not like 'person1%'", ct);
        await Database.ExecuteAsync("analyze users", ct);
        await using var connection = await Database.OpenConnectionAsync(ct);

        var plan = string.Join('\n', await connection.ListAsync<string>(
            "explain select id from users where deleted_at <= $1 order by deleted_at limit 500 for update skip locked", ct, Due.UtcDateTime.AddYears(-1)));

        Assert.That(plan, Does.Contain("ix_users_purge").And.Not.Contain("Seq Scan").And.Not.Contain("Sort"));
    }

    private async Task<UserId> StaffAsync(CancellationToken ct)
    {
        var id = await InsertUserAsync("staff@example.org", ct);
        await Database.ExecuteAsync("insert into user_roles (user_id, role_id) select $1, id from roles where name = $2", ct, id, BuiltInRoles.Admin);
        return new UserId(id);
    }

    private Task<int> DeletedAsync(Guid id, DateTimeOffset at, CancellationToken ct) => Database.ExecuteAsync(
        "update users set status = 'suspended', deleted_at = $2 where id = $1", ct, id, at.UtcDateTime);

    private Task<int> ManyAsync(int count, CancellationToken ct) => Database.ExecuteAsync(
        "insert into users (email, status, deleted_at) select 'person' || n || '@example.org', 'suspended', $2 - n * interval '1 second' from generate_series(1, $1) n",
        ct, count, Due.UtcDateTime);

    private Task<long> CountAsync(string table, CancellationToken ct) => Database.OneAsync<long>($"select count(*) from {table}", ct);

    private Task<List<string>> TablesAsync(CancellationToken ct) => Database.ListAsync<string>(
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1", ct);

    private Task<List<string>> HangingAsync(CancellationToken ct) => Database.ListAsync<string>(
        "select distinct conrelid::regclass::text from pg_constraint where contype = 'f' and confrelid = 'users'::regclass order by 1", ct);

    private async Task<List<string>> FilledAsync(IEnumerable<string> tables, Guid id, CancellationToken ct)
    {
        var filled = new List<string>();
        foreach (var table in tables)
        {
            if (await Database.OneAsync<bool>($"select exists (select 1 from {table} t where t::text like '%' || $1 || '%')", ct, id.ToString()))
            {
                filled.Add(table);
            }
        }

        return filled;
    }

    private sealed class DiesAtTheSecond(IUnitOfWork inner) : IUnitOfWork
    {
        private int _commits;

        public Task<Result> CommitAsync(CancellationToken ct) => ++_commits == 2 ? throw new MishapException() : inner.CommitAsync(ct);

        public Task<Result> SaveAsync(Func<Task> changes, bool keep, CancellationToken ct) => inner.SaveAsync(changes, keep, ct);

        public Task ForgetAsync(CancellationToken ct) => inner.ForgetAsync(ct);
    }

    private sealed class MishapException : Exception;
}
