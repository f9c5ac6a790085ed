using System.ComponentModel.DataAnnotations;
using UserSystem.Domain.Attributes;

namespace UserSystem.Application.Attributes;

/// <summary>What people can keep as attributes.</summary>
public sealed class AttributesOptions : IValidatableObject
{
    /// <summary>What the values of one person may take together, in bytes.</summary>
    public const int MaxBytesPerUser = 1024 * 1024;

    /// <summary>What one value may take at the most, whatever the setting, in bytes.</summary>
    public const int MaxValueBytesLimit = 65_536;

    /// <summary>The namespace in which keys need no handler (<c>Attributes__OpenNamespace</c>): <c>custom</c> lets everybody set <c>custom.anything</c>. Empty closes it.</summary>
    [Required(AllowEmptyStrings = true)]
    public string OpenNamespace { get; set; } = "custom";

    /// <summary>The largest value, in bytes of UTF-8 (<c>Attributes__MaxValueBytes</c>).</summary>
    [Range(256, MaxValueBytesLimit)]
    public int MaxValueBytes { get; set; } = 16 * 1024;

    /// <summary>How many attributes one person has at the most (<c>Attributes__MaxPerUser</c>).</summary>
    [Range(1, 10_000)]
    public int MaxPerUser { get; set; } = 500;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (OpenNamespace.Length > 0 && (!AttributeName.IsValid(OpenNamespace) || OpenNamespace.Contains('.', StringComparison.Ordinal)))
        {
            yield return new ValidationResult(
                "Attributes__OpenNamespace must be empty or written like the first part of a key, for example custom.", [nameof(OpenNamespace)]);
        }
    }
}
