using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Users;

/// <summary>A person known to the system: the record that everything else hangs on.</summary>
public sealed partial class User : Entity
{
    private User()
    {
    }

    /// <summary>Never changes.</summary>
    public UserId Id { get; private set; }

    /// <summary>Where the person is reached and what they log in with; unique without regard to case.</summary>
    public EmailAddress Email { get; private set; }

    /// <summary>Null only for people who were brought in without one.</summary>
    public string? Name { get; private set; }

    /// <summary>A PHC or crypt string; null for a person who signs in only through a provider.</summary>
    public string? PasswordHash { get; private set; }

    /// <summary>Decides whether the person may log in.</summary>
    public UserStatus Status { get; private set; }

    /// <summary>When the address was proven to be theirs.</summary>
    public DateTimeOffset? EmailVerifiedAt { get; private set; }

    /// <summary>When the terms were last accepted; null for people who were brought in.</summary>
    public DateTimeOffset? TermsAcceptedAt { get; private set; }

    /// <summary>Which terms were last accepted.</summary>
    public string? TermsVersion { get; private set; }

    /// <summary>The id in the system that the person came from; unique.</summary>
    public string? ExternalId { get; private set; }

    /// <summary>Changes whenever what proves the person's identity changes.</summary>
    public string? SecurityStamp { get; private set; }

    /// <summary>When the password was last set.</summary>
    public DateTimeOffset? LastPasswordChangeAt { get; private set; }

    /// <summary>When the person last logged in.</summary>
    public DateTimeOffset? LastLoginAt { get; private set; }

    /// <summary>The address that the person wants to change to, until it is proven.</summary>
    public EmailAddress? PendingEmail { get; private set; }

    /// <summary>Counted by the database with every visible change; what a conditional request names.</summary>
    public int Version { get; private set; }

    /// <summary>When the record was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When anything visible last changed; kept by the database.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>True for somebody who signed up, has not proven the address yet and was not deleted.</summary>
    public bool IsPending => Status is UserStatus.PendingVerification && DeletedAt is null;

    /// <summary>Somebody who signs up. They are pending until the address is verified.</summary>
    public static User Register(
        UserId id, EmailAddress email, PersonName name, string passwordHash, TermsVersion terms, DateTimeOffset now)
    {
        var user = new User { Id = id, Email = email, Status = UserStatus.PendingVerification };
        user.Describe(name, passwordHash, terms, now);
        return user;
    }

    /// <summary>An administrator made from configuration or the command line: active and verified from the start.</summary>
    public static User CreateVerified(UserId id, EmailAddress email, PersonName name, string passwordHash, DateTimeOffset now)
    {
        var user = new User { Id = id, Email = email, Name = name.Value, Status = UserStatus.Active, EmailVerifiedAt = now };
        user.SetPasswordHash(passwordHash, now);
        user.Raise(new UserRegistered(user));
        return user;
    }

    /// <summary>
    /// Somebody whom staff brings in. An active person's address counts as proven by staff's word; a pending one proves it by mail.
    /// Nobody begins suspended.
    /// </summary>
    public static User Create(
        UserId id, EmailAddress email, PersonName name, string? passwordHash, bool active, ExternalId? externalId, DateTimeOffset now)
    {
        var user = new User
        {
            Id = id,
            Email = email,
            Name = name.Value,
            Status = active ? UserStatus.Active : UserStatus.PendingVerification,
            EmailVerifiedAt = active ? now : null,
            ExternalId = externalId?.Value,
            SecurityStamp = OneTimeToken.Create().Text,
        };
        if (passwordHash is not null)
        {
            user.SetPasswordHash(passwordHash, now);
        }

        user.Raise(new UserRegistered(user));
        return user;
    }

    /// <summary>
    /// The address signs up again before it was verified: nobody has proven anything yet, so the newest registration replaces
    /// what the earlier one said, spelling of the address included. For anybody but a pending person this is a bug and throws.
    /// </summary>
    public void RegisterAgain(EmailAddress email, PersonName name, string passwordHash, TermsVersion terms, DateTimeOffset now)
    {
        if (!IsPending)
        {
            throw new InvalidOperationException("Only a pending registration can be replaced.");
        }

        Email = email;
        Describe(name, passwordHash, terms, now);
    }

