using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NSubstitute;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Application.Users;
using UserSystem.Domain.Preferences;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Pipeline;

/// <summary>The pipeline as the service has it, on ports that do nothing.</summary>
internal sealed class Pipe
{
    private readonly IServiceScope _scope;

    public Pipe(LogLevel level = LogLevel.Debug)
    {
        Work.CommitAsync(default).ReturnsForAnyArgs(Result.Success);
        var services = new ServiceCollection()
            .AddLogging(log => log.SetMinimumLevel(level).AddProvider(Logs))
            .AddApplication()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(Work).AddSingleton(Outbox).AddSingleton(Guesses).AddSingleton(Reader).AddSingleton(Permissions).AddSingleton(Asking.NoPolicy())
            .AddSingleton(Users).AddSingleton(Faults).AddSingleton(Substitute.For<IPreferencesRepository>())
            .AddSingleton(Substitute.For<IMailLimits>())
            .AddSingleton(Asking.Default<AccountsOptions>());
        _scope = services.BuildServiceProvider().CreateScope();
    }

    public FakeClock Clock { get; } = new();

    public IUnitOfWork Work { get; } = Substitute.For<IUnitOfWork>();

    public IGuessedTokens Guesses { get; } = Substitute.For<IGuessedTokens>();

    public IUserRepository Users { get; } = Substitute.For<IUserRepository>();

    public IOutbox Outbox { get; } = Substitute.For<IOutbox>();

    public IUserReader Reader { get; } = Substitute.For<IUserReader>();

    public IInfrastructureFaults Faults { get; } = Substitute.For<IInfrastructureFaults>();

    public IPermissions Permissions { get; } = Substitute.For<IPermissions>();

    public FakeLogs Logs { get; } = new();

    public Caller Caller => _scope.ServiceProvider.GetRequiredService<Caller>();

    public Task<TResponse> SendAsync<TResponse>(IRequest<TResponse> request, CancellationToken ct) =>
        _scope.ServiceProvider.GetRequiredService<ISender>().Send(request, ct);
}

/// <summary>Keeps the lines that were logged.</summary>
internal sealed class FakeLogs : ILoggerProvider, ILogger
{
    public List<string> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add(formatter(state, exception));

    public void Dispose()
    {
    }
}
