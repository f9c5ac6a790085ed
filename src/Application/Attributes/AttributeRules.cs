using FluentValidation;
using UserSystem.Domain.Attributes;

namespace UserSystem.Application.Attributes;

/// <summary>Rules of shape that requests about attributes share.</summary>
internal static class AttributeRules
{
    /// <summary>Must be a key that somebody handles.</summary>
    public static IRuleBuilderOptions<T, string> Known<T>(this IRuleBuilder<T, string> rule, AttributeCatalog catalog) => rule
        .Must(key => catalog.Find(key) is not null).WithErrorCode(AttributeErrors.UnknownKey.Code).WithMessage(AttributeErrors.UnknownKey.Message)
        .OverridePropertyName("keys");

    /// <summary>Must be there.</summary>
    public static IRuleBuilderOptions<T, TValue?> Given<T, TValue>(this IRuleBuilder<T, TValue?> rule)
        where TValue : class => rule.NotNull().WithErrorCode("required").WithMessage("This member is required.");
}
