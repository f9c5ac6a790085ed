using NUnit.Framework;
using UserSystem.Infrastructure.Persistence.Nodes;

namespace UserSystem.Infrastructure.Tests.Persistence.Nodes;

internal sealed class NodeMessagesTests
{
    private readonly JumpingClock _clock = new();
    private readonly NodeMessages _messages;

    public NodeMessagesTests() => _messages = new NodeMessages(_clock);

    [TestCase(999, true)]
    [TestCase(1000, false)]
    public void What_is_a_second_old_may_not_have_been_heard(int milliseconds, bool hears)
    {
        _messages.BeUpToDate(_clock.GetTimestamp());
        _clock.Pass(TimeSpan.FromMilliseconds(milliseconds));

        Assert.That(_messages.Hears, Is.EqualTo(hears));
    }

    [TestCase(1)]
    [TestCase(-1)]
    public void A_wall_clock_that_jumps_is_of_no_matter(int days)
    {
        _messages.BeUpToDate(_clock.GetTimestamp());
        _clock.Jump(TimeSpan.FromDays(days));

        Assert.That(_messages.Hears, Is.True);
    }

    [Test]
    public void Is_deaf_until_it_heard_itself_and_when_it_is_told_so()
    {
        Assert.That(_messages.Hears, Is.False);
        _messages.BeUpToDate(_clock.GetTimestamp());
        _messages.BecomeDeaf();

        Assert.That(_messages.Hears, Is.False);
    }

    [TestCase("")]
    [TestCase(":")]
    [TestCase("fruit")]
    [TestCase("unheard of:1")]
    public void What_nobody_understands_is_passed_over(string message)
    {
        var heard = new List<string>();
        _messages.OnHeard("fruit", heard.Add, static _ => Task.CompletedTask);

        _messages.Hear(message);
        Assert.That(heard, Is.Empty);
        _messages.Hear("fruit:");
        Assert.That(heard, Is.EqualTo((string[])[""]));
    }
}
