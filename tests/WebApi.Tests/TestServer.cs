using NUnit.Framework;
using UserSystem.Testing;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests;

/// <summary>Stops the shared services and the tests' PostgreSQL after the last test; the test host may not wait for us when it ends.</summary>
[SetUpFixture]
public sealed class TestServer
{
    [OneTimeTearDown]
    public async Task Stop()
    {
        await Hosts.StopAsync();
        await TestPostgres.StopServerAsync();
    }
}
