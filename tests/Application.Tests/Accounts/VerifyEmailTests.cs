using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Accounts;

[CancelAfter(30_000)]
public sealed class VerifyEmailTests
{
    private readonly FakeClock _clock = new();
    private readonly InMemoryWorld _world = new();
    private readonly OneTimeToken _secret = OneTimeToken.Create();
    private readonly User _user = Any.PendingUser();

    [Test]
    public async Task The_token_makes_its_owner_active_and_is_spent(CancellationToken ct)
    {
        var token = Any.VerificationToken(_user.Id, _secret.Hash);
        _world.With(_user, token);

        var result = await VerifyAsync(_secret.Text, ct);

        Assert.That(result.Error, Is.Null);
        Assert.That((_user.Status, _user.EmailVerifiedAt, token.UsedAt), Is.EqualTo((UserStatus.Active, (DateTimeOffset?)Any.Instant, (DateTimeOffset?)Any.Instant)));
        Assert.That(_world.Work.Happened, Is.EqualTo(new[] { new EmailVerified(_user.Id) }));
        Assert.That(_world.Work.Commits, Is.EqualTo(1));
    }

    [Test]
    public async Task An_unknown_token_is_refused(CancellationToken ct)
    {
        _world.With(_user, Any.VerificationToken(_user.Id));

        await AssertRefusedAsync(ct);
    }

    [Test]
    public async Task A_token_works_once(CancellationToken ct)
    {
        _world.With(_user, Any.VerificationToken(_user.Id, _secret.Hash));
        await VerifyAsync(_secret.Text, ct);

        Assert.That((await VerifyAsync(_secret.Text, ct)).Error, Is.EqualTo(VerificationTokenErrors.Invalid));
    }

    [Test]
    public async Task A_token_that_ran_out_is_refused(CancellationToken ct)
    {
        _world.With(_user, Any.VerificationToken(_user.Id, _secret.Hash));
        _clock.Advance(TimeSpan.FromDays(1));

        await AssertRefusedAsync(ct);
    }

    [Test]
    public async Task The_token_of_somebody_deleted_is_refused(CancellationToken ct)
    {
        _world.With(_user.With(user => user.DeletedAt, Any.Instant), Any.VerificationToken(_user.Id, _secret.Hash));

        await AssertRefusedAsync(ct);
    }

    [Test]
    public async Task A_lost_race_is_told(CancellationToken ct)
    {
        _world.With(_user, Any.VerificationToken(_user.Id, _secret.Hash)).Work.Refusals.Enqueue(CommonErrors.LostRace);

        Assert.That((await VerifyAsync(_secret.Text, ct)).Error, Is.EqualTo(CommonErrors.LostRace));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" ")]
    public void A_token_is_required(string? token) =>
        Assert.That(new VerifyEmailValidator().Faults(new VerifyEmail(token)), Is.EquivalentTo(["token required"]));

    private async Task AssertRefusedAsync(CancellationToken ct)
    {
        Assert.That((await VerifyAsync(_secret.Text, ct)).Error, Is.EqualTo(VerificationTokenErrors.Invalid));
        Assert.That((_user.Status, _world.Work.Commits), Is.EqualTo((UserStatus.PendingVerification, 0)));
    }

    private Task<Result> VerifyAsync(string token, CancellationToken ct)
    {
        var (tokens, outbox) = (new MailedTokens(_world.Users, new Ids(_clock)), Substitute.For<IOutbox>());
        return new VerifyEmailHandler(
            _world.Users, new EmailMoves(tokens, _world.Preferences, outbox), new Farewell(tokens, _world.Preferences, outbox, Asking.Default<AccountsOptions>()),
            new SessionEnding(_world.Sessions, Substitute.For<IEndedSessions>(), _clock), _world.Work, new Caller(), _clock).Handle(new VerifyEmail(token), ct);
    }
}
