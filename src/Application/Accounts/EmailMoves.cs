using UserSystem.Application.Mail;
using UserSystem.Application.Ports;
using UserSystem.Domain.Preferences;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>Tells the address before a change that the account has moved, with a link that takes it back.</summary>
internal sealed class EmailMoves(MailedTokens tokens, IPreferencesRepository preferences, IOutbox outbox)
{
    // Long enough for somebody who reads mail at the weekend only.
    private static readonly TimeSpan RevertLifetime = TimeSpan.FromHours(72);

    public async Task TellAsync(User user, EmailAddress before, DateTimeOffset now, CancellationToken ct)
    {
        // Beside earlier ones: whoever moved an account twice would otherwise have cut its owner off.
        var revert = tokens.IssueBeside(user.Id, VerificationPurpose.RevertEmail, RevertLifetime, now, payload: before.Value);
        var language = await preferences.FindLanguageAsync(user.Id, ct) ?? Languages.Default;
        outbox.Defer(new SendMail(new EmailChangedMail(before.Value, user.Name, language, revert.Text, now, now + RevertLifetime)));
    }
}