    /// <summary>The address is proven: a pending person becomes active. Repeating it changes nothing.</summary>
    public void VerifyEmail(DateTimeOffset now)
    {
        if (DeletedAt is not null || (EmailVerifiedAt is not null && Status is not UserStatus.PendingVerification))
        {
            return;
        }

        EmailVerifiedAt ??= now;
        if (Status is UserStatus.PendingVerification)
        {
            Status = UserStatus.Active;
        }

        Raise(new EmailVerified(Id));
    }

    /// <summary>The same password in a newer form: nothing that the person would notice.</summary>
    public void UpgradePasswordHash(string passwordHash) => PasswordHash = passwordHash;

    /// <summary>
    /// The person, who gave the old password or a mailed token, sets a new one. A wish for another address is forgotten: whoever made it
    /// may have known the old password.
    /// </summary>
    public void ChangePassword(string passwordHash, DateTimeOffset now)
    {
        SetPasswordHash(passwordHash, now);
        PendingEmail = null;
        Raise(new PasswordChanged(this, now));
    }

    /// <summary>
    /// The person wants to be reached elsewhere; nothing changes until the new address is proven. A newer wish replaces an older one.
    /// False where they are reached there already: then no wish is left.
    /// </summary>
    public bool RequestEmail(EmailAddress email)
    {
        PendingEmail = email == Email ? null : email;
        return PendingEmail is not null;
    }

    /// <summary>
    /// The new address is proven. False where the person has wished for another one since. The address before it is told, and can take it back.
    /// </summary>
    public bool ChangeEmail(EmailAddress email, DateTimeOffset now)
    {
        if (PendingEmail != email)
        {
            return false;
        }

        Raise(new EmailChanged(this, MoveTo(email, now), now));
        return true;
    }

    /// <summary>
    /// The owner of an earlier address takes back the change that led away from it. The password goes as well: whoever moved the account
    /// has it, and would move it again before its owner sets another.
    /// </summary>
    public void RevertEmail(EmailAddress email, DateTimeOffset now)
    {
        PasswordHash = null;
        Raise(new EmailReverted(this, MoveTo(email, now), now));
    }

    /// <summary>The person has this id, or none any more, in the system that they came from.</summary>
    public void IdentifyAs(ExternalId? externalId) => ExternalId = externalId?.Value;

    /// <summary>
    /// Staff corrects the address. Nobody has proven the new one: it is proven by mail, and until then the person stays what they are.
    /// Returns the address before, or null where it is the same.
    /// </summary>
    public EmailAddress? CorrectEmail(EmailAddress email, DateTimeOffset now)
    {
        if (email == Email)
        {
            return null;
        }

        var before = MoveTo(email, now);
        EmailVerifiedAt = null;
        Raise(new EmailChanged(this, before, now));
        return before;
    }

    /// <summary>The person goes by another name from now on.</summary>
    public void Rename(PersonName name) => Name = name.Value;

    /// <summary>The person agrees to a version of the terms. Agreeing to the same version again changes nothing.</summary>
    public void AcceptTerms(TermsVersion version, DateTimeOffset now)
    {
        if (TermsVersion == version.Value)
        {
            return;
        }

        TermsVersion = version.Value;
        TermsAcceptedAt = now;
        Raise(new TermsAccepted(Id, version, now));
    }

    private void Describe(PersonName name, string passwordHash, TermsVersion terms, DateTimeOffset now)
    {
        Name = name.Value;
        SetPasswordHash(passwordHash, now);
        TermsVersion = null;
        AcceptTerms(terms, now);
        Raise(new UserRegistered(this));
    }

    private EmailAddress MoveTo(EmailAddress email, DateTimeOffset now)
    {
        var before = Email;
        Email = email;
        EmailVerifiedAt = now;
        PendingEmail = null;
        SecurityStamp = OneTimeToken.Create().Text;
        return before;
    }

    private void SetPasswordHash(string passwordHash, DateTimeOffset now)
    {
        PasswordHash = passwordHash;
        LastPasswordChangeAt = now;
        SecurityStamp = OneTimeToken.Create().Text;
    }
}
