using Microsoft.Extensions.Options;
using UserSystem.Application.Mail;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>Mails the link that proves an address.</summary>
internal sealed class Verifications(MailedTokens tokens, IOutbox outbox, ICaller caller, IOptions<AccountsOptions> options)
{
    private TimeSpan Lifetime => TimeSpan.FromSeconds(options.Value.EmailTokenLifetimeSeconds);

    /// <summary>For somebody who has none that still works.</summary>
    public void Begin(User user, string language, DateTimeOffset now) =>
        Mail(user, tokens.IssueBeside(user.Id, VerificationPurpose.VerifyEmail, Lifetime, now), language, now);

    /// <summary>For somebody who may have some; they are worthless from now on.</summary>
    public async Task BeginAgainAsync(User user, string language, DateTimeOffset now, CancellationToken ct) =>
        Mail(user, await tokens.IssueAsync(user.Id, VerificationPurpose.VerifyEmail, Lifetime, now, payload: null, ct), language, now);

    private void Mail(User user, OneTimeToken secret, string language, DateTimeOffset now) => outbox.Defer(new SendMail(new VerifyEmailMail(
        user.Email.Value, user.Name, language, secret.Text, now, caller.Address?.ToString(), now + Lifetime)));
}
