using UserSystem.Application.Mail;
using UserSystem.Application.Shared;
using UserSystem.Infrastructure.Mail.Texts;

namespace UserSystem.Infrastructure.Mail.Templates;

/// <summary>Chooses for each message its words, its link and what it reports. A new message is one more arm and its words in each language.</summary>
internal static class Letters
{
    /// <summary>The letter in the language of the message. Throws <see cref="NotSupportedException"/> for a message without words.</summary>
    public static Letter Write(MailMessage message, AppOptions app)
    {
        var texts = MailLanguages.For(message.Language);
        var facts = new FactWriter(texts);
        // By name only where the account is proven to be the reader's: whoever asks for one of the others need not own the address.
        return message switch
        {
            VerifyEmailMail mail => new(mail, app, texts, texts.VerifyEmail)
            {
                Link = Link("verify-email", mail.Token),
                Facts = [.. facts.NameGiven(mail.Name), facts.At(mail.RegisteredAt), facts.From(mail.RegisteredFrom), facts.Until(mail.ExpiresAt)],
            },
            AlreadyRegisteredMail mail => new(mail, app, texts, texts.AlreadyRegistered)
            {
                IsToOwner = true,
                Facts = [facts.At(mail.AttemptedAt), facts.From(mail.AttemptedFrom)],
            },
            ResetPasswordMail mail => new(mail, app, texts, texts.ResetPassword)
            {
                Link = Link("reset-password", mail.Token),
                Facts = [facts.At(mail.AskedAt), facts.From(mail.AskedFrom), facts.Until(mail.ExpiresAt)],
            },
            PasswordChangedMail mail => new(mail, app, texts, texts.PasswordChanged)
            {
                IsToOwner = true,
                Facts = [facts.At(mail.ChangedAt), facts.From(mail.ChangedFrom)],
            },
            ConfirmEmailMail mail => new(mail, app, texts, texts.ConfirmEmail)
            {
                Link = Link("confirm-email", mail.Token),
                Facts = [.. facts.NameGiven(mail.Name), facts.At(mail.AskedAt), facts.Until(mail.ExpiresAt)],
            },
            EmailChangedMail mail => new(mail, app, texts, texts.EmailChanged)
            {
                IsToOwner = true,
                Link = Link("confirm-email", mail.Token),
                Facts = [facts.At(mail.ChangedAt), facts.Until(mail.ExpiresAt)],
            },
            AccountDeletedMail mail => new(mail, app, texts, texts.AccountDeleted)
            {
                Link = Link("restore", mail.Token),
                Facts = [facts.At(mail.DeletedAt), facts.ErasedAt(mail.PurgeAt)],
            },
            NewDeviceMail mail => new(mail, app, texts, texts.NewDevice)
            {
                IsToOwner = true,
                Facts = [facts.Device(mail.Device), facts.At(mail.LoggedInAt), facts.From(mail.LoggedInFrom)],
            },
            WelcomeMail mail => new(mail, app, texts, texts.Welcome)
            {
                Link = Link("reset-password", mail.Token),
                Facts = [.. facts.NameGiven(mail.Name), facts.At(mail.CreatedAt), facts.Until(mail.ExpiresAt)],
            },
            InvitationMail mail => new(mail, app, texts, texts.Invitation)
            {
                Link = Link("invitation", mail.Token),
                Facts = [facts.InvitedBy(mail.InviterName), .. facts.Message(mail.Message), facts.At(mail.InvitedAt), facts.Until(mail.ExpiresAt)],
            },
            InvitedMemberMail mail => new(mail, app, texts, texts.InvitedMember)
            {
                IsToOwner = true,
                Facts = [facts.InvitedBy(mail.InviterName), facts.At(mail.InvitedAt)],
            },
            _ => throw new NotSupportedException($"No words for {message.GetType().Name}."),
        };

        string Link(string page, string token) => app.LinkTo(page, token).AbsoluteUri;
    }
}
