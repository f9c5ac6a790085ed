using NUnit.Framework;
using UserSystem.Application.Ports;
using UserSystem.Application.Users;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.Contracts;

/// <summary>Answers are kept with what they tell of, or not at all.</summary>
public abstract class IdempotencyContract : StoreContract
{
    private readonly RequestKey _key = new($"user:{Any.Id<UserId>().Value} POST /users", "key", [.. Enumerable.Repeat((byte)7, 32)]);

    /// <summary>Neither is there before the commit, both are there after it.</summary>
    [Test]
    public async Task Keeps_the_answer_and_what_it_tells_of_together(CancellationToken ct)
    {
        var user = Any.User();
        await SaveUnderKeyAsync(World, user, ct);

        Assert.That(await IsThereAsync(user, ct), Is.EqualTo((false, false)));
        Assert.That((await World.Idempotency.CommitAsync(Answer(user), ct)).Error, Is.Null);

        Assert.That(await IsThereAsync(user, ct), Is.EqualTo((true, true)));
        var kept = await Anew().Idempotency.FindAsync(_key, typeof(UserDto), ct);
        Assert.That((kept!.Value, kept.BodyHash), Is.EqualTo((Answer(user), _key.BodyHash)), "with all that a client does not see");
    }

    /// <summary>Giving up takes both back, and the key with them.</summary>
    [Test]
    public async Task Keeps_neither_where_it_was_given_up(CancellationToken ct)
    {
        var (first, second) = (Any.User(), Any.User());
        await SaveUnderKeyAsync(World, first, ct);
        await World.Work.ForgetAsync(ct);

        World.Users.Add(second);
        Assert.That((await World.Work.CommitAsync(ct)).Error, Is.Null);

        Assert.That(await IsThereAsync(first, ct), Is.EqualTo((false, false)));
        Assert.That(await IsThereAsync(second, ct), Is.EqualTo((true, false)));
    }

    /// <summary>Who comes second saves nothing.</summary>
    [Test]
    public async Task Lets_one_of_two_with_the_same_key_save(CancellationToken ct)
    {
        var (first, second) = (Any.User(), Any.User());
        await SaveUnderKeyAsync(World, first, ct);
        await World.Idempotency.CommitAsync(Answer(first), ct);
        var other = Anew();
        other.Idempotency.Begin(_key);
        other.Users.Add(second);

        Assert.That((await other.Work.CommitAsync(ct)).Error, Is.EqualTo(CommonErrors.LostRace));

        await other.Work.ForgetAsync(ct);
        Assert.That(await Anew().Users.FindAsync(second.Id, ct), Is.Null);
    }

    /// <summary>A key counts where it was sent.</summary>
    [Test]
    public async Task Knows_another_scope_and_another_key_apart(CancellationToken ct)
    {
        await SaveUnderKeyAsync(World, Any.User(), ct);
        await World.Idempotency.CommitAsync(Answer(Any.User()), ct);

        Assert.That(await World.Idempotency.FindAsync(_key with { Scope = _key.Scope + "/x" }, typeof(UserDto), ct), Is.Null);
        Assert.That(await World.Idempotency.FindAsync(_key with { Key = "other" }, typeof(UserDto), ct), Is.Null);
    }

    /// <summary>There is nothing to be repeated where nothing was done.</summary>
    [Test]
    public async Task Keeps_no_answer_where_nothing_was_saved(CancellationToken ct)
    {
        World.Idempotency.Begin(_key);

        Assert.That((await World.Idempotency.CommitAsync(Answer(Any.User()), ct)).Error, Is.Null);
        Assert.That(await World.Idempotency.FindAsync(_key, typeof(UserDto), ct), Is.Null);
    }

    private static UserDto Answer(User user) => new(
        user.Id.Value, user.Email.Value, user.Name, UserStatus.PendingVerification, true, null, false, Any.Instant.AddTicks(10), null, null, null, true,
        null, null, null, null, Any.Instant, Any.Instant, null, null)
    { Version = 7 };

    private async Task SaveUnderKeyAsync(IWorld world, User user, CancellationToken ct)
    {
        world.Idempotency.Begin(_key);
        world.Users.Add(user);
        Assert.That((await world.Work.CommitAsync(ct)).Error, Is.Null);
    }

    private async Task<(bool User, bool Answer)> IsThereAsync(User user, CancellationToken ct) => (
        await Anew().Users.FindAsync(user.Id, ct) is not null,
        await Anew().Idempotency.FindAsync(_key, typeof(UserDto), ct) is not null);
}
