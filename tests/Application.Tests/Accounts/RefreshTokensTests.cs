using Microsoft.Extensions.Options;
using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Accounts;

[CancelAfter(30_000)]
public sealed class RefreshTokensTests
{
    private readonly ISessionActivity _activity = Substitute.For<ISessionActivity>();
    private readonly FakeClock _clock = new();
    private readonly InMemoryWorld _world = new();
    private readonly FakeRefreshTokens _tokens = new();
    private readonly FakeEndedSessions _ended = [];
    private readonly SessionsOptions _options = new();
    private readonly User _user = Any.User(name: "Jo");
    private readonly Session _session;
    private readonly RefreshToken _first;

    public RefreshTokensTests()
    {
        var id = Any.Id<SessionId>();
        _first = _tokens.Create(id, 1);
        _session = new Session(id, _user.Id, Any.Id<DeviceId>(), _first.Hash, remembered: false, _options.Lifetime, Any.Address, null, FakeClock.Start);
        _world.With(_user).Sessions.Begin(_session);
    }

    [Test]
    public async Task The_current_token_brings_the_next_ones(CancellationToken ct)
    {
        _clock.Advance(TimeSpan.FromMinutes(30));

        var answer = (await RefreshAsync(_first.Text, ct)).Value;

        var next = _tokens.Read(answer.RefreshToken)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((next.SessionId, next.Generation), Is.EqualTo((_session.Id, 2)));
            Assert.That(_session.TokenHash, Is.EqualTo(next.Hash));
            Assert.That(_tokens.Unseal(_session.CurrentTokenSealed!, _first), Is.EqualTo(next));
            Assert.That(answer.RefreshTokenExpiresAt, Is.EqualTo(FakeClock.Start.AddMinutes(90)));
            Assert.That(answer.User.FullName, Is.EqualTo("Jo"));
            Assert.That(_world.Sessions.SecurityEvents, Is.Empty);
        }
    }

    [Test]
    public async Task A_token_that_was_not_made_here_ends_nothing(CancellationToken ct)
    {
        Assert.That((await RefreshAsync("forged", ct)).Error, Is.EqualTo(SessionErrors.TokenInvalid));
        Assert.That(_session.EndedAt, Is.Null);
    }

    [Test]
    public async Task An_answer_that_got_lost_is_given_again_and_noted(CancellationToken ct)
    {
        var lost = (await RefreshAsync(_first.Text, ct)).Value;
        _clock.Advance(TimeSpan.FromMinutes(20));

        var repeated = (await RefreshAsync(_first.Text, ct)).Value;

        Assert.That(repeated.RefreshToken, Is.EqualTo(lost.RefreshToken));
        Assert.That(_session.Generation, Is.EqualTo(2));
        var noted = _world.Sessions.SecurityEvents.Single();
        Assert.That(
            (noted.Kind, noted.Severity, noted.SessionId, noted.UserId, noted.At),
            Is.EqualTo((SecurityEventKind.RefreshRepeated, SecurityEventSeverity.Info, (SessionId?)_session.Id, _user.Id, _clock.GetUtcNow())));
    }

    [Test]
    public async Task A_token_that_was_replaced_long_before_ends_the_session_at_once(CancellationToken ct)
    {
        var second = (await RefreshAsync(_first.Text, ct)).Value.RefreshToken;
        await RefreshAsync(second, ct);

        Assert.That((await RefreshAsync(_first.Text, ct)).Error, Is.EqualTo(SessionErrors.TokenReused));
        Assert.That(_session.EndReason, Is.EqualTo(SessionEndReason.TokenReused));
        Assert.That(_ended, Is.EqualTo(new[] { _session.Id }));
        var noted = _world.Sessions.SecurityEvents.Single();
        Assert.That((noted.Kind, noted.Severity), Is.EqualTo((SecurityEventKind.RefreshReused, SecurityEventSeverity.Warning)));
    }

    [Test]
    public async Task A_copy_that_shows_itself_after_the_end_is_noted_and_the_last_token_is_not(CancellationToken ct)
    {
        var last = (await RefreshAsync(_first.Text, ct)).Value.RefreshToken;
        _session.End(SessionEndReason.LoggedOut, FakeClock.Start);

        Assert.That((await RefreshAsync(last, ct)).Error, Is.EqualTo(SessionErrors.Ended));
        Assert.That(_world.Sessions.SecurityEvents, Is.Empty);
        Assert.That((await RefreshAsync(_first.Text, ct)).Error, Is.EqualTo(SessionErrors.Ended));
        Assert.That(_world.Sessions.SecurityEvents.Select(static noted => (noted.Kind, noted.Severity)), Is.EqualTo(
            new[] { (SecurityEventKind.RefreshReused, SecurityEventSeverity.Warning) }));
    }

    [Test]
    public async Task A_token_that_keeps_coming_back_is_noted_once_an_hour([Values] bool ended, CancellationToken ct)
    {
        await RefreshAsync(_first.Text, ct);
        if (ended)
        {
            _session.End(SessionEndReason.LoggedOut, FakeClock.Start);
        }
        else
        {
            _session.With(session => session.ExpiresAt, FakeClock.Start.AddDays(1));
        }

        foreach (var seconds in new[] { 0, 1, 3598, 1, 1 })
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            Assert.That((await RefreshAsync(_first.Text, ct)).Error, Is.EqualTo(ended ? SessionErrors.Ended : null), "answered as ever");
        }

        Assert.That(_world.Sessions.SecurityEvents.Select(static noted => noted.At), Is.EqualTo(new[] { FakeClock.Start, FakeClock.Start.AddHours(1) }));
    }

    [Test]
    public async Task A_token_that_was_excused_before_is_noted_when_it_ends_the_session(CancellationToken ct)
    {
        await RefreshAsync(_first.Text, ct);
        await RefreshAsync(_first.Text, ct);
        _session.With(session => session.SuccessorSeenAt, FakeClock.Start);
        _clock.Advance(TimeSpan.FromSeconds(11));

        await RefreshAsync(_first.Text, ct);

        Assert.That(
            _world.Sessions.SecurityEvents.Select(static noted => noted.Kind), Is.EqualTo(new[] { SecurityEventKind.RefreshRepeated, SecurityEventKind.RefreshReused }));
    }

    [TestCase(10, null)]
    [TestCase(11, "auth.token_reused")]
    public async Task A_used_successor_leaves_the_window_of_the_settings(int seconds, string? code, CancellationToken ct)
    {
        await RefreshAsync(_first.Text, ct);
        _session.With(session => session.SuccessorSeenAt, FakeClock.Start);
        _clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.That((await RefreshAsync(_first.Text, ct)).Error?.Code, Is.EqualTo(code));
    }

    [TestCase(10, null)]
    [TestCase(11, "auth.token_reused")]
    public async Task A_successor_that_this_node_saw_used_counts_before_it_is_written_down(int seconds, string? code, CancellationToken ct)
    {
        await RefreshAsync(_first.Text, ct);
        _activity.HasSeen(_session.Id, 2).Returns(true);
        _clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.That((await RefreshAsync(_first.Text, ct)).Error?.Code, Is.EqualTo(code));
    }

    [Test]
    public async Task Nothing_carries_on_a_session_that_is_over(CancellationToken ct)
    {
        _session.End(SessionEndReason.LoggedOut, FakeClock.Start);

        Assert.That((await RefreshAsync(_first.Text, ct)).Error, Is.EqualTo(SessionErrors.Ended));
        Assert.That((await RefreshAsync(_tokens.Create(Any.Id<SessionId>(), 1).Text, ct)).Error, Is.EqualTo(SessionErrors.Ended), "of no session at all");
    }

    [Test]
    public async Task An_answer_is_not_repeated_for_somebody_who_may_not_log_in_any_more(CancellationToken ct)
    {
        await RefreshAsync(_first.Text, ct);
        _user.With(user => user.Status, UserStatus.Suspended);

        Assert.That((await RefreshAsync(_first.Text, ct)).Error, Is.EqualTo(SessionErrors.Ended));
    }

    [Test]
    public async Task An_answer_that_was_sealed_for_another_token_is_not_repeated(CancellationToken ct)
    {
        await RefreshAsync(_first.Text, ct);
        _session.With(session => session.CurrentTokenSealed, _tokens.Seal(_first, _tokens.Create(_session.Id, 9)));

        Assert.That((await RefreshAsync(_first.Text, ct)).Error, Is.EqualTo(SessionErrors.Ended));
    }

    [Test]
    public async Task What_was_not_saved_is_told([Values] bool repeated, CancellationToken ct)
    {
        var second = (await RefreshAsync(_first.Text, ct)).Value.RefreshToken;
        if (!repeated)
        {
            await RefreshAsync(second, ct);
        }

        _world.Work.Refusals.Enqueue(CommonErrors.LostRace);

        Assert.That((await RefreshAsync(_first.Text, ct)).Error, Is.EqualTo(CommonErrors.LostRace));
        Assert.That(_ended, Is.Empty);
    }

    [Test]
    public void A_token_is_required() =>
        Assert.That(new RefreshTokensValidator().Faults(new RefreshTokens(null)), Is.EquivalentTo(["refreshToken required"]));

    private Task<Result<TokensDto>> RefreshAsync(string token, CancellationToken ct)
    {
        var options = Options.Create(_options);
        var handler = new RefreshTokensHandler(
            _world.Sessions, _tokens, new TokenAnswers(new FakeAccessTokens(), Asking.Mapping, options), _ended, _activity, _world.Work, new Ids(_clock), _clock, options);
        return handler.Handle(new RefreshTokens(token), ct);
    }
}
