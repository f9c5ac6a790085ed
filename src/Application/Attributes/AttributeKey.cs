using UserSystem.Domain.Attributes;

namespace UserSystem.Application.Attributes;

/// <summary>The key of an attribute together with the type of its values: what business code names when it reads or sets one.</summary>
public sealed class AttributeKey<T>
{
    /// <summary>A key, written as <see cref="AttributeName"/> says. Throws for anything else.</summary>
    public AttributeKey(string name) => Name = AttributeName.IsValid(name)
        ? name
        : throw new ArgumentException($"'{name}' is not a key of an attribute; one is written like favourite_colour.", nameof(name));

    /// <summary>The key as the API writes it.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
