using NUnit.Framework;
using UserSystem.Application.Ports;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.Contracts;

/// <summary>What keeps mailboxes from being flooded has to do: one a minute of a kind, five an hour and twenty a day of all.</summary>
public abstract class MailLimitContract : StoreContract
{
    private readonly EmailAddress _email = Any.Email();
    private DateTimeOffset _now = Any.Instant;

    [TestCase(59_999, false)]
    [TestCase(60_000, true)]
    public async Task One_of_a_kind_goes_each_minute(int milliseconds, bool goes, CancellationToken ct)
    {
        Assert.That(await TakeAsync(ct), Is.True);

        Assert.That(await TakeAsync(ct, after: TimeSpan.FromMilliseconds(milliseconds)), Is.EqualTo(goes));
    }

    [Test]
    public async Task Kinds_and_addresses_do_not_hold_each_other_back_within_a_minute(CancellationToken ct)
    {
        await TakeAsync(ct);

        Assert.That(await TakeAsync(ct, LimitedMail.PasswordReset), Is.True);
        Assert.That(await TakeAsync(ct, to: Any.Email()), Is.True);
        Assert.That(await TakeAsync(ct, to: EmailAddress.Parse(_email.Value.ToUpperInvariant())), Is.False, "in whatever case");
    }

    [Test]
    public async Task Five_of_all_kinds_go_in_any_hour(CancellationToken ct)
    {
        var gone = new List<double>();
        for (var minute = 0; minute < 150; minute++)
        {
            if (await TakeAsync(ct, minute % 2 == 0 ? LimitedMail.Verification : LimitedMail.EmailChange))
            {
                gone.Add((_now - Any.Instant).TotalMinutes);
            }

            _now = _now.AddMinutes(1);
        }

        Assert.That(gone, Is.EqualTo([0d, 1, 2, 3, 4, 60, 61, 62, 63, 64, 120, 121, 122, 123, 124]));
    }

    [Test]
    public async Task Twenty_go_in_any_day(CancellationToken ct)
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.That(await TakeAsync(ct), Is.True);
            _now = _now.AddMinutes(15);
        }

        Assert.That(await TakeAsync(ct), Is.False);
        _now = Any.Instant.AddDays(1).AddTicks(-10);
        Assert.That(await TakeAsync(ct), Is.False);
        Assert.That(await TakeAsync(ct, after: TimeSpan.FromMicroseconds(1)), Is.True, "the first is a day old");
        Assert.That(await TakeAsync(ct, after: TimeSpan.FromMinutes(1)), Is.False, "and only the first");
    }

    [Test]
    public async Task What_is_refused_or_given_up_does_not_count(CancellationToken ct)
    {
        var given = Anew();
        await given.Users.FindByEmailForRegistrationAsync(_email, ct);
        Assert.That(await given.MailLimits.TryTakeAsync(_email, LimitedMail.Verification, _now, ct), Is.True);
        await given.Work.ForgetAsync(ct);
        Assert.That(await TakeAsync(ct), Is.True);

        Assert.That(await TakeAsync(ct, after: TimeSpan.FromSeconds(50)), Is.False);
        Assert.That(await TakeAsync(ct, after: TimeSpan.FromSeconds(10)), Is.True);
    }

    private async Task<bool> TakeAsync(CancellationToken ct, LimitedMail mail = LimitedMail.Verification, EmailAddress? to = null, TimeSpan after = default)
    {
        _now += after;
        var world = Anew();
        await world.Users.FindByEmailForRegistrationAsync(to ?? _email, ct);
        var goes = await world.MailLimits.TryTakeAsync(to ?? _email, mail, _now, ct);
        Assert.That((await world.Work.CommitAsync(ct)).Error, Is.Null);
        return goes;
    }
}
