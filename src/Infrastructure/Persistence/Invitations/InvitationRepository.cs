using Microsoft.EntityFrameworkCore;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Security.Keys;

namespace UserSystem.Infrastructure.Persistence.Invitations;

internal sealed class InvitationRepository(UserSystemDbContext context, FinalStatements finalStatements, ThrottleKeys keys) : IInvitationRepository
{
    public void Add(Invitation invitation) => context.Add(invitation);

    public Task<Invitation?> FindAsync(InvitationId id, CancellationToken ct) =>
        context.Set<Invitation>().SingleOrDefaultAsync(invitation => invitation.Id == id, ct);

    public Task<Invitation?> FindByTokenAsync(byte[] tokenHash, CancellationToken ct) =>
        context.Set<Invitation>().AsNoTracking().SingleOrDefaultAsync(invitation => invitation.TokenHash == tokenHash, ct);

    public async Task<Invitation?> HoldByTokenAsync(byte[] tokenHash, CancellationToken ct)
    {
        // Whoever waited here sees what the holder before committed.
        await context.EnsureTransactionAsync(ct);
        var held = await context.Set<Invitation>().FromSql($"select * from invitations where token_hash = {tokenHash} for no key update").ToListAsync(ct);
        return held.SingleOrDefault();
    }

    public async Task<InvitationCounts> CountAsync(UserId inviter, DateTimeOffset now, CancellationToken ct)
    {
        await context.EnsureTransactionAsync(ct);

        // A statement of its own: the count must see what the holder before us committed.
        await context.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"invitations|" + inviter.Value}, 0))", ct);
        var dayBefore = now.AddDays(-1);
        var counts = await context.Database.SqlQuery<Counted>(
            $"""
            select count(*) filter (where used_count < max_uses and revoked_at is null and expires_at > {now})::int as "Open",
                   count(*) filter (where created_at > {dayBefore})::int as "LastDay",
                   min(created_at) filter (where created_at > {dayBefore}) as "OldestOfLastDay"
            from invitations where inviter_user_id = {inviter.Value}
            """).SingleAsync(ct);
        return new InvitationCounts(counts.Open, counts.LastDay, counts.OldestOfLastDay);
    }

    public async Task<bool> WasUsedByAsync(InvitationId id, EmailAddress email, CancellationToken ct)
    {
        var address = keys.ForInvitation(email);
        return await context.Set<InvitationAcceptanceRow>().AnyAsync(row => row.InvitationId == id && row.AddressHash == address, ct);
    }

    public async Task ForgetAcceptanceAsync(UserId userId, CancellationToken ct)
    {
        await context.EnsureTransactionAsync(ct);
        var forgotten = await context.Database.SqlQuery<Promise>(
            $"""
            with forgotten as (update invitation_acceptances set user_id = null where user_id = {userId.Value} returning invitation_id)
            select i.inviter_user_id as "InviterUserId", i.role_ids as "RoleIds" from forgotten f join invitations i on i.id = f.invitation_id where cardinality(i.role_ids) > 0
            """).ToListAsync(ct);

        // Every statement on roles is announced to all nodes: only where something was given is something taken away.
        foreach (var promise in forgotten)
        {
            await context.Database.ExecuteSqlAsync(
                $"""
                delete from user_roles
                where user_id = {userId.Value} and role_id = any ({promise.RoleIds}) and assigned_by = {promise.InviterUserId}
                """, ct);
        }
    }

    public void RecordUse(Invitation invitation, EmailAddress email, UserId? userId, DateTimeOffset now, bool keep)
    {
        var (id, address, user) = (invitation.Id.Value, keys.ForInvitation(email), userId?.Value);
        finalStatements.Add(ct => context.Database.ExecuteSqlAsync(
            $"""
            insert into invitation_acceptances (invitation_id, address_hash, user_id, accepted_at)
            select {id}, {address}, {user}::uuid, {now} where {keep}
            on conflict (invitation_id, address_hash) do update set user_id = excluded.user_id, accepted_at = excluded.accepted_at
            """, ct));
        if (user is { } invited && invitation.RoleIds is { Count: > 0 } promised)
        {
            var roles = promised.Select(static role => role.Value).ToArray();
            var inviter = invitation.InviterUserId.Value;
            finalStatements.Add(ct => context.Database.ExecuteSqlAsync(
                $"""
                insert into user_roles (user_id, role_id, assigned_by, assigned_at)
                select {invited}, id, {inviter}, {now} from roles where id = any ({roles})
                on conflict (user_id, role_id) do nothing
                """, ct));
        }
    }

    private sealed record Counted(int Open, int LastDay, DateTimeOffset? OldestOfLastDay);

    private sealed record Promise(Guid InviterUserId, Guid[] RoleIds);
}
