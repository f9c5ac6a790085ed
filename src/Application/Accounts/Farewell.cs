using Microsoft.Extensions.Options;
using UserSystem.Application.Mail;
using UserSystem.Application.Ports;
using UserSystem.Domain.Preferences;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>Tells somebody deleted when their data goes for good and how to come back until then. Says nothing when it is too late.</summary>
internal sealed class Farewell(MailedTokens tokens, IPreferencesRepository preferences, IOutbox outbox, IOptions<AccountsOptions> options)
{
    // Whoever comes a little late is told so, and not that the link is none.
    private static readonly TimeSpan KnownAfterwards = TimeSpan.FromDays(30);

    public async Task SayAsync(User user, DateTimeOffset now, CancellationToken ct)
    {
        var purgeAt = user.DeletedAt!.Value + options.Value.PurgeAfter;
        if (purgeAt <= now)
        {
            return;
        }

        var language = await preferences.FindLanguageAsync(user.Id, ct) ?? Languages.Default;
        var secret = await tokens.IssueAsync(user.Id, VerificationPurpose.RestoreUser, purgeAt - now + KnownAfterwards, now, payload: null, ct);
        outbox.Defer(new SendMail(new AccountDeletedMail(user.Email.Value, user.Name, language, secret.Text, user.DeletedAt.Value, purgeAt)));
    }
}
