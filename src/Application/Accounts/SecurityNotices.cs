using MediatR;
using UserSystem.Application.Mail;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Preferences;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>Writes what happened to an account into its security history, with the session of the person where they did it themselves.</summary>
internal sealed class SecurityHistory(ISessionRepository sessions, ICaller caller, Ids ids)
{
    public void Note(UserId userId, SecurityEventKind kind, SecurityEventSeverity severity, DateTimeOffset now) => sessions.Add(new SecurityEvent(
        ids.Next<SecurityEventId>(), userId, kind, severity, caller.Identity is { } own && own.UserId == userId ? own.SessionId : null, now));
}

/// <summary>After a change of password, in its transaction: links that were asked for before are void, and the person is told.</summary>
internal sealed class NotePasswordChange(
    IUserRepository users, IPreferencesRepository preferences, SecurityHistory history, IOutbox outbox, ICaller caller)
    : INotificationHandler<Happened<PasswordChanged>>
{
    public async Task Handle(Happened<PasswordChanged> notification, CancellationToken cancellationToken)
    {
        var (user, now) = notification.Event;
        await users.VoidTokensAsync(user.Id, [VerificationPurpose.ResetPassword, VerificationPurpose.ChangeEmail], now, cancellationToken);
        history.Note(user.Id, SecurityEventKind.PasswordChanged, SecurityEventSeverity.Info, now);
        var language = await preferences.FindLanguageAsync(user.Id, cancellationToken) ?? Languages.Default;
        outbox.Defer(new SendMail(new PasswordChangedMail(user.Email.Value, user.Name, language, now, caller.Address?.ToString())));
    }
}

/// <summary>After a change of address, in its transaction: links that lie in the mailbox before it are void, but for the one that takes it back.</summary>
internal sealed class NoteEmailChange(IUserRepository users, SecurityHistory history)
    : INotificationHandler<Happened<EmailChanged>>, INotificationHandler<Happened<EmailReverted>>
{
    public Task Handle(Happened<EmailChanged> notification, CancellationToken cancellationToken)
    {
        var (user, _, now) = notification.Event;
        return NoteAsync(user.Id, SecurityEventKind.EmailChanged, SecurityEventSeverity.Info, now, cancellationToken);
    }

    public Task Handle(Happened<EmailReverted> notification, CancellationToken cancellationToken)
    {
        var (user, _, now) = notification.Event;
        return NoteAsync(user.Id, SecurityEventKind.EmailReverted, SecurityEventSeverity.Warning, now, cancellationToken);
    }

    private Task NoteAsync(UserId userId, SecurityEventKind kind, SecurityEventSeverity severity, DateTimeOffset now, CancellationToken ct)
    {
        history.Note(userId, kind, severity, now);
        return users.VoidTokensAsync(userId, [VerificationPurpose.ResetPassword, VerificationPurpose.ChangeEmail], now, ct);
    }
}

/// <summary>When somebody goes or comes back, in its transaction: of all links only the one that brings them back works meanwhile.</summary>
internal sealed class NoteLeaving(IUserRepository users, SecurityHistory history)
    : INotificationHandler<Happened<UserDeleted>>, INotificationHandler<Happened<UserRestored>>
{
    private static readonly VerificationPurpose[] Void =
        [VerificationPurpose.VerifyEmail, VerificationPurpose.ChangeEmail, VerificationPurpose.ResetPassword];

    public Task Handle(Happened<UserDeleted> notification, CancellationToken cancellationToken)
    {
        var (userId, now) = notification.Event;
        history.Note(userId, SecurityEventKind.AccountDeleted, SecurityEventSeverity.Info, now);
        return users.VoidTokensAsync(userId, Void, now, cancellationToken);
    }

    public Task Handle(Happened<UserRestored> notification, CancellationToken cancellationToken)
    {
        var (userId, now) = notification.Event;
        history.Note(userId, SecurityEventKind.AccountRestored, SecurityEventSeverity.Info, now);
        return Task.CompletedTask;
    }
}
