using NUnit.Framework;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests;

/// <summary>Stops the tests' PostgreSQL after the last test; the test host may not wait for us when it ends.</summary>
[SetUpFixture]
public sealed class TestServer
{
    [OneTimeTearDown]
    public async Task Stop() => await TestPostgres.StopServerAsync();
}
