using Microsoft.Extensions.Options;
using UserSystem.Application.Mail;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>Issues the token that proves an address and the mail that carries it. A new one makes the older ones worthless.</summary>
internal sealed class Verifications(IUserRepository users, IOutbox outbox, ICaller caller, Ids ids, IOptions<AccountsOptions> options)
{
    /// <summary>For somebody who has none that still works.</summary>
    public void Begin(User user, string language, DateTimeOffset now)
    {
        var lifetime = TimeSpan.FromSeconds(options.Value.EmailTokenLifetimeSeconds);
        var secret = OneTimeToken.Create();
        users.Add(new VerificationToken(
            ids.Next<VerificationTokenId>(), user.Id, VerificationPurpose.VerifyEmail, secret.Hash, now, lifetime));
        outbox.Defer(new SendMail(new VerifyEmailMail(
            user.Email.Value, user.Name, language, secret.Text, now, caller.Address?.ToString(), now + lifetime)));
    }

    /// <summary>For somebody who may have some.</summary>
    public async Task BeginAgainAsync(User user, string language, DateTimeOffset now, CancellationToken ct)
    {
        await users.VoidTokensAsync(user.Id, VerificationPurpose.VerifyEmail, now, ct);
        Begin(user, language, now);
    }
}
