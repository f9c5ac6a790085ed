using Microsoft.Extensions.Options;
using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Mail;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Accounts;

[CancelAfter(30_000)]
public sealed class ResendVerificationTests
{
    private readonly FakeClock _clock = new();
    private readonly InMemoryWorld _world = new();
    private readonly IOutbox _outbox = Substitute.For<IOutbox>();

    [Test]
    public async Task The_request_only_defers_whoever_asks(CancellationToken ct)
    {
        var result = await new ResendVerificationHandler(_outbox, _world.Work).Handle(new ResendVerification(" Jo@bücher.example "), ct);

        Assert.That((result.Error, _world.Work.Commits), Is.EqualTo(((Error?)null, 1)));
        _outbox.Received(1).Defer(new IssueVerification("Jo@xn--bcher-kva.example"));
    }

    [Test]
    public async Task What_was_not_saved_is_told(CancellationToken ct)
    {
        _world.Work.Refusals.Enqueue(CommonErrors.LostRace);

        var result = await new ResendVerificationHandler(_outbox, _world.Work).Handle(new ResendVerification("jo@example.org"), ct);

        Assert.That(result.Error, Is.EqualTo(CommonErrors.LostRace));
    }

    [TestCase(null, "email required")]
    [TestCase("jo", "email email.malformed")]
    public void An_address_is_required(string? email, string fault) =>
        Assert.That(new ResendVerificationValidator().Faults(new ResendVerification(email)), Is.EqualTo(new[] { fault }));

    [Test]
    public async Task Somebody_pending_gets_a_new_token_and_the_old_one_is_void(CancellationToken ct)
    {
        var user = Any.PendingUser("Jo@example.org", "Jo");
        var old = Any.VerificationToken(user.Id);
        _world.With(user, old).Preferences.SetLanguage(user.Id, "ar");
        await _world.Work.CommitAsync(ct);
        _clock.Advance(TimeSpan.FromMinutes(5));

        var result = await IssueAsync("jo@example.org", ct);

        Assert.That((result.Error, old.UsedAt), Is.EqualTo(((Error?)null, (DateTimeOffset?)_clock.GetUtcNow())));
        _outbox.Received(1).Defer(Arg.Is<SendMail>(sent =>
            sent.Message.To == "Jo@example.org" && sent.Message.Language == "ar" && sent.Message.Name == "Jo"
            && _world.Users.Tokens[1].TokenHash.SequenceEqual(OneTimeToken.HashOf(((VerifyEmailMail)sent.Message).Token))));
    }

    [Test]
    public async Task A_mail_that_may_not_go_voids_no_token(CancellationToken ct)
    {
        _world.With(Any.PendingUser("jo@example.org"));
        await IssueAsync("jo@example.org", ct);
        _clock.Advance(TimeSpan.FromSeconds(59));

        Assert.That((await IssueAsync("JO@example.org", ct)).Error, Is.Null);

        Assert.That(_world.Users.Tokens.Single().UsedAt, Is.Null);
        _outbox.ReceivedWithAnyArgs(1).Defer(default!);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Nobody_else_gets_anything(bool active, CancellationToken ct)
    {
        if (active)
        {
            _world.With(Any.User("jo@example.org"));
        }

        Assert.That((await IssueAsync("jo@example.org", ct)).Error, Is.Null);
        Assert.That((_world.Users.Tokens.Count, _world.Work.Commits), Is.EqualTo((0, 0)));
        _outbox.DidNotReceiveWithAnyArgs().Defer(default!);
    }

    private Task<Result> IssueAsync(string email, CancellationToken ct)
    {
        var verifications = new Verifications(new MailedTokens(_world.Users, new Ids(_clock)), _outbox, new Caller(), Asking.Default<AccountsOptions>());
        return new IssueVerificationHandler(_world.Users, _world.Preferences, _world.MailLimits, verifications, _world.Work, _clock)
            .Handle(new IssueVerification(email), ct);
    }
}
