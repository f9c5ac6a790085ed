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
