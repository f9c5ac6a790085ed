using System.Text.Json;
using NUnit.Framework;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Infrastructure.Security.Tokens;

namespace UserSystem.Infrastructure.Tests.Security.Tokens;

internal sealed class AccessTokensTests
{
    private readonly TokenBench _bench = new();

    [Test]
    public void Says_who_it_was_issued_for([Values(1, 2)] int times)
    {
        var token = _bench.Issue();

        for (var i = 0; i < times; i++)
        {
            var identity = _bench.Tokens.Verify(token).Value;

            Assert.Multiple(() =>
            {
                Assert.That(identity.UserId, Is.EqualTo(_bench.User));
                Assert.That(identity.SessionId, Is.EqualTo(_bench.Session));
                Assert.That(identity.Generation, Is.EqualTo(3));
                Assert.That(identity.AuthenticatedAt, Is.EqualTo(_bench.Now.AddHours(-1)));
            });
        }
    }

    [Test]
    public void Carries_the_promised_claims_in_whole_seconds()
    {
        _bench.Clock.Advance(TimeSpan.FromMilliseconds(999));
        using var payload = JsonDocument.Parse(_bench.Payload());
        var now = new DateTimeOffset(2020, 1, 1, 12, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

        Assert.That(
            payload.RootElement.EnumerateObject().Select(claim => $"{claim.Name}={claim.Value}"),
            Is.EqualTo((string[])
            [
                "iss=https://users.example", "aud=everybody", $"sub={_bench.User}", $"sid={_bench.Session}", $"iat={now}", $"exp={now + 600}",
                $"jti={_bench.Session}.3", $"auth_time={now - 3600}",
            ]));
    }

    [Test]
    public void Expires_to_the_second_though_it_was_verified_before([Values] bool before)
    {
        var token = _bench.Issue();
        if (before)
        {
            _bench.Tokens.Verify(token);
        }

        _bench.Clock.Advance(TimeSpan.FromSeconds(599.9));
        Assert.That(_bench.Tokens.Verify(token).Error, Is.Null);
        _bench.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(_bench.Tokens.Verify(token).Error, Is.EqualTo(SessionErrors.TokenExpired));
    }

    [Test]
    public void Counts_no_more_as_soon_as_its_session_ended()
    {
        var (token, other) = (_bench.Issue(), _bench.Issue(new SessionId(Guid.Empty)));
        _bench.Tokens.Verify(token);
        _bench.Tokens.Verify(other);

        _bench.Ended.Add(_bench.Session);

        Assert.That(_bench.Tokens.Verify(token).Error, Is.EqualTo(SessionErrors.Ended));
        Assert.That(_bench.Tokens.Verify(other).Error, Is.Null);
    }

    [Test]
    public void Refuses_the_token_of_another_issuer_or_audience()
    {
        var token = _bench.Issue();

        _bench.Settings.Issuer = "https://users.example.org";
        Assert.That(_bench.Tokens.Verify(token).Error, Is.EqualTo(SessionErrors.TokenInvalid));

        _bench.Settings.Issuer = "https://users.example";
        _bench.Settings.Audience = "somebody";
        Assert.That(_bench.Tokens.Verify(token).Error, Is.EqualTo(SessionErrors.TokenInvalid));

        _bench.Settings.Audience = "everybody";
        Assert.That(_bench.Tokens.Verify(token).Error, Is.Null);
    }

    [Test]
    public void Allows_a_clock_that_is_a_minute_ahead_and_no_more()
    {
        _bench.Clock.Advance(TimeSpan.FromSeconds(61));
        var token = _bench.Issue();

        _bench.Clock.Advance(TimeSpan.FromSeconds(-61));
        Assert.That(_bench.Tokens.Verify(token).Error, Is.EqualTo(SessionErrors.TokenInvalid));
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_bench.Tokens.Verify(token).Error, Is.Null);
    }

    [Test]
    public void Remembers_good_tokens_only()
    {
        var (good, expired, ended) = (_bench.Issue(), _bench.Issue(generation: 4), _bench.Issue(new SessionId(Guid.Empty)));
        _bench.Ended.Add(new SessionId(Guid.Empty));

        _bench.Tokens.Verify(good[..^3] + "AAA");
        _bench.Tokens.Verify(_bench.Sign("{}"));
        _bench.Tokens.Verify("junk");
        _bench.Tokens.Verify(ended);
        Assert.That(_bench.Verified.Count, Is.Zero);

        _bench.Tokens.Verify(good);
        _bench.Clock.Advance(TimeSpan.FromMinutes(10));
        _bench.Tokens.Verify(expired);
        Assert.That(_bench.Verified.Count, Is.EqualTo(1));
    }

