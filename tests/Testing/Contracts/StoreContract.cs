using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.Contracts;

/// <summary>What any way of keeping things has to do alike. Derive, open the world in question, and every test below runs on it.</summary>
[CancelAfter(120_000)]
public abstract class StoreContract
{
    private readonly List<IWorld> _worlds = [];

    /// <summary>The settings that the world goes by.</summary>
    protected AccountsOptions Accounts { get; } = new() { MaxLoginAttempts = 3 };

    /// <inheritdoc cref="Accounts"/>
    protected SessionsOptions Sessions { get; } = new() { MaxConcurrent = 2 };

    /// <summary>The unit of work that a test begins with.</summary>
    protected IWorld World => _worlds[0];

    /// <summary>Opens the world in question, by <see cref="Accounts"/> and <see cref="Sessions"/>.</summary>
    protected abstract Task<IWorld> OpenAsync(CancellationToken ct);

    /// <summary>Opens the world.</summary>
    [SetUp]
    public async Task Open() => _worlds.Add(await OpenAsync(TestContext.CurrentContext.CancellationToken));

    /// <summary>Closes every unit of work, the latest first.</summary>
    [TearDown]
    public async Task Close()
    {
        foreach (var world in Enumerable.Reverse(_worlds).OfType<IAsyncDisposable>())
        {
            await world.DisposeAsync();
        }
    }

    /// <summary>Another unit of work, which sees only what was saved.</summary>
    protected IWorld Anew()
    {
        _worlds.Add(World.Anew());
        return _worlds[^1];
    }

    /// <summary>Saves people by a unit of work of their own.</summary>
    protected async Task<User> SaveAsync(User user, CancellationToken ct)
    {
        var world = Anew();
        world.Users.Add(user);
        Assert.That((await world.Work.CommitAsync(ct)).Error, Is.Null);
        return user;
    }

    /// <summary>Begins a session.</summary>
    protected async Task<Session> BeginAsync(Session session, CancellationToken ct)
    {
        var attempt = new LogInAttempt(Any.Email(), Any.Address, DeviceId: null, session.CreatedAt);
        Assert.That((await World.LogIns.CompleteAsync(new LogInSuccess(attempt, session, DeviceName: null, UpgradedHash: null), ct)).Error, Is.Null);
        return session;
    }
}
