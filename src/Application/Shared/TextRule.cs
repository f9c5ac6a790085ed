using FluentValidation;
using FluentValidation.Results;
using FluentValidation.Validators;
using UserSystem.Application.Ports;

namespace UserSystem.Application.Shared;

/// <summary>Judges text as the domain reads it, and tells those who describe the API how long it may be. What is absent passes.</summary>
internal sealed class TextRule<T>(Func<string, bool> holds, int min, int max) : PropertyValidator<T, string?>, ILengthValidator
{
    public int Min => min;

    public int Max => max;

    public override string Name => "TextRule";

    public override bool IsValid(ValidationContext<T> context, string? value) => value is null || holds(value);
}

/// <summary>Asks the password policy, whose faults it tells under their own codes.</summary>
internal sealed class PasswordRule<T>(IPasswordPolicy policy, Func<T, string?> email, Func<T, string?> fullName)
    : PropertyValidator<T, string?>, ILengthValidator
{
    public int Min => policy.MinLength;

    public int Max => policy.MaxLength;

    public override string Name => "PasswordRule";

    public override bool IsValid(ValidationContext<T> context, string? value)
    {
        var (request, path) = (context.InstanceToValidate, context.PropertyPath);
        foreach (var fault in value is { Length: > 0 } ? policy.Judge(value, email(request) ?? "", fullName(request) ?? "", path) : [])
        {
            context.AddFailure(new ValidationFailure(fault.Path, fault.Message) { ErrorCode = fault.Code });
        }

        return true;
    }
}
