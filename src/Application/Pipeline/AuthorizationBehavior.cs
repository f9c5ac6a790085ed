using MediatR;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Pipeline;

/// <summary>Lets nobody through whom the request does not name. The edge asks the same question before it reads a body; this is the lock behind that door.</summary>
internal sealed class AuthorizationBehavior<TRequest, TResponse>(ICaller caller, IPermissions permissions) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IGuarded
    where TResponse : IOutcome<TResponse>
{
    public Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        var check = TRequest.Access.CheckAsync(caller, permissions, cancellationToken);
        return !check.IsCompletedSuccessfully ? WaitAsync(check, next, cancellationToken)
            : check.Result is { } refusal ? Task.FromResult(TResponse.Failure(refusal))
            : next();
    }

    private static async Task<TResponse> WaitAsync(ValueTask<Error?> check, RequestHandlerDelegate<TResponse> next, CancellationToken ct) =>
        await check.AsTask().WaitAsync(ct) is { } refusal ? TResponse.Failure(refusal) : await next();
}
