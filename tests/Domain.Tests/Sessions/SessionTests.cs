using NUnit.Framework;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Domain.Tests.Sessions;

public sealed class SessionTests
{
    private static readonly DateTimeOffset Now = Any.Instant;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly SessionLifetime Lifetime = new(TimeSpan.FromHours(1), TimeSpan.FromDays(14), TimeSpan.FromDays(30));

    private static readonly byte[] Current = Any.TokenHash();
    private static readonly byte[] Previous = Any.TokenHash();
    private static readonly byte[] Older = Any.TokenHash();

    [Test]
    public void Begins_with_its_first_token()
    {
        var (id, owner, device) = (Any.Id<SessionId>(), Any.Id<UserId>(), Any.Id<DeviceId>());

        var session = new Session(id, owner, device, Current, remembered: true, Lifetime, Any.Address, "browser", Now);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((session.Id, session.UserId, session.DeviceId), Is.EqualTo((id, owner, device)));
            Assert.That((session.TokenHash, session.PreviousTokenHash, session.CurrentTokenSealed), Is.EqualTo((Current, (byte[]?)null, (byte[]?)null)));
            Assert.That(session.Generation, Is.EqualTo(1));
            Assert.That(session.Remembered, Is.True);
            Assert.That((session.IpAddress, session.UserAgent), Is.EqualTo((Any.Address, "browser")));
            Assert.That(
                new[] { session.CreatedAt, session.RotatedAt, session.LastActivityAt, session.AuthenticatedAt }, Is.All.EqualTo(Now));
            Assert.That((session.SuccessorSeenAt, session.EndedAt, session.EndReason), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)null, (SessionEndReason?)null)));
        }
    }

    [TestCase(false, 60)]
    [TestCase(true, 60 * 24 * 14)]
    public void Lasts_as_long_as_silence_is_allowed(bool remembered, int minutes)
    {
        var session = Any.Session(remembered: remembered, lifetime: Lifetime);

        Assert.That(session.ExpiresAt, Is.EqualTo(Now.AddMinutes(minutes)));
        Assert.That(session.AbsoluteExpiresAt, Is.EqualTo(Now.AddDays(30)));
    }

    [Test]
    public void Never_lasts_past_its_absolute_end()
    {
        var session = Any.Session(remembered: true, lifetime: Lifetime with { Absolute = TimeSpan.FromDays(1) });

        Assert.That(session.ExpiresAt, Is.EqualTo(Now.AddDays(1)));
    }

    [TestCase("current", false, 0, RefreshVerdict.Rotate)]
    [TestCase("current", true, 3000, RefreshVerdict.Rotate)]
    [TestCase("previous", false, 3000, RefreshVerdict.RepeatAnswer, Description = "The successor was never used: its answer got lost")]
    [TestCase("previous", true, 10, RefreshVerdict.RepeatAnswer, Description = "Two tabs at once")]
    [TestCase("previous", true, 11, RefreshVerdict.Reused)]
    [TestCase("older", false, 0, RefreshVerdict.Reused)]
    [TestCase("older", true, 0, RefreshVerdict.Reused)]
    [TestCase("current", true, 3600, RefreshVerdict.Ended)]
    [TestCase("previous", false, 3600, RefreshVerdict.Ended)]
    [TestCase("older", false, 3600, RefreshVerdict.Ended)]
    public void Judges_a_token_by_its_place_its_successor_and_the_time(string token, bool successorSeen, int seconds, RefreshVerdict verdict)
    {
        var session = Rotated(successorSeen);

        Assert.That(session.Judge(Hash(token), Window, Now.AddSeconds(seconds)), Is.EqualTo(verdict));
    }

    [Test]
    public void A_first_token_has_no_previous_one() =>
        Assert.That(Any.Session(tokenHash: Current).Judge(Previous, Window, Now), Is.EqualTo(RefreshVerdict.Reused));

    [Test]
    public void No_token_carries_on_what_was_ended([Values("current", "previous", "older")] string token)
    {
        var session = Rotated(successorSeen: false);
        session.End(SessionEndReason.LoggedOut, Now);

        Assert.That(session.Judge(Hash(token), Window, Now), Is.EqualTo(RefreshVerdict.Ended));
    }

    [Test]
    public void The_absolute_end_holds_although_it_was_used_lately()
    {
        var session = Any.Session(tokenHash: Current, lifetime: Lifetime).With(each => each.ExpiresAt, Now.AddDays(60));

        Assert.That(session.Judge(Current, Window, Now.AddDays(30)), Is.EqualTo(RefreshVerdict.Ended));
    }

    [Test]
    public void The_first_reason_of_its_end_stays()
    {
        var session = Any.Session();

        session.End(SessionEndReason.TokenReused, Now);
        session.End(SessionEndReason.LoggedOut, Now.AddMinutes(1));

        Assert.That((session.EndReason, session.EndedAt), Is.EqualTo(((SessionEndReason?)SessionEndReason.TokenReused, (DateTimeOffset?)Now)));
    }

    [Test]
    public void A_security_event_says_whom_it_concerns_what_and_where()
    {
        var (id, user, session) = (Any.Id<SecurityEventId>(), Any.Id<UserId>(), Any.Id<SessionId>());

        var happened = new SecurityEvent(id, user, SecurityEventKind.RefreshReused, SecurityEventSeverity.Warning, session, Now);

        Assert.That((happened.Id, happened.UserId, happened.Kind), Is.EqualTo((id, user, SecurityEventKind.RefreshReused)));
        Assert.That((happened.Severity, happened.SessionId, happened.At), Is.EqualTo((SecurityEventSeverity.Warning, (SessionId?)session, Now)));
    }

    private static byte[] Hash(string token) => token switch { "current" => Current, "previous" => Previous, _ => Older };

    private static Session Rotated(bool successorSeen) => Any.Session(tokenHash: Current, lifetime: Lifetime)
        .With(session => session.PreviousTokenHash, Previous)
        .With(session => session.Generation, 2)
        .With(session => session.SuccessorSeenAt, successorSeen ? Now : null);
}
