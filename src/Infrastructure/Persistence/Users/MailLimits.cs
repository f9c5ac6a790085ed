using Microsoft.EntityFrameworkCore;
using UserSystem.Application.Ports;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Security.Keys;

namespace UserSystem.Infrastructure.Persistence.Users;

/// <summary>
/// Keeps, beside the throttles of logins, the instants of the last mails to each address: as many rows as mails a day, of which the oldest
/// is written over, and one for each kind. So the limits hold for every minute, hour and day, wherever they begin.
/// </summary>
internal sealed class MailLimits(UserSystemDbContext context, ThrottleKeys keys) : IMailLimits
{
    private const int PerHour = 5;
    private const int PerDay = 20;

    public async Task<bool> TryTakeAsync(EmailAddress recipient, LimitedMail mail, DateTimeOffset now, CancellationToken ct)
    {
        await context.EnsureTransactionAsync(ct);
        var kind = keys.ForMail(recipient, Words.Of(mail));
        var places = Enumerable.Range(0, PerDay).Select(place => keys.ForMail(recipient, $"{place}")).ToArray();
        var taken = await context.Database.ExecuteSqlAsync(
            $"""
            with places as (
                select place.key_hash, t.updated_at as sent_at
                from unnest({places}) as place (key_hash) left join login_throttles t on t.key_hash = place.key_hash
            ), free as (
                select key_hash from places
                where not exists (select 1 from login_throttles where key_hash = {kind} and updated_at > {now} - interval '1 minute')
                  and (select count(*) from places where sent_at > {now} - interval '1 hour') < {PerHour}
                  and (select count(*) from places where sent_at > {now} - interval '1 day') < {PerDay}
                order by sent_at nulls first
                limit 1
            )
            insert into login_throttles (key_hash, failures, updated_at)
            select key_hash, 0, {now} from free union all select {kind}, 0, {now} from free
            on conflict (key_hash) do update set updated_at = excluded.updated_at
            """, ct);
        return taken > 0;
    }
}
