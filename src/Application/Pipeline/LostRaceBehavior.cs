using MediatR;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Pipeline;

/// <summary>Runs a command again, from what is true by then, when it lost a race against another; up to three times in all.</summary>
internal sealed class LostRaceBehavior<TRequest, TResponse>(IUnitOfWork work) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommandBase, IGuarded
    where TResponse : IOutcome<TResponse>
{
    private const int Attempts = 3;

    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var response = await next();
            if (response.Error != CommonErrors.LostRace || attempt == Attempts)
            {
                return response;
            }

            await work.ForgetAsync(cancellationToken);
        }
    }
}