    [Test]
    public void Knows_a_token_that_it_made_without_reckoning_its_signature()
    {
        var token = IssueHere();
        var read = _bench.AnotherNode.Verify(token).Value;
        Assert.That(_bench.Verified.Count, Is.EqualTo(1));

        // With another issuer none would pass that is read anew.
        _bench.Settings.Issuer = "https://users.example.org";
        Assert.That(_bench.Tokens.Verify(token).Value, Is.EqualTo(read));
        Assert.That(_bench.Tokens.Verify(token[..^3] + "AAA").Error, Is.EqualTo(SessionErrors.TokenInvalid));
    }

    [Test]
    public void A_token_that_it_made_expires_ends_and_loses_its_key_like_any_other()
    {
        var (expired, ended, signed) = (IssueHere(), IssueHere(new SessionId(Guid.Empty)), IssueHere());
        _bench.Ended.Add(new SessionId(Guid.Empty));
        Assert.That(_bench.Tokens.Verify(ended).Error, Is.EqualTo(SessionErrors.Ended));

        _bench.Keys.Replace(new SigningKeySet([SigningKey.Create(TokenBench.Always).Key]));
        Assert.That(_bench.Tokens.Verify(signed).Error, Is.EqualTo(SessionErrors.TokenInvalid));

        _bench.Keys.Replace(new SigningKeySet([_bench.Key]));
        _bench.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.That(_bench.Tokens.Verify(expired).Error, Is.EqualTo(SessionErrors.TokenExpired));
    }

    [Test]
    public void Forgets_what_a_key_signed_that_is_gone()
    {
        var token = _bench.Issue();
        _bench.Tokens.Verify(token);
        var next = SigningKey.Create(TokenBench.Always).Key;

        _bench.Keys.Replace(new SigningKeySet([_bench.Key, next]));
        Assert.That(_bench.Tokens.Verify(token).Error, Is.Null);

        _bench.Keys.Replace(new SigningKeySet([next]));
        Assert.That(_bench.Tokens.Verify(token).Error, Is.EqualTo(SessionErrors.TokenInvalid));
    }

    [Test]
    public void Answers_that_it_is_busy_and_not_that_a_token_is_bad_while_there_are_no_keys()
    {
        var tokens = new AccessTokens(
            new SigningKeys(), _bench.Verified, _bench.Ended, _bench.Clock, Microsoft.Extensions.Options.Options.Create(_bench.Settings));

        Assert.That(tokens.Verify(_bench.Issue()).Error, Is.EqualTo(CommonErrors.Busy));
        Assert.That(
            () => tokens.Issue(_bench.User, _bench.Session, 1, _bench.Now, _bench.Now, _bench.Now), Throws.InvalidOperationException);
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase("Bearer x")]
    [TestCase("日本語")]
    public void Refuses_what_is_no_token(string text) =>
        Assert.That(_bench.Tokens.Verify(text).Error, Is.EqualTo(SessionErrors.TokenInvalid));

    [Test]
    public void Refuses_a_megabyte() =>
        Assert.That(_bench.Tokens.Verify(new string('a', 1 << 20)).Error, Is.EqualTo(SessionErrors.TokenInvalid));

    [Test]
    public void Refuses_a_known_token_with_a_letter_from_beyond_ASCII()
    {
        var token = _bench.Issue();
        _bench.Tokens.Verify(token);

        // U+0141 and the like lose their upper byte where text is narrowed carelessly.
        var twin = (char)(token[^1] + 0x100);
        Assert.That(_bench.Tokens.Verify(token[..^1] + twin).Error, Is.EqualTo(SessionErrors.TokenInvalid));
    }

    private string IssueHere(SessionId? session = null) =>
        _bench.Tokens.Issue(_bench.User, session ?? _bench.Session, 3, _bench.Now.AddHours(-1), _bench.Now, _bench.Now.AddMinutes(10));
}
