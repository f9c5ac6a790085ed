using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Application.Users;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Users;

/// <summary>Who can be restored stays, everybody else who was deleted goes.</summary>
[CancelAfter(30_000)]
public sealed class PurgeUsersTests
{
    private readonly InMemoryWorld _world = new();
    private readonly FakeClock _clock = new();
    private readonly IAuditLog _audit = Substitute.For<IAuditLog>();
    private readonly AccountsOptions _accounts = new() { PurgeAfterDays = 3 };

    [Test]
    public async Task At_every_instant_somebody_can_either_be_restored_or_goes(
        [Values(-10_000_000, -1, 0, 1, 10_000_000)] int microseconds, [Values(1, 30, 3650)] int days, CancellationToken ct)
    {
        _accounts.PurgeAfterDays = days;
        var user = Any.DeletedUser().With(each => each.DeletedAt, _clock.GetUtcNow() - _accounts.PurgeAfter + TimeSpan.FromMicroseconds(microseconds));
        _world.With(user);

        var purged = await PurgeAsync(ct);

        var tooLate = user.Restore(_accounts.PurgeAfter, _clock.GetUtcNow()).Error == UserErrors.RestoreTooLate;
        Assert.That((purged.Value.Count, _world.Users.All.Count), Is.EqualTo(tooLate ? (1, 0) : (0, 1)));
        Assert.That(tooLate, Is.EqualTo(microseconds <= 0));
    }

    [Test]
    public async Task Goes_on_until_nobody_is_left_in_pieces_of_which_each_is_told(CancellationToken ct)
    {
        People(1200);
        _world.With(Any.User());
        var progress = Substitute.For<IProgress<int>>();

        var purged = await PurgeAsync(ct, progress);

        Assert.That((purged.Value.Count, _world.Users.All.Count), Is.EqualTo((1200L, 1)));
        Received.InOrder(() =>
        {
            progress.Report(500);
            progress.Report(500);
            progress.Report(200);
        });
    }

    [Test]
    public async Task Leaves_a_record_of_each_that_says_nothing_about_the_person(CancellationToken ct)
    {
        var user = People(1).Single();

        await PurgeAsync(ct);

        _audit.Received(1).Record(new AuditEntry("user.purge", $"user:{user.Id.Value}"));
        _audit.ReceivedWithAnyArgs(1).Record(default!);
    }

    [Test]
    public async Task Only_counts_when_it_is_asked_to(CancellationToken ct)
    {
        People(7);

        var counted = await Handler.Handle(new PurgeUsers(DryRun: true), ct);

        Assert.That((counted.Value.Count, _world.Users.All.Count, _world.Work.Commits), Is.EqualTo((7L, 7, 0)));
        _audit.DidNotReceiveWithAnyArgs().Record(default!);
    }

    [Test]
    public async Task Stops_where_a_piece_cannot_be_kept(CancellationToken ct)
    {
        People(1200);
        _world.Work.Refusals.Enqueue(CommonErrors.LostRace);

        Assert.That((await PurgeAsync(ct)).Error, Is.EqualTo(CommonErrors.LostRace));
        Assert.That(_world.Users.All, Has.Count.EqualTo(1200));
    }

    private PurgeUsersHandler Handler => new(_world.Users, _audit, _world.Work, _clock, Microsoft.Extensions.Options.Options.Create(_accounts));

    private Task<Result<PurgedUsers>> PurgeAsync(CancellationToken ct, IProgress<int>? progress = null) =>
        Handler.Handle(new PurgeUsers(DryRun: false, progress), ct);

    private List<User> People(int count)
    {
        var people = Enumerable.Range(0, count).Select(_ => Any.DeletedUser().With(each => each.DeletedAt, _clock.GetUtcNow().AddDays(-4))).ToList();
        people.ForEach(user => _world.With(user));
        return people;
    }
}
