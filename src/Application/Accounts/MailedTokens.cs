using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>Issues mailed tokens.</summary>
internal sealed class MailedTokens(IUserRepository users, Ids ids)
{
    /// <summary>A new one, which makes the older ones of the same purpose worthless.</summary>
    public async Task<OneTimeToken> IssueAsync(
        UserId userId, VerificationPurpose purpose, TimeSpan lifetime, DateTimeOffset now, string? payload, CancellationToken ct)
    {
        await users.VoidTokensAsync(userId, purpose, now, ct);
        return IssueBeside(userId, purpose, lifetime, now, payload);
    }

    /// <summary>A new one; older ones stay good.</summary>
    public OneTimeToken IssueBeside(UserId userId, VerificationPurpose purpose, TimeSpan lifetime, DateTimeOffset now, string? payload = null)
    {
        var secret = OneTimeToken.Create();
        users.Add(new VerificationToken(ids.Next<VerificationTokenId>(), userId, purpose, secret.Hash, now, lifetime, payload));
        return secret;
    }
}
