using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Attributes;

/// <summary>Asks who has a value, in parts; those who came last first.</summary>
/// <param name="Key">Under which key.</param>
/// <param name="Value">The value, or an element of it where values are lists.</param>
/// <param name="Page">Which part.</param>
public sealed record FindAttributeHolders(string Key, string? Value, PageRequest Page) : IQuery<Page<AttributeHolderDto>>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.AttributesRead);
}

internal sealed class FindAttributeHoldersValidator : AbstractValidator<FindAttributeHolders>
{
    public FindAttributeHoldersValidator()
    {
        RuleFor(request => request.Page.Limit).PageLimit();
        RuleFor(request => request.Value).NotNull().WithErrorCode("required").WithMessage("This parameter is required.");
    }
}

internal sealed class FindAttributeHoldersHandler(AttributeSearches searches, IAttributeReader reader, Pages pages)
    : IQueryHandler<FindAttributeHolders, Page<AttributeHolderDto>>
{
    public async Task<Result<Page<AttributeHolderDto>>> Handle(FindAttributeHolders request, CancellationToken cancellationToken)
    {
        var faults = new AttributeFaults("value");
        var read = await searches.ReadAsync(request.Key, request.Value!, faults, cancellationToken);
        return read.Error is { } refusal ? refusal
            : faults.Any ? new ValidationError(faults.Found)
            : await pages.CutAsync(
                request.Page, $"attribute-holders|{request.Key}|{read.Value.Value}",
                (after, limit, ct) => reader.FindHoldersAsync(read.Value, after, limit, ct),
                static holder => new Position(DateTimeOffset.UnixEpoch, holder.UserId), cancellationToken);
    }
}
