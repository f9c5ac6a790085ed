using MediatR;
using UserSystem.Application.Shared;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Pipeline;

/// <summary>A command that may be sent on a condition. Its handler asks the condition as soon as it knows the version of the resource.</summary>
public interface IConditional : ICommandBase
{
    /// <summary>What is asked of the resource; null for nothing.</summary>
    VersionCondition? Condition { get; }
}

/// <summary>A resource that is not there fails a condition that it be there: that is told, instead of that it was not found.</summary>
internal sealed class ConditionBehavior<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IConditional, IGuarded
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        var response = await next();
        return response.Error?.Kind is ErrorKind.NotFound && request.Condition?.Accepts(version: null) is false
            ? TResponse.Failure(CommonErrors.Stale)
            : response;
    }
}
