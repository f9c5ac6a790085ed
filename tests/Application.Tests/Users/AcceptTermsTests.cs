using Microsoft.Extensions.Options;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Users;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Users;

[CancelAfter(30_000)]
public sealed class AcceptTermsTests
{
    private readonly FakeClock _clock = new();
    private readonly InMemoryWorld _world = new();
    private readonly User _user = Any.User();

    [Test]
    public async Task Agreeing_is_kept_and_enters_the_history(CancellationToken ct)
    {
        _world.With(_user);
        _clock.Advance(TimeSpan.FromDays(1));

        var answer = await AcceptAsync("v2.0", ct);

        Assert.That(answer.Value, Is.EqualTo(new TermsAcceptanceDto("v2.0", _clock.GetUtcNow())));
        Assert.That(_user.TermsVersion, Is.EqualTo("v2.0"));
        Assert.That(_world.Work.Happened, Is.EqualTo(new[] { new TermsAccepted(_user.Id, TermsVersion.Parse("v2.0"), _clock.GetUtcNow()) }));
    }

    [Test]
    public async Task Agreeing_again_answers_with_the_first_time(CancellationToken ct)
    {
        _world.With(_user);
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.That((await AcceptAsync("v1.0", ct)).Value, Is.EqualTo(new TermsAcceptanceDto("v1.0", FakeClock.Start)));
        Assert.That(_world.Work.Happened, Is.Empty);
    }

    [Test]
    public async Task Somebody_who_is_gone_cannot_agree(CancellationToken ct) =>
        Assert.That((await AcceptAsync("v1.0", ct)).Error, Is.EqualTo(UserErrors.NotFound));

    [Test]
    public async Task What_was_not_saved_is_told(CancellationToken ct)
    {
        _world.With(_user).Work.Refusals.Enqueue(CommonErrors.LostRace);

        Assert.That((await AcceptAsync("v2.0", ct)).Error, Is.EqualTo(CommonErrors.LostRace));
    }

    [Test]
    public async Task The_reaction_writes_the_agreement_in_the_same_work(CancellationToken ct)
    {
        var happened = new TermsAccepted(_user.Id, Any.Terms, Any.Instant);

        await new RecordTermsAcceptance(_world.Users).Handle(new Happened<TermsAccepted>(happened), ct);

        Assert.That(_world.Users.Acceptances, Is.Empty, "nothing is saved before the commit");
        await _world.Work.CommitAsync(ct);
        var written = _world.Users.Acceptances.Single();
        Assert.That((written.UserId, written.Version, written.AcceptedAt), Is.EqualTo((_user.Id, "v1.0", Any.Instant)));
    }

    [TestCase("v2.0")]
    [TestCase(null, "version required")]
    [TestCase("", "version required")]
    [TestCase("v1.0", "version terms.not_current")]
    [TestCase("2.0", "version terms.malformed", "version terms.not_current")]
    public void Only_the_terms_in_force_can_be_agreed_to(string? version, params string[] faults) => Assert.That(
        new AcceptTermsValidator(Options.Create(new AccountsOptions { CurrentTermsVersion = "v2.0" })).Faults(new AcceptTerms(version)),
        Is.EqualTo(faults));

    private Task<Result<TermsAcceptanceDto>> AcceptAsync(string version, CancellationToken ct) =>
        new AcceptTermsHandler(_world.Users, _world.Work, Asking.CallerOf(_user.Id), Asking.Mapping, _clock).Handle(new AcceptTerms(version), ct);
}
