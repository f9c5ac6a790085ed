using System.Text.Json.Serialization;
using UserSystem.Application.Accounts;
using UserSystem.Application.Invitations;
using UserSystem.Application.Mail;

namespace UserSystem.Application.Ports;

/// <summary>
/// A command that is carried out later, at least once, by whichever node is free: what must leave the house, or must not be waited for.
/// The names below are stored with what is under way and are never changed.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SendMail), "send_mail")]
[JsonDerivedType(typeof(IssueVerification), "issue_verification")]
[JsonDerivedType(typeof(IssuePasswordReset), "issue_password_reset")]
[JsonDerivedType(typeof(IssueEmailChange), "issue_email_change")]
[JsonDerivedType(typeof(IssueInvitation), "issue_invitation")]
public abstract record DeferredCommand : Pipeline.ICommand;

/// <summary>Takes commands for later, in the transaction of the present one: they are carried out if and only if it commits.</summary>
public interface IOutbox
{
    /// <summary>Keeps the command until the unit of work commits, and where an instant is named, until then.</summary>
    void Defer(DeferredCommand command, DateTimeOffset? notBefore = null);
}
