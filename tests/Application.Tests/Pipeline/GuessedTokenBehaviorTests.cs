using System.Net;
using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Pipeline;

[CancelAfter(30_000)]
public sealed class GuessedTokenBehaviorTests
{
    private static readonly Error[] Guesses = [VerificationTokenErrors.Invalid, SessionErrors.TokenInvalid];
    private static readonly Error?[] NoGuesses = [null, SessionErrors.Ended, SessionErrors.TokenReused, CommonErrors.Busy];

    private readonly IGuessedTokens _guesses = Substitute.For<IGuessedTokens>();

    [TestCaseSource(nameof(Guesses))]
    public async Task A_token_that_is_worth_nothing_is_counted_and_told_as_it_is(Error error, CancellationToken ct)
    {
        Assert.That((await HandleAsync(error, ct)).Error, Is.EqualTo(error));
        await _guesses.Received(1).CountAsync(Any.Address, FakeClock.Start, ct);
    }

    [TestCaseSource(nameof(Guesses))]
    public async Task Whoever_sent_too_many_is_told_to_wait_instead(Error error, CancellationToken ct)
    {
        _guesses.CountAsync(default, default, default).ReturnsForAnyArgs(TimeSpan.FromSeconds(60));

        var told = (await HandleAsync(error, ct)).Error;

        Assert.That((told?.Code, told?.RetryAfter), Is.EqualTo(("auth.too_many_attempts", (TimeSpan?)TimeSpan.FromSeconds(60))));
    }

    [TestCaseSource(nameof(NoGuesses))]
    public async Task Whatever_else_comes_of_a_command_is_not_looked_at(Error? error, CancellationToken ct)
    {
        _guesses.CountAsync(default, default, default).ReturnsForAnyArgs(TimeSpan.FromSeconds(60));

        Assert.That((await HandleAsync(error, ct)).Error, Is.EqualTo(error));
        await _guesses.DidNotReceiveWithAnyArgs().CountAsync(default, default, default);
    }

    private Task<Result> HandleAsync(Error? error, CancellationToken ct) =>
        new GuessedTokenBehavior<Application.Accounts.VerifyEmail, Result>(_guesses, Asking.Stranger(), new FakeClock()).Handle(
            new("any"), () => Task.FromResult(error is null ? Result.Success : Result.Failure(error)), ct);
}
