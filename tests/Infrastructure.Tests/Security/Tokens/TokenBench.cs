using System.Text;
using Microsoft.Extensions.Options;
using UserSystem.Application.Accounts;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Security.Tokens;

namespace UserSystem.Infrastructure.Tests.Security.Tokens;

/// <summary>Access tokens with one signing key, a clock that stands still and no database.</summary>
internal sealed class TokenBench
{
    public TokenBench(int capacity = 100)
    {
        Verified = new VerifiedTokens(capacity);
        Ended = new EndedSessions(Clock, Options.Create(new SessionsOptions()));
        Tokens = new AccessTokens(Keys, Verified, Ended, Clock, Options.Create(Settings));
        AnotherNode = new AccessTokens(Keys, new VerifiedTokens(capacity), Ended, Clock, Options.Create(Settings));
        Keys.Replace(new SigningKeySet([Key]));
    }

    public static SigningKeySpan Always { get; } = new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);

    public ManualClock Clock { get; } = new();

    public SigningKeys Keys { get; } = new();

    public SigningKey Key { get; } = SigningKey.Create(Always).Key;

    public VerifiedTokens Verified { get; }

    public EndedSessions Ended { get; }

    public TokensOptions Settings { get; } = new() { Issuer = "https://users.example", Audience = "everybody" };

    public AccessTokens Tokens { get; }

    /// <summary>Has the same keys, and a memory of its own.</summary>
    public AccessTokens AnotherNode { get; }

    public UserId User { get; } = new(Guid.Parse("0190aaaa-0000-7000-8000-000000000001"));

    public SessionId Session { get; } = new(Guid.Parse("0190bbbb-0000-7000-8000-000000000002"));

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>A token of ten minutes that was made elsewhere, so that nothing is known of it here.</summary>
    public string Issue(SessionId? session = null, int generation = 3) =>
        AnotherNode.Issue(User, session ?? Session, generation, Now.AddHours(-1), Now, Now.AddMinutes(10));

    /// <summary>A token with any payload under a good signature.</summary>
    public string Sign(string payload) => Es256.Sign(Key, Encoding.UTF8.GetBytes(payload));

    /// <summary>The payload of a good token.</summary>
    public string Payload() => Encoding.UTF8.GetString(Es256.Open(Keys.Current!, Issue())!);
}
