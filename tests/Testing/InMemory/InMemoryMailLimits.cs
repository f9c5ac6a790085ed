using UserSystem.Application.Ports;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.InMemory;

/// <summary>Mail to each address in memory, bounded by the same limits as in the database.</summary>
public sealed class InMemoryMailLimits(InMemoryWork work, InMemoryData data) : IMailLimits
{
    /// <inheritdoc/>
    public Task<bool> TryTakeAsync(EmailAddress recipient, LimitedMail mail, DateTimeOffset now, CancellationToken ct)
    {
        var sent = data.Mails.Where(each => each.To == InMemoryData.Fold(recipient)).ToList();
        var free = !sent.Exists(each => each.Mail == mail && each.At > now.AddMinutes(-1))
            && sent.Count(each => each.At > now.AddHours(-1)) < 5 && sent.Count(each => each.At > now.AddDays(-1)) < 20;
        if (free)
        {
            work.Stage(() => data.Mails.Add((InMemoryData.Fold(recipient), mail, now)));
        }

        return Task.FromResult(free);
    }
}
