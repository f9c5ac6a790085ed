using MediatR;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Pipeline;

/// <summary>
/// Gives whoever sends a command again under the same key the first answer again. The look-up before the handler holds neither connection
/// nor lock, since handlers hash; of two that arrive at once the unit of work lets one commit, and the other begins anew and finds its answer.
/// </summary>
internal sealed class IdempotencyBehavior<TRequest, TResponse>(Repetition repetition, IIdempotency idempotency, IUnitOfWork work)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IIdempotent, IGuarded
    where TResponse : IValueOutcome<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        if (repetition.Key is not { } key)
        {
            return await next();
        }

        if (await idempotency.FindAsync(key, TResponse.ValueType, cancellationToken) is { } kept)
        {
            return Replay(kept, key);
        }

        idempotency.Begin(key);
        var response = await next();
        if (response.Error is null)
        {
            return await idempotency.CommitAsync(response.ValueObject, cancellationToken) is { Error: { } lost } ? TResponse.Failure(lost) : response;
        }

        // Nothing is held from here on. What refused it may be what the first request did meanwhile.
        await work.ForgetAsync(cancellationToken);
        return await idempotency.FindAsync(key, TResponse.ValueType, cancellationToken) is { } first ? Replay(first, key) : response;
    }

    private TResponse Replay(KeptAnswer kept, RequestKey key)
    {
        if (!kept.BodyHash.AsSpan().SequenceEqual(key.BodyHash))
        {
            return TResponse.Failure(IdempotencyErrors.KeyReused);
        }

        repetition.IsReplayed = true;
        return TResponse.Success(kept.Value);
    }
}
