using NUnit.Framework;
using UserSystem.Testing.Contracts;

namespace UserSystem.Infrastructure.Tests.Persistence.Contracts;

// The contracts that the in-memory repositories of the use cases' tests keep, kept by the database.

[TestFixture]
public sealed class PostgresUserRepositoryTests : UserRepositoryContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => PostgresWorld.OpenAsync(Accounts, Sessions, ct);
}

[TestFixture]
public sealed class PostgresVerificationTests : VerificationContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => PostgresWorld.OpenAsync(Accounts, Sessions, ct);
}

[TestFixture]
public sealed class PostgresUserReaderTests : UserReaderContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => PostgresWorld.OpenAsync(Accounts, Sessions, ct);
}

[TestFixture]
public sealed class PostgresSessionRepositoryTests : SessionRepositoryContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => PostgresWorld.OpenAsync(Accounts, Sessions, ct);
}

[TestFixture]
public sealed class PostgresLogInStoreTests : LogInStoreContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => PostgresWorld.OpenAsync(Accounts, Sessions, ct);
}

[TestFixture]
public sealed class PostgresMailLimitTests : MailLimitContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => PostgresWorld.OpenAsync(Accounts, Sessions, ct);
}

[TestFixture]
public sealed class PostgresIdempotencyTests : IdempotencyContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => PostgresWorld.OpenAsync(Accounts, Sessions, ct);
}

[TestFixture]
public sealed class PostgresInvitationRepositoryTests : InvitationRepositoryContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => PostgresWorld.OpenAsync(Accounts, Sessions, ct);
}

[TestFixture]
public sealed class PostgresAttributeTests : AttributeContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => PostgresWorld.OpenAsync(Accounts, Sessions, ct);
}

[TestFixture]
public sealed class PostgresAttributeReaderTests : AttributeReaderContract
{
    protected override Task<IWorld> OpenAsync(CancellationToken ct) => PostgresWorld.OpenAsync(Accounts, Sessions, ct);
}
