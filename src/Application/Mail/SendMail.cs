using System.Text.Json.Serialization;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Mail;

/// <summary>A message to one person, without its wording: that is the templates' matter.</summary>
/// <param name="To">The address.</param>
/// <param name="Name">What to call the person; null where nothing is known.</param>
/// <param name="Language">The language to write in, as a BCP 47 tag.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "mail")]
[JsonDerivedType(typeof(VerifyEmailMail), "verify_email")]
[JsonDerivedType(typeof(AlreadyRegisteredMail), "already_registered")]
[JsonDerivedType(typeof(ResetPasswordMail), "reset_password")]
[JsonDerivedType(typeof(PasswordChangedMail), "password_changed")]
[JsonDerivedType(typeof(ConfirmEmailMail), "confirm_email")]
[JsonDerivedType(typeof(EmailChangedMail), "email_changed")]
[JsonDerivedType(typeof(AccountDeletedMail), "account_deleted")]
[JsonDerivedType(typeof(NewDeviceMail), "new_device")]
[JsonDerivedType(typeof(WelcomeMail), "welcome")]
[JsonDerivedType(typeof(InvitationMail), "invitation")]
[JsonDerivedType(typeof(InvitedMemberMail), "invited_member")]
public abstract record MailMessage(string To, string? Name, string Language);

/// <summary>Asks the person to prove that the address of a registration is theirs.</summary>
/// <param name="Token">The secret for the link.</param>
/// <param name="RegisteredAt">When it was asked for.</param>
/// <param name="RegisteredFrom">From which network address, as text; null where unknown.</param>
/// <param name="ExpiresAt">Until when the link works.</param>
public sealed record VerifyEmailMail(
    string To, string? Name, string Language, string Token, DateTimeOffset RegisteredAt, string? RegisteredFrom, DateTimeOffset ExpiresAt)
    : MailMessage(To, Name, Language);

/// <summary>Tells the owner of an account that somebody tried to sign up with its address.</summary>
/// <param name="AttemptedAt">When.</param>
/// <param name="AttemptedFrom">From which network address, as text; null where unknown.</param>
public sealed record AlreadyRegisteredMail(string To, string? Name, string Language, DateTimeOffset AttemptedAt, string? AttemptedFrom)
    : MailMessage(To, Name, Language);

/// <summary>Brings the link that sets a new password.</summary>
/// <param name="Token">The secret for the link.</param>
/// <param name="AskedAt">When it was asked for.</param>
/// <param name="AskedFrom">From which network address, as text; null where unknown.</param>
/// <param name="ExpiresAt">Until when the link works.</param>
public sealed record ResetPasswordMail(
    string To, string? Name, string Language, string Token, DateTimeOffset AskedAt, string? AskedFrom, DateTimeOffset ExpiresAt)
    : MailMessage(To, Name, Language);

/// <summary>Tells the person that the password was changed.</summary>
/// <param name="ChangedAt">When.</param>
/// <param name="ChangedFrom">From which network address, as text; null where unknown.</param>
public sealed record PasswordChangedMail(string To, string? Name, string Language, DateTimeOffset ChangedAt, string? ChangedFrom)
    : MailMessage(To, Name, Language);

/// <summary>Asks the person to prove the address that the account is to be moved to; goes to the new address.</summary>
/// <param name="Token">The secret for the link.</param>
/// <param name="AskedAt">When it was asked for.</param>
/// <param name="ExpiresAt">Until when the link works.</param>
public sealed record ConfirmEmailMail(string To, string? Name, string Language, string Token, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt)
    : MailMessage(To, Name, Language);

/// <summary>Tells the old address that the account has moved, and how to take that back.</summary>
/// <param name="Token">The secret for the link.</param>
/// <param name="ChangedAt">When it moved.</param>
/// <param name="ExpiresAt">Until when it can be taken back.</param>
public sealed record EmailChangedMail(string To, string? Name, string Language, string Token, DateTimeOffset ChangedAt, DateTimeOffset ExpiresAt)
    : MailMessage(To, Name, Language);

/// <summary>Tells somebody who left when their data goes for good, and how to come back until then.</summary>
/// <param name="Token">The secret for the link.</param>
/// <param name="DeletedAt">When the account was deleted.</param>
/// <param name="PurgeAt">When the data goes.</param>
public sealed record AccountDeletedMail(string To, string? Name, string Language, string Token, DateTimeOffset DeletedAt, DateTimeOffset PurgeAt)
    : MailMessage(To, Name, Language);

/// <summary>Tells the person of a login from a device that was not known.</summary>
/// <param name="Device">What the device calls itself; null where it says nothing.</param>
/// <param name="LoggedInAt">When.</param>
/// <param name="LoggedInFrom">From which network address, as text; null where unknown.</param>
public sealed record NewDeviceMail(string To, string? Name, string Language, string? Device, DateTimeOffset LoggedInAt, string? LoggedInFrom)
    : MailMessage(To, Name, Language);

/// <summary>Tells somebody whom staff brought in that there is an account for them; the link sets its first password.</summary>
/// <param name="Token">The secret for the link.</param>
/// <param name="CreatedAt">When the account was made.</param>
/// <param name="ExpiresAt">Until when the link works.</param>
public sealed record WelcomeMail(string To, string? Name, string Language, string Token, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
    : MailMessage(To, Name, Language);

/// <summary>Brings an invitation to somebody who has no account; the link leads to a page to sign up.</summary>
/// <param name="InviterName">Who invites; null where nothing is known.</param>
/// <param name="Message">What the inviter has to say; null for nothing.</param>
/// <param name="Token">The secret for the link.</param>
/// <param name="InvitedAt">When it was sent.</param>
/// <param name="ExpiresAt">Until when the link works.</param>
public sealed record InvitationMail(
    string To, string? Name, string Language, string? InviterName, string? Message, string Token, DateTimeOffset InvitedAt, DateTimeOffset ExpiresAt)
    : MailMessage(To, Name, Language);

/// <summary>Tells somebody who has an account that somebody invited them.</summary>
/// <param name="InviterName">Who invited; null where nothing is known.</param>
/// <param name="InvitedAt">When.</param>
public sealed record InvitedMemberMail(string To, string? Name, string Language, string? InviterName, DateTimeOffset InvitedAt)
    : MailMessage(To, Name, Language);

/// <summary>Writes and hands over messages.</summary>
public interface IMailSender
{
    /// <summary>Sends one message; throws where that fails, so that it is tried again later.</summary>
    Task SendAsync(MailMessage message, CancellationToken ct);
}

/// <summary>Sends a message: always deferred, since no request waits for a mail server.</summary>
public sealed record SendMail(MailMessage Message) : DeferredCommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.System;
}

internal sealed class SendMailHandler(IMailSender sender) : ICommandHandler<SendMail>
{
    public async Task<Result> Handle(SendMail request, CancellationToken cancellationToken)
    {
        await sender.SendAsync(request.Message, cancellationToken);
        return Result.Success;
    }
}
