using NUnit.Framework;
using UserSystem.Application.Ports;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Ports;

public sealed class CallerTests
{
    [Test]
    public void Is_nobody_known_at_first()
    {
        var caller = new Caller();

        Assert.That(
            (caller.Identity, caller.Refusal, caller.IsSystem, caller.Address, caller.UserAgent, caller.Language),
            Is.EqualTo(((CallerIdentity?)null, (Domain.Shared.Error?)null, false, (System.Net.IPAddress?)null, (string?)null, "en")));
    }

    [Test]
    public void Has_a_person_only_when_somebody_is_logged_in()
    {
        var id = Any.Id<UserId>();
        ICaller known = Asking.CallerOf(id), unknown = new Caller();

        Assert.That(known.UserId, Is.EqualTo(id));
        Assert.That(() => unknown.UserId, Throws.InvalidOperationException);
    }
}

[CancelAfter(30_000)]
public sealed class ServiceStateTests
{
    private readonly ServiceState _state = new();

    [Test]
    public async Task Becomes_ready_once_and_for_all_who_wait(CancellationToken ct)
    {
        var waiting = _state.WaitUntilReadyAsync(ct);
        Assert.That((_state.IsReady, waiting.IsCompleted), Is.EqualTo((false, false)));

        _state.BecomeReady();
        _state.BecomeReady();

        await waiting;
        Assert.That(_state.IsReady, Is.True);
    }

    [Test]
    public void Waiting_can_be_given_up() =>
        Assert.That(() => _state.WaitUntilReadyAsync(new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
}
