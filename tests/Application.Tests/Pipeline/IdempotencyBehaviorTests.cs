using NUnit.Framework;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Users;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Pipeline;

/// <summary>A command that is sent again under its key is answered again, and carried out once.</summary>
[CancelAfter(30_000)]
public sealed class IdempotencyBehaviorTests
{
    private static readonly RequestKey Key = new("user:1 POST /users", "key", [1, 2, 3]);
    private readonly InMemoryWorld _world = new();
    private int _handled;

    [Test]
    public async Task The_same_key_and_body_bring_the_first_answer_again(CancellationToken ct)
    {
        var first = await SendAsync(_world, Key, ct);
        var again = await SendAsync(Anew(), Key, ct);

        Assert.That((again.Response.Value, again.Replayed, first.Replayed), Is.EqualTo((first.Response.Value, true, false)));
        Assert.That((_handled, _world.Users.All.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task The_same_key_with_another_body_is_refused(CancellationToken ct)
    {
        await SendAsync(_world, Key, ct);
        var other = await SendAsync(Anew(), Key with { BodyHash = [1, 2, 4] }, ct);

        Assert.That((other.Response.Error, other.Replayed, _handled), Is.EqualTo((IdempotencyErrors.KeyReused, false, 1)));
    }

    [Test]
    public async Task Without_a_key_everything_is_carried_out(CancellationToken ct)
    {
        await SendAsync(_world, key: null, ct);
        await SendAsync(Anew(), key: null, ct);

        Assert.That((_handled, _world.Users.All.Count), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task What_was_refused_is_tried_again(CancellationToken ct)
    {
        var refused = await SendAsync(_world, Key, ct, static () => Task.FromResult((Result<UserDto>)UserErrors.EmailTaken));
        var again = await SendAsync(Anew(), Key, ct);

        Assert.That((refused.Response.Error, again.Response.Error, again.Replayed), Is.EqualTo((UserErrors.EmailTaken, (Error?)null, false)));
        Assert.That(_world.Work.Forgets, Is.EqualTo(1), "nothing is held any longer");
    }

    [Test]
    public async Task What_refuses_it_may_be_what_the_first_one_did_meanwhile(CancellationToken ct)
    {
        Result<UserDto>? first = null;
        var second = await SendAsync(_world, Key, ct, async () =>
        {
            first = (await SendAsync(Anew(), Key, ct)).Response;
            return UserErrors.EmailTaken;
        });

        Assert.That((second.Response.Error, second.Response.Value, second.Replayed), Is.EqualTo(((Error?)null, first!.Value, true)));
    }

    [Test]
    public async Task Of_two_at_once_one_saves_and_the_other_hears_its_answer(CancellationToken ct)
    {
        UserDto? first = null;
        var second = Anew();
        var (response, replayed) = await SendAsync(second, Key, ct, async () =>
        {
            first = (await SendAsync(_world, Key, ct)).Response.Value;
            return await CreateAsync(second, ct);
        });

        Assert.That((response.Value, replayed, _world.Users.All.Count), Is.EqualTo((first, true, 1)));
    }

    private InMemoryWorld Anew() => (InMemoryWorld)_world.Anew();

    private async Task<(Result<UserDto> Response, bool Replayed)> SendAsync(
        InMemoryWorld world, RequestKey? key, CancellationToken ct, Func<Task<Result<UserDto>>>? handler = null)
    {
        var repetition = new Repetition { Key = key };
        var behavior = new IdempotencyBehavior<CreateUser, Result<UserDto>>(repetition, world.Idempotency, world.Work);
        var response = await behavior.Handle(new CreateUser("a@example.org", "A"), () => (handler ?? (() => CreateAsync(world, ct)))(), ct);
        return (response, repetition.IsReplayed);
    }

    private async Task<Result<UserDto>> CreateAsync(InMemoryWorld world, CancellationToken ct)
    {
        _handled++;
        var user = Any.User();
        world.Users.Add(user);
        return await world.Work.CommitAsync(ct) is { Error: { } error }
            ? error
            : new UserDto(
                user.Id.Value, user.Email.Value, user.Name, user.Status, true, null, false, null, null, null, null, true, null, null, null, null,
                Any.Instant, Any.Instant, null, null);
    }
}
