namespace UserSystem.Infrastructure.Mail;

/// <summary>How the connection to the mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Not at all: for a relay on the same machine or network.</summary>
    None,

    /// <summary>The connection turns to TLS before anything is said (RFC 3207); a server that cannot is refused.</summary>
    StartTls,
}

/// <summary>The mail server that messages are handed to.</summary>
public sealed class SmtpOptions
{
    /// <summary>Its name (<c>Email__Smtp__Host</c>). Empty: messages go to the pickup directory.</summary>
    public string? Host { get; set; }

    /// <summary>Its port (<c>Email__Smtp__Port</c>): 587 is the one for submission (RFC 6409).</summary>
    public int Port { get; set; } = 587;

    /// <summary>Who logs in (<c>Email__Smtp__User</c>); empty where the server asks for nobody.</summary>
    public string? User { get; set; }

    /// <summary>The password (<c>Email__Smtp__Password</c>).</summary>
    public string? Password { get; set; }

    /// <summary>The protection (<c>Email__Smtp__Security</c>). Links carry secrets, so that clear text has to be asked for.</summary>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>Whether there is a server at all.</summary>
    public bool IsConfigured => !string.IsNullOrEmpty(Host);
}
