using FluentValidation;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Shared;

/// <summary>The rules of shape that several requests share. What is absent is the fault of <c>Required</c> alone.</summary>
internal static class Rules
{
    /// <summary>Must be there and not empty.</summary>
    [Explanation(
        "The member is missing, null, or empty.",
        "Send it with a value.", Code = "required")]
    public static IRuleBuilderOptions<T, string?> Required<T>(this IRuleBuilder<T, string?> rule) =>
        rule.NotEmpty().WithErrorCode("required").WithMessage("This member is required.");

    /// <summary>Must be an e-mail address.</summary>
    [Explanation(
        "The address is longer than an address can be.",
        "Ask the person for a shorter one.", Code = "email.too_long")]
    [Explanation(
        "The text is not an e-mail address.",
        "Ask the person to correct it; it looks like `ann@example.org`.", Code = "email.malformed")]
    public static IRuleBuilderOptions<T, string?> EmailAddress<T>(this IRuleBuilder<T, string?> rule) => rule
        .MaximumLength(Domain.Users.EmailAddress.MaxLength).WithErrorCode("email.too_long")
        .WithMessage($"An e-mail address has at most {Domain.Users.EmailAddress.MaxLength} characters.")
        .Must(static text => string.IsNullOrWhiteSpace(text) || Domain.Users.EmailAddress.TryParse(text, out _))
        .WithErrorCode("email.malformed").WithMessage("This is not an e-mail address.");

    /// <summary>Must be a name of a person.</summary>
    [Explanation(
        "The name is blank, too long, or has control characters such as line breaks.",
        "Send one line of text.", Code = "name.malformed")]
    public static IRuleBuilderOptions<T, string?> PersonName<T>(this IRuleBuilder<T, string?> rule) => rule
        .SetValidator(new TextRule<T>(static text => string.IsNullOrWhiteSpace(text) || Domain.Users.PersonName.TryParse(text, out _), 1, Domain.Users.PersonName.MaxLength))
        .WithErrorCode("name.malformed")
        .WithMessage($"A name has 1 to {Domain.Users.PersonName.MaxLength} characters and no control characters.");

    /// <summary>Must be an id of another system.</summary>
    [Explanation(
        "The external id is blank, too long, or has control characters.",
        "Send the id as the other system writes it, in one line.", Code = "external_id.malformed")]
    public static IRuleBuilderOptions<T, string?> ExternalId<T>(this IRuleBuilder<T, string?> rule) => rule
        .SetValidator(new TextRule<T>(static text => Domain.Users.ExternalId.TryParse(text, out _), 1, Domain.Users.ExternalId.MaxLength))
        .WithErrorCode("external_id.malformed")
        .WithMessage($"An external id has 1 to {Domain.Users.ExternalId.MaxLength} characters and no control characters.");

    /// <summary>Must be a version of the terms.</summary>
    [Explanation(
        "The text is not a version of the terms.",
        "Send the version as it was shown to the person, such as `v1.0`.", Code = "terms.malformed")]
    public static IRuleBuilderOptions<T, string?> TermsVersion<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(static text => string.IsNullOrWhiteSpace(text) || Domain.Users.TermsVersion.TryParse(text, out _))
        .WithErrorCode("terms.malformed").WithMessage("A version of the terms looks like v1.0.");

    /// <summary>One line of text, or nothing.</summary>
    [Explanation(
        "The text is too long, or has control characters such as line breaks.",
        "Shorten it to one line.", Code = "text.malformed")]
    public static IRuleBuilderOptions<T, string?> Line<T>(this IRuleBuilder<T, string?> rule, int maxLength) => rule
        .SetValidator(new TextRule<T>(text => Text.IsClean(text) && Text.Length(text) <= maxLength, 0, maxLength))
        .WithErrorCode("text.malformed").WithMessage($"At most {maxLength} characters, and no control characters.");

    /// <summary>Must be a number of entries that a part of a list may have.</summary>
    public static IRuleBuilderOptions<T, int> PageLimit<T>(this IRuleBuilder<T, int> rule) => rule
        .InclusiveBetween(1, PageRequest.MaxLimit).OverridePropertyName("limit")
        .WithErrorCode("limit.out_of_range").WithMessage($"A page has 1 to {PageRequest.MaxLimit} entries.");

    /// <summary>A password that is to be compared, or nothing: bounded, since comparing reads all of it.</summary>
    public static IRuleBuilderOptions<T, string?> GivenPassword<T>(this IRuleBuilder<T, string?> rule) => rule
        .MaximumLength(1024).WithErrorCode("password.too_long").WithMessage("No password is that long.");

    /// <summary>Must keep the rules for new passwords, which look at whose it is.</summary>
    public static IRuleBuilderOptions<T, string?> Password<T>(
        this IRuleBuilder<T, string?> rule, IPasswordPolicy policy, Func<T, string?> email, Func<T, string?> fullName) =>
        rule.SetValidator(new PasswordRule<T>(policy, email, fullName)).WithErrorCode(IPasswordPolicy.Code);
}
