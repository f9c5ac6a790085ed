using System.Net.Mail;
using NUnit.Framework;
using UserSystem.Infrastructure.Mail;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Mail;

[CancelAfter(30_000)]
public sealed class SmtpMailTransportTests
{
    [Test]
    public async Task A_configured_server_gets_the_message_and_the_directory_none(CancellationToken ct)
    {
        await using var server = new SmtpStandIn();
        using var mail = Fixture(server);
        await mail.Sender.SendAsync(MailFixture.Verify("ar"), ct);
        var eml = EmlReader.Parse(server.Data);

        Assert.Multiple(() =>
        {
            Assert.That(server.Commands, Does.Contain("MAIL FROM:<no-reply@example.org>").And.Contain("RCPT TO:<ada@example.org>"));
            Assert.That(eml.To, Is.EqualTo("ada@example.org"));
            Assert.That(EmlReader.TokenIn(eml.Text), Is.EqualTo(MailFixture.Token));
            Assert.That(EmlReader.TokenIn(eml.Html), Is.EqualTo(MailFixture.Token));
            Assert.That(eml.Html, Does.EndWith("</html>\r\n").Or.EndWith("</html>"));
            Assert.That(Directory.Exists(mail.Pickup), Is.False);
        });
    }

    [Test]
    public async Task Both_ways_carry_the_same_words(CancellationToken ct)
    {
        await using var server = new SmtpStandIn();
        using var bySmtp = Fixture(server);
        using var byFile = new MailFixture();
        await bySmtp.Sender.SendAsync(MailFixture.Verify(), ct);
        var written = await byFile.SendAndReadAsync(MailFixture.Verify(), ct);
        var sent = EmlReader.Parse(server.Data);

        Assert.Multiple(() =>
        {
            Assert.That(sent.Text, Is.EqualTo(written.Text));
            Assert.That(sent.Html, Is.EqualTo(written.Html));
        });
    }

    [TestCase("451 4.3.0 <ada@example.org>: try later", SmtpStatusCode.LocalErrorInProcessing)]
    [TestCase("550 5.1.1 <ada@example.org>: no such user", SmtpStatusCode.MailboxUnavailable)]
    public async Task A_refusal_throws_and_names_nobody(string answer, SmtpStatusCode status)
    {
        await using var server = new SmtpStandIn { AnswerToRecipient = answer };
        using var mail = Fixture(server);

        Assert.That(
            async () => await mail.Sender.SendAsync(MailFixture.Verify(), CancellationToken.None),
            Throws.TypeOf<MailNotSentException>()
                .With.Property(nameof(MailNotSentException.Status)).EqualTo(status)
                .And.Matches((Exception e) => !e.ToString().Contains("ada@", StringComparison.Ordinal)));
        Assert.That(server.Data, Is.Empty);
    }

    [Test]
    public async Task A_server_without_TLS_is_refused_unless_clear_text_was_asked_for()
    {
        await using var server = new SmtpStandIn();
        using var mail = Fixture(server, static smtp => smtp.Security = new SmtpOptions().Security);

        Assert.That(
            async () => await mail.Sender.SendAsync(MailFixture.Verify(), CancellationToken.None), Throws.TypeOf<MailNotSentException>());
        Assert.That(server.Commands, Has.None.StartsWith("MAIL"));
    }

    [Test]
    public async Task Where_nobody_listens_the_exception_says_why()
    {
        var server = new SmtpStandIn();
        using var mail = Fixture(server);
        await server.DisposeAsync();

        Assert.That(
            async () => await mail.Sender.SendAsync(MailFixture.Verify(), CancellationToken.None),
            Throws.TypeOf<MailNotSentException>().With.InnerException.TypeOf<System.Net.Sockets.SocketException>());
    }

    [Test]
    public async Task A_server_that_falls_silent_is_given_up_on(CancellationToken ct)
    {
        await using var server = new SmtpStandIn { IsSilent = true };
        var clock = new HandWoundClock();
        using var mail = Fixture(server, clock: clock);
        var sending = mail.Sender.SendAsync(MailFixture.Verify(), CancellationToken.None);
        await server.Connected;
        Assert.That(sending.IsCompleted, Is.False);
        clock.FireAll();

        Assert.That(async () => await sending.WaitAsync(ct), Throws.TypeOf<TimeoutException>());
        Assert.That(clock.DueTimes, Is.EqualTo(new[] { TimeSpan.FromSeconds(30) }));
    }

    [Test]
    public async Task The_caller_can_give_up_while_a_server_is_silent()
    {
        await using var server = new SmtpStandIn { IsSilent = true };
        using var mail = Fixture(server);
        using var caller = new CancellationTokenSource();
        var sending = mail.Sender.SendAsync(MailFixture.Verify(), caller.Token);
        await server.Connected;
        await caller.CancelAsync();

        Assert.That(async () => await sending.WaitAsync(TimeSpan.FromSeconds(20)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task An_address_of_another_script_reaches_a_server_that_understands_it(CancellationToken ct)
    {
        await using var server = new SmtpStandIn { KnowsUtf8 = true };
        using var mail = Fixture(server);
        await mail.Sender.SendAsync(MailFixture.Verify(to: "آدا@example.org"), ct);

        Assert.Multiple(() =>
        {
            Assert.That(server.Commands, Has.One.StartsWith("RCPT TO:<آدا@example.org>"));
            Assert.That(EmlReader.Parse(server.Data).To, Is.EqualTo("آدا@example.org"));
        });
    }

    [Test]
    public async Task An_ordinary_address_gets_ordinary_headers_even_there(CancellationToken ct)
    {
        await using var server = new SmtpStandIn { KnowsUtf8 = true };
        using var mail = Fixture(server);
        await mail.Sender.SendAsync(MailFixture.Verify("ar"), ct);

        Assert.That(server.Data, Has.All.LessThan('\u0080'));
    }

    [Test]
    public async Task A_server_that_does_not_know_the_script_throws()
    {
        await using var server = new SmtpStandIn();
        using var mail = Fixture(server);

        Assert.That(
            async () => await mail.Sender.SendAsync(MailFixture.Verify(to: "آدا@example.org"), CancellationToken.None),
            Throws.TypeOf<MailNotSentException>());
    }

    private static MailFixture Fixture(SmtpStandIn server, Action<SmtpOptions>? smtp = null, TimeProvider? clock = null) => new(
        email =>
        {
            email.From = "no-reply@example.org";
            email.Smtp = new SmtpOptions { Host = "127.0.0.1", Port = server.Port, Security = SmtpSecurity.None };
            smtp?.Invoke(email.Smtp);
        },
        clock: clock);

    /// <summary>A clock whose timers ring when told to.</summary>
    private sealed class HandWoundClock : TimeProvider
    {
        private readonly List<Action> _timers = [];

        public List<TimeSpan> DueTimes { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            DueTimes.Add(dueTime);
            _timers.Add(() => callback(state));
            return new NoTimer();
        }

        public void FireAll() => _timers.ForEach(static ring => ring());

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
