using Npgsql;
using NUnit.Framework;
using UserSystem.Application.Invitations;
using UserSystem.Application.Shared;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Tests.Persistence.Invitations;

/// <summary>What many invitations add up to, and how they are found among many.</summary>
[CancelAfter(120_000)]
public sealed class InvitationReaderTests : DatabaseFixture
{
    private Node Node => field ??= NewNode();

    private IInvitationReader Reader => Node.Get<IInvitationReader>();

    [Test]
    public async Task The_tree_goes_down_as_far_as_asked_and_shows_the_living_with_a_proven_address(CancellationToken ct)
    {
        var root = await InsertAsync("root", ct);
        var (one, two, pending, gone) = (
            await JoinAsync(root, "one", ct), await JoinAsync(root, "two", ct), await JoinAsync(root, "pending", ct), await JoinAsync(root, "gone", ct));
        var below = await JoinAsync(one, "below", ct);
        var deep = await JoinAsync(below, "deep", ct);
        await JoinAsync(pending, "hidden", ct);
        await Database.ExecuteAsync("update users set email_verified_at = null, status = 'pending_verification' where id = $1", ct, pending);
        await Database.ExecuteAsync("update users set deleted_at = now(), status = 'suspended' where id = $1", ct, gone);

        var tree = await Reader.ListInviteesAsync(new UserId(root), 3, 100, ct);

        Assert.That(tree.Select(static each => (each.UserId, each.InvitedByUserId, each.Depth)), Is.EquivalentTo(
            [(one, root, 1), (two, root, 1), (below, one, 2), (deep, below, 3)]));
        Assert.That(tree.Select(static each => each.Depth), Is.Ordered);
        Assert.That((await Reader.ListInviteesAsync(new UserId(root), 2, 100, ct)).Select(static each => each.UserId), Is.EquivalentTo([one, two, below]));
        Assert.That(await Reader.ListInviteesAsync(new UserId(root), 3, 2, ct), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_circle_ends(CancellationToken ct)
    {
        var root = await InsertAsync("root", ct);
        var one = await JoinAsync(root, "one", ct);
        await AcceptAsync(await InviteAsync(one, ct), root, ct);

        Assert.That((await Reader.ListInviteesAsync(new UserId(root), 10, 100, ct)).Select(static each => each.UserId), Is.EqualTo([one]));
    }

    [Test]
    public async Task A_tree_of_ten_thousand_is_walked_only_as_far_as_it_is_shown(CancellationToken ct)
    {
        var root = await InsertAsync("root", ct);
        await Database.ExecuteAsync(
            """
            insert into users (email, status, email_verified_at) select 'p' || n || '@example.org', 'active', now() from generate_series(1, 10000) n;
            insert into invitations (inviter_user_id, token_hash, max_uses, used_count, expires_at)
            select id, sha256(id::text::bytea), 100, 100, now() from users;
            with ranked as (select id, row_number() over (order by id) as n from users where email like 'p%')
            insert into invitation_acceptances (invitation_id, address_hash, user_id, accepted_at)
            select i.id, sha256(r.id::text::bytea), r.id, now()
            from ranked r
            join invitations i on i.inviter_user_id = case when r.n <= 100 then (select id from users where email like 'root%')
                                                           else (select id from ranked where n = r.n / 100) end;
            analyze
            """, ct);

        var tree = await Reader.ListInviteesAsync(new UserId(root), 10, 1001, ct);

        Assert.That((tree.Count, tree.Count(static each => each.Depth == 1)), Is.EqualTo((1001, 100)));
    }

    [Test]
    public async Task Ten_thousand_invitations_are_listed_by_the_index(CancellationToken ct)
    {
        var inviter = await InsertAsync("root", ct);
        await Database.ExecuteAsync(
            """
            insert into users (email, status) select 'p' || n || '@example.org', 'active' from generate_series(1, 50) n;
            insert into invitations (inviter_user_id, token_hash, max_uses, expires_at, created_at)
            select u.id, sha256((u.id::text || n)::bytea), 1, now() + interval '1 day', now() - n * interval '1 second' from users u, generate_series(1, 200) n;
            analyze
            """, ct);
        await GoesByAsync(ct => Reader.ListAsync(new UserId(inviter), status: null, Node.Now, after: null, 51, ct), "ix_invitations_inviter", ct);
        await GoesByAsync(
            ct => Reader.ListAsync(new UserId(inviter), InvitationStatus.Pending, Node.Now, new Position(Node.Now, inviter), 51, ct), "ix_invitations_inviter", ct);
        await GoesByAsync(ct => Reader.FindAsync(new InvitationId(inviter), Node.Now, ct), "pk_invitations", ct);
    }

    [Test]
    public async Task More_uses_than_are_allowed_are_refused_by_the_database_itself(CancellationToken ct)
    {
        var invitation = await InviteAsync(await InsertAsync("root", ct), ct);

        Assert.That(
            async () => await Database.ExecuteAsync("update invitations set used_count = max_uses + 1 where id = $1", ct, invitation),
            Throws.InstanceOf<PostgresException>().With.Property(nameof(PostgresException.ConstraintName)).EqualTo("ck_invitations_uses"));
    }

    private async Task GoesByAsync(Func<CancellationToken, Task> ask, string index, CancellationToken ct)
    {
        using var statements = new Statements();
        await ask(ct);
        var statement = statements.Texts[^1];
        await using var connection = await Database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync("set plan_cache_mode = force_generic_plan", ct);
        await connection.ExecuteAsync($"prepare asked as {statement}", ct);
        var parameters = Enumerable.Range(1, 9).Last(number => number == 1 || statement.Contains($"${number}", StringComparison.Ordinal));
        var plan = string.Join('\n', await connection.ListAsync<string>($"explain execute asked ({string.Join(", ", Enumerable.Repeat("null", parameters))})", ct));

        // Of one person's that are filtered, the few that are left may be sorted.
        Assert.That(plan, Does.Contain(index).And.Not.Contain("Seq Scan"));
    }

    private async Task<Guid> JoinAsync(Guid inviter, string name, CancellationToken ct)
    {
        var joined = await InsertAsync(name, ct);
        await AcceptAsync(await InviteAsync(inviter, ct), joined, ct);
        return joined;
    }

    private Task<Guid> InsertAsync(string name, CancellationToken ct) => Database.OneAsync<Guid>(
        "insert into users (email, name, status, email_verified_at) values ($1 || '@example.org', $1, 'active', now()) returning id", ct, name);

    private Task<Guid> InviteAsync(Guid inviter, CancellationToken ct) => Database.OneAsync<Guid>(
        """
        insert into invitations (inviter_user_id, token_hash, max_uses, used_count, expires_at)
        values ($1, sha256(gen_random_uuid()::text::bytea), 1, 1, now()) returning id
        """, ct, inviter);

    private async Task AcceptAsync(Guid invitation, Guid user, CancellationToken ct) => await Database.ExecuteAsync(
        "insert into invitation_acceptances (invitation_id, address_hash, user_id, accepted_at) values ($1, sha256($2::text::bytea), $2, clock_timestamp())",
        ct, invitation, user);
}
