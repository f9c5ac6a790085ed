using MediatR;
using UserSystem.Application.Ports;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Pipeline;

/// <summary>
/// Holds back networks that keep sending mailed or refresh tokens, or invitations, that are worth nothing. Only a failure is counted and looked up: a good
/// token costs nothing more, and is taken from anywhere.
/// </summary>
internal sealed class GuessedTokenBehavior<TRequest, TResponse>(IGuessedTokens guesses, ICaller caller, TimeProvider clock)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommandBase, IGuarded
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        var response = await next();
        return IsGuess(response.Error) && await guesses.CountAsync(caller.Address, clock.GetUtcNow(), cancellationToken) is { } wait
            ? TResponse.Failure(SessionErrors.TooManyAttempts(wait))
            : response;
    }

    private static bool IsGuess(Error? error) =>
        error == VerificationTokenErrors.Invalid || error == SessionErrors.TokenInvalid || error == InvitationErrors.Invalid;
}
