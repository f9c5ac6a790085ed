using UserSystem.Application.Attributes.Types;

namespace UserSystem.Application.Attributes.Handlers;

/// <summary>Short names that staff puts on a person, such as <c>vip</c>; the person does not see them.</summary>
public sealed class ProfileFlags() : AttributeHandler<IReadOnlyList<string>>(
    Key, AttributeTypes.SetOf(AttributeTypes.Name("^[a-z][a-z0-9_-]{0,31}$"), maxCount: 50))
{
    /// <summary>The key.</summary>
    public static readonly AttributeKey<IReadOnlyList<string>> Key = new("profile_flags");

    /// <inheritdoc/>
    public override string Description => "Short names that staff puts on a person. The person does not see them.";

    /// <inheritdoc/>
    public override Audience Readers => Audience.Staff;

    /// <inheritdoc/>
    public override Audience Writers => Audience.Staff;

    /// <inheritdoc/>
    public override bool Searchable => true;

    /// <inheritdoc/>
    public override bool KeepsHistory => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Example => ["early_adopter", "vip"];
}
