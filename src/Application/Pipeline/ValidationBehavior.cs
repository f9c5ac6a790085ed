using FluentValidation;
using MediatR;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Pipeline;

/// <summary>Tells everything that is wrong with the shape of a request at once, before anything is looked up.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IGuarded
    where TResponse : IOutcome<TResponse>
{
    public Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        List<Fault>? faults = null;
        foreach (var validator in validators)
        {
            foreach (var failure in validator.Validate(request).Errors)
            {
                (faults ??= []).Add(new Fault(failure.PropertyName, failure.ErrorCode, failure.ErrorMessage));
            }
        }

        return faults is null ? next() : Task.FromResult(TResponse.Failure(new ValidationError(faults)));
    }
}
