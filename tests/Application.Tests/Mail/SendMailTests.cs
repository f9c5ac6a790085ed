using System.Text.Json;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Mail;
using UserSystem.Application.Ports;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Mail;

[CancelAfter(30_000)]
public sealed class SendMailTests
{
    private static readonly AlreadyRegisteredMail Message = new("jo@example.org", "Jo", "en", Any.Instant, null);
    private readonly IMailSender _sender = Substitute.For<IMailSender>();

    [Test]
    public async Task Hands_the_message_over(CancellationToken ct)
    {
        Assert.That((await new SendMailHandler(_sender).Handle(new SendMail(Message), ct)).Error, Is.Null);
        await _sender.Received(1).SendAsync(Message, ct);
    }

    [Test]
    public void A_message_that_could_not_be_sent_is_thrown_to_whoever_tries_again(CancellationToken ct)
    {
        _sender.SendAsync(default!, default).ThrowsAsyncForAnyArgs(new IOException());

        Assert.That(() => new SendMailHandler(_sender).Handle(new SendMail(Message), ct), Throws.TypeOf<IOException>());
    }

    private static readonly object[] Deferred =
    [
        new object[] { new SendMail(Message), """{"kind":"send_mail","Message":{"mail":"already_registered",""" },
        new object[]
        {
            new SendMail(new VerifyEmailMail("jo@example.org", null, "ar", "secret", Any.Instant, "192.0.2.7", Any.Instant.AddDays(1))),
            """{"kind":"send_mail","Message":{"mail":"verify_email",""",
        },
        new object[] { new IssueVerification("jo@example.org"), """{"kind":"issue_verification",""" },
    ];

    [TestCaseSource(nameof(Deferred))]
    public void What_is_deferred_is_stored_under_names_that_never_change_and_comes_back_whole(DeferredCommand command, string begins)
    {
        var json = JsonSerializer.Serialize(command);

        Assert.That(json, Does.StartWith(begins));
        Assert.That(JsonSerializer.Deserialize<DeferredCommand>(json), Is.EqualTo(command));
    }
}
