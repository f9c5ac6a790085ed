using System.ComponentModel.DataAnnotations;
using System.Net.Mail;

namespace UserSystem.Infrastructure.Mail;

/// <summary>Where mail comes from and where it goes.</summary>
public sealed class EmailOptions : IValidatableObject
{
    /// <summary>The sender until one is configured: good for the pickup directory, refused by any mail server.</summary>
    public const string LocalSender = "no-reply@localhost.localdomain";

    /// <summary>The sender, with or without a name (<c>Email__From</c>). Without one, the name of the service is shown.</summary>
    [Required]
    public string From { get; set; } = LocalSender;

    /// <summary>Where messages are written while no mail server is configured (<c>Email__PickupDirectory</c>); it is made when missing.</summary>
    [Required]
    public string PickupDirectory { get; set; } = Path.Combine(".data", "mail");

    /// <summary>The mail server, if any.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // Of a list the framework reads the last address, and takes the others for a name.
        if (!MailAddress.TryCreate(From, out var from) || from.DisplayName.Contains('@', StringComparison.Ordinal))
        {
            yield return Fault("Email__From must be one address, for example \"Example <no-reply@example.org>\".", nameof(From));
        }

        if (!Smtp.IsConfigured)
        {
            yield break;
        }

        if (From == LocalSender)
        {
            yield return Fault("Email__From is needed with Email__Smtp__Host, for example no-reply@example.org.", nameof(From));
        }

        if (Smtp.Port is < 1 or > 65535)
        {
            yield return Fault("Email__Smtp__Port must be between 1 and 65535, for example 587.", nameof(Smtp));
        }

        if (string.IsNullOrEmpty(Smtp.User) != string.IsNullOrEmpty(Smtp.Password))
        {
            yield return Fault("Email__Smtp__User and Email__Smtp__Password must both be set or both be left out.", nameof(Smtp));
        }

        if (!string.IsNullOrEmpty(Smtp.User) && Smtp.Security == SmtpSecurity.None)
        {
            yield return Fault("Email__Smtp__Security must be starttls where Email__Smtp__User is set: the password would travel in clear.", nameof(Smtp));
        }
    }

    private static ValidationResult Fault(string message, string member) => new(message, [member]);
}
