using NUnit.Framework;
using UserSystem.Infrastructure.Security.Tokens;

namespace UserSystem.Infrastructure.Tests.Security.Tokens;

internal sealed class SigningKeyPlanTests
{
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly SigningKeyPlan _plan = new(90 * Day, TimeSpan.FromMinutes(10));

    [Test]
    public void Asks_for_a_first_key_that_signs_at_once_and_verifies_a_day_longer() =>
        Assert.That(_plan.Next(Keys(), Start), Is.EqualTo(new SigningKeySpan(Start, Start + (90 * Day), Start + (91 * Day))));

    [Test]
    public void Asks_for_the_next_key_a_day_before_it_signs_and_while_the_last_one_still_does()
    {
        var first = _plan.Next(Keys(), Start)!;

        Assert.That(_plan.Next(Keys(first), Start + (88 * Day) - TimeSpan.FromTicks(1)), Is.Null);
        var next = _plan.Next(Keys(first), Start + (88 * Day))!;
        Assert.That(next.ActiveFrom, Is.EqualTo(Start + (89 * Day)));
        Assert.That(_plan.Next(Keys(first, next), Start + (88 * Day)), Is.Null, "once is enough");
    }

    [Test]
    public void Leaves_no_gap_when_no_node_ran_in_time()
    {
        var first = _plan.Next(Keys(), Start)!;
        var late = first.SignsUntil - TimeSpan.FromHours(1);

        Assert.That(_plan.Next(Keys(first), late)?.ActiveFrom, Is.EqualTo(first.SignsUntil));
        Assert.That(_plan.Next(Keys(first), first.SignsUntil)?.ActiveFrom, Is.EqualTo(first.SignsUntil));
    }

    [Test]
    public void Publishes_two_lives_of_a_token_ahead_where_tokens_live_long()
    {
        var plan = new SigningKeyPlan(90 * Day, Day);
        var first = plan.Next(Keys(), Start)!;

        Assert.That(plan.Next(Keys(first), Start + (86 * Day))?.ActiveFrom, Is.EqualTo(Start + (88 * Day)));
    }

    [TestCase(5, 86_400)]
    [TestCase(5, 600)]
    [TestCase(90, 600)]
    public void Always_has_a_signer_whose_tokens_verify_to_their_end_and_that_was_known_a_day_before(int rotationDays, int lifetimeSeconds)
    {
        var lifetime = TimeSpan.FromSeconds(lifetimeSeconds);
        var plan = new SigningKeyPlan(rotationDays * Day, lifetime);
        var known = new List<(SigningKeySpan Span, DateTimeOffset MadeAt)>();

        for (var now = Start; now < Start + (200 * Day); now += TimeSpan.FromHours(1))
        {
            var verifying = known.Where(key => key.Span.VerifiesUntil > now).Select(key => key.Span).ToArray();
            if (plan.Next(Keys(verifying), now) is { } span)
            {
                known.Add((span, now));
            }

            var signer = known.Where(key => key.Span.ActiveFrom <= now && now < key.Span.SignsUntil).MaxBy(key => key.Span.ActiveFrom);
            Assert.That(signer.Span, Is.Not.Null, $"at {now}");
            Assert.That(signer.Span.VerifiesUntil, Is.GreaterThanOrEqualTo(now + lifetime));
            Assert.That(signer.MadeAt == Start || signer.Span.ActiveFrom - signer.MadeAt >= Day, Is.True);
        }

        Assert.That(known, Has.Count.InRange(200 / rotationDays, 2 * 200 / (rotationDays - 2)));
    }

    private static SigningKeySet Keys(params SigningKeySpan[] spans) => new(spans.Select(span => SigningKey.Create(span).Key));
}
