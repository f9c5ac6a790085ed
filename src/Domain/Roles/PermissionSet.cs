using System.Collections.Frozen;

namespace UserSystem.Domain.Roles;

/// <summary>What somebody may do, by whatever roles. <see cref="Permissions.Everything"/> in it stands for all permissions, those to come included.</summary>
public sealed class PermissionSet
{
    /// <summary>Nothing.</summary>
    public static readonly PermissionSet None = new([]);

    private readonly FrozenSet<string> _names;

    /// <summary>These permissions; twice is once.</summary>
    public PermissionSet(IEnumerable<string> names) => _names = names.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The names, in no order.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>True where the permission is among them, or everything is.</summary>
    public bool Holds(string permission) => _names.Contains(permission) || _names.Contains(Permissions.Everything);

    /// <summary>True where whoever has the other set could do nothing that this one does not allow.</summary>
    public bool HoldsAllOf(PermissionSet other) => _names.Contains(Permissions.Everything) || other._names.IsSubsetOf(_names);
}
