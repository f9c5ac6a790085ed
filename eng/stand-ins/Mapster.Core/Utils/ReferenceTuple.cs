using System.Runtime.CompilerServices;

namespace Mapster.Utils;

/// <summary>A source object, by identity, and the type that it is being mapped to.</summary>
public readonly struct ReferenceTuple(object reference, Type destinationType) : IEquatable<ReferenceTuple>
{
    private readonly object _reference = reference;
    private readonly Type _destinationType = destinationType;

    /// <summary>Whether both mean the same object (not merely an equal one) and the same type.</summary>
    public bool Equals(ReferenceTuple other) =>
        ReferenceEquals(_reference, other._reference) && _destinationType == other._destinationType;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ReferenceTuple other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(_reference), _destinationType);
}
