using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Serilog;
using Serilog.Extensions.Hosting;

namespace UserSystem.Architecture.Tests;

/// <summary>Serilog's hosting and request logging work on top of the stand-in.</summary>
public sealed class StandInLoggingTests
{
    private readonly MemorySink _memory = new();

    [Test]
    public void Loggers_of_the_host_write_to_its_own_sinks()
    {
        var other = new MemorySink();
        using var first = Host(_memory);
        using var second = Host(other);

        Write(first, "one");
        Write(second, "two");

        Assert.That(_memory.Messages.Single(), Is.EqualTo("one"));
        Assert.That(other.Messages.Single(), Is.EqualTo("two"));
    }

    [Test, NonParallelizable]
    public void The_static_logger_is_replaced_only_where_it_is_not_preserved()
    {
        var before = Log.Logger;
        try
        {
            using var preserving = Host(_memory);
            Write(preserving, "x");
            Assert.That(Log.Logger, Is.SameAs(before));

            using var replacing = Host(_memory, preserveStaticLogger: false);
            Write(replacing, "y");
            Assert.That(Log.Logger, Is.Not.SameAs(before));
        }
        finally
        {
            Log.Logger = before;
        }
    }

    [Test]
    public void The_sinks_are_closed_once_with_the_host()
    {
        using (var host = Host(_memory))
        {
            Write(host, "x");
            Assert.That(_memory.Closed, Is.Zero);
        }

        Assert.That(_memory.Closed, Is.EqualTo(1));
    }

    [Test]
    public void Whoever_asks_for_the_logger_cannot_close_it()
    {
        using var host = Host(_memory);

        (host.GetRequiredService<Serilog.ILogger>() as IDisposable)?.Dispose();
        Write(host, "still here");

        Assert.That(_memory.Closed, Is.Zero);
    }

    [TestCase(true, 1)]
    [TestCase(false, 0)]
    public void Other_providers_get_the_events_only_when_asked(bool writeToProviders, int events)
    {
        var provider = new CountingProvider();
        using var host = Host(_memory, writeToProviders: writeToProviders, provider: provider);

        Write(host, "x");

        Assert.That(provider.Events, Is.EqualTo(events));
    }

    [Test]
    public async Task The_event_of_a_request_carries_what_was_said_during_it()
    {
        await using var host = Host(_memory);
        var context = host.GetRequiredService<IDiagnosticContext>();
        var app = Pipeline(host, async _ =>
        {
            context.Set("Step", "first");
            await Task.Yield();
            context.Set("Step", "second");
        });

        context.Set("Before", true);
        await app(new DefaultHttpContext { RequestServices = host });
        context.Set("After", true);
        await app(new DefaultHttpContext { RequestServices = host });

        Assert.That(_memory.Events, Has.Count.EqualTo(2));
        Assert.That(_memory.Events[0].Properties["Step"].ToString(), Is.EqualTo("\"second\""));
        Assert.That(_memory.Events.SelectMany(one => one.Properties.Keys), Has.No.Member("Before").And.No.Member("After"));
    }

    [Test]
    public async Task The_event_of_a_request_names_the_exception_that_was_handled()
    {
        await using var host = Host(_memory);
        var handled = new InvalidOperationException("handled");

        await Pipeline(host, _ =>
        {
            host.GetRequiredService<IDiagnosticContext>().SetException(handled);
            return Task.CompletedTask;
        })(new DefaultHttpContext { RequestServices = host });

        Assert.That(_memory.Events.Single().Exception, Is.SameAs(handled));
    }

    [Test]
    public void A_collection_inside_another_gives_way_to_it_when_it_ends()
    {
        using var logger = new LoggerConfiguration().CreateLogger();
        var context = new DiagnosticContext(logger);
        using var outer = context.BeginCollection();
        var inner = context.BeginCollection();
        context.Set("Inner", 1);
        Assert.That(inner.TryComplete(out var properties, out _), Is.True);
        context.Set("Outer", 2);

        Assert.That(properties!.Single().Name, Is.EqualTo("Inner"));
        Assert.That(outer.TryComplete(out properties, out _), Is.True);
        Assert.That(properties!.Single().Name, Is.EqualTo("Outer"));
        Assert.That(outer.TryComplete(out _, out _), Is.False);
    }

    private static RequestDelegate Pipeline(ServiceProvider host, RequestDelegate end)
    {
        var app = new ApplicationBuilder(host);
        app.UseSerilogRequestLogging(options => options.Logger = host.GetRequiredService<Serilog.ILogger>());
        app.Run(end);
        return app.Build();
    }

    private static ServiceProvider Host(
        MemorySink memory, bool preserveStaticLogger = true, bool writeToProviders = false, ILoggerProvider? provider = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging =>
        {
            if (provider is not null)
            {
                logging.Services.AddSingleton(provider);
            }
        });
        services.AddSerilog((_, logger) => logger.WriteTo.Sink(memory), preserveStaticLogger, writeToProviders);
        return services.BuildServiceProvider();
    }

    private static void Write(ServiceProvider host, string message) =>
        host.GetRequiredService<ILoggerFactory>().CreateLogger("Test").Log(
            LogLevel.Information, default, message, null, static (text, _) => text);
}
