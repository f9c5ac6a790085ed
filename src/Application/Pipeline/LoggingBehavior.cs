using MediatR;
using Microsoft.Extensions.Logging;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Pipeline;

/// <summary>Tells of every request its name, its outcome and its time; never what it carries.</summary>
internal sealed class LoggingBehavior<TRequest, TResponse>(TimeProvider clock, ILogger<LoggingBehavior<TRequest, TResponse>> logger)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IGuarded
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        if (!logger.IsEnabled(LogLevel.Debug))
        {
            return await next();
        }

        var start = clock.GetTimestamp();
        var response = await next();
        logger.Handled(typeof(TRequest).Name, response.Error?.Code ?? "ok", clock.GetElapsedTime(start).TotalMilliseconds);
        return response;
    }
}
