using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Infrastructure.Tests.Persistence;

namespace UserSystem.Infrastructure.Tests;

/// <summary>A start waits for its database, at whichever step that goes away.</summary>
[CancelAfter(120_000)]
public sealed class StartupTests : DatabaseFixture
{
    [Test]
    public async Task Waits_also_where_the_framework_wraps_what_the_driver_says(CancellationToken ct)
    {
        var sender = Substitute.For<ISender>();
        sender.Send(Arg.Any<CreateAdministrator>(), Arg.Any<CancellationToken>()).Returns(
            static _ => throw new InvalidOperationException("Likely a transient failure.", new NpgsqlException("away")),
            static _ => (Result<AdministratorOutcome>)AdministratorOutcome.AlreadyAdministrator);
        var node = NewNode(adjust: services => services.AddSingleton(sender).AddSingleton<Startup>()
            .AddSingleton(Options.Create(new BootstrapOptions { AdminEmail = "jo@example.org", AdminPassword = "a quiet green river" })));
        var startup = node.Get<Startup>();

        await startup.StartAsync(ct);
        while (!startup.ExecuteTask!.IsCompleted)
        {
            node.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await startup.ExecuteTask;
        Assert.That(node.Get<ServiceState>().IsReady);
    }
}
