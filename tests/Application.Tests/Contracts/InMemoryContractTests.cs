using NUnit.Framework;
using UserSystem.Testing.Contracts;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Contracts;

// What the handlers are tested with behaves like the database, by the same tests that run there.

[TestFixture]
public sealed class InMemoryUserRepositoryTests : UserRepositoryContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => Task.FromResult<IWorld>(new InMemoryWorld(Accounts, Sessions));
}

[TestFixture]
public sealed class InMemoryVerificationTests : VerificationContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => Task.FromResult<IWorld>(new InMemoryWorld(Accounts, Sessions));
}

[TestFixture]
public sealed class InMemoryUserReaderTests : UserReaderContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => Task.FromResult<IWorld>(new InMemoryWorld(Accounts, Sessions));
}

[TestFixture]
public sealed class InMemorySessionRepositoryTests : SessionRepositoryContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => Task.FromResult<IWorld>(new InMemoryWorld(Accounts, Sessions));
}

[TestFixture]
public sealed class InMemoryLogInStoreTests : LogInStoreContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => Task.FromResult<IWorld>(new InMemoryWorld(Accounts, Sessions));
}

[TestFixture]
public sealed class InMemoryMailLimitTests : MailLimitContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => Task.FromResult<IWorld>(new InMemoryWorld(Accounts, Sessions));
}

[TestFixture]
public sealed class InMemoryIdempotencyTests : IdempotencyContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => Task.FromResult<IWorld>(new InMemoryWorld(Accounts, Sessions));
}

[TestFixture]
public sealed class InMemoryInvitationRepositoryTests : InvitationRepositoryContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => Task.FromResult<IWorld>(new InMemoryWorld(Accounts, Sessions));
}

[TestFixture]
public sealed class InMemoryAttributeTests : AttributeContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => Task.FromResult<IWorld>(new InMemoryWorld(Accounts, Sessions));
}

[TestFixture]
public sealed class InMemoryAttributeReaderTests : AttributeReaderContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => Task.FromResult<IWorld>(new InMemoryWorld(Accounts, Sessions));
}
