using MediatR;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Pipeline;

/// <summary>
/// Runs a command again, from what is true by then, when it lost a race against another, at its commit or on the way to it; up to three
/// times in all.
/// </summary>
internal sealed class LostRaceBehavior<TRequest, TResponse>(IUnitOfWork work, IInfrastructureFaults faults) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommandBase, IGuarded
    where TResponse : IOutcome<TResponse>
{
    private const int Attempts = 3;

    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            TResponse response;
            try
            {
                response = await next();
            }
            catch (Exception failure) when (faults.IsLostRace(failure))
            {
                response = TResponse.Failure(CommonErrors.LostRace);
            }

            if (response.Error != CommonErrors.LostRace || attempt == Attempts)
            {
                return response;
            }

            await work.ForgetAsync(cancellationToken);
        }
    }
}

/// <summary>Asks a question again, once, that the database gave up in favour of somebody else's work.</summary>
internal sealed class LostQueryBehavior<TRequest, TResponse>(IInfrastructureFaults faults) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IQueryBase, IGuarded
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        try
        {
            return await next();
        }
        catch (Exception failure) when (faults.IsLostRace(failure))
        {
            return await next();
        }
    }
}
