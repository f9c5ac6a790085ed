using System.Runtime.CompilerServices;

namespace Mapster;

/// <summary>Settings for the mapping between the marked type and another one.</summary>
/// <remarks>This house configures mappings with <c>IRegister</c>; the attributes exist because Mapster looks for them.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, AllowMultiple = true)]
public abstract class BaseAdaptAttribute : Attribute
{
    private readonly Dictionary<string, bool> _switches = [];

    /// <summary>Settings for the pair of the marked type and <paramref name="type"/>.</summary>
    protected BaseAdaptAttribute(Type type) => Type = type;

    /// <summary>Settings for a type that a generator names; without effect at run time.</summary>
    protected BaseAdaptAttribute(string name) => Name = name;

    /// <summary>The other type; null if only a name was given.</summary>
    public Type? Type { get; }

    /// <summary>The name for generated code; null if a type was given.</summary>
    public string? Name { get; }

    /// <summary>The kinds of mapping the settings hold for: all of them, unless told otherwise.</summary>
    public MapType MapType { get; set; } = MapType.Map | MapType.MapToTarget | MapType.Projection;

    /// <summary>Members with one of these attributes are left out.</summary>
    public Type[]? IgnoreAttributes { get; set; }

    /// <summary>Members with none of these attributes are left out.</summary>
    public Type[]? IgnoreNoAttributes { get; set; }

    /// <summary>Members whose type lives in one of these namespaces are left out.</summary>
    public string[]? IgnoreNamespaces { get; set; }

    /// <summary>How deep objects inside objects are mapped; 0 for no limit.</summary>
    public int MaxDepth { get; set; }

    /// <summary>Null in the source leaves the destination as it is.</summary>
    public bool IgnoreNullValues { get => Read(); set => Write(value); }

    /// <summary>Values go in through the constructor.</summary>
    public bool MapToConstructor { get => Read(); set => Write(value); }

    /// <summary>One source object becomes one destination object, however often it is met.</summary>
    public bool PreserveReference { get => Read(); set => Write(value); }

    /// <summary>A destination member without a source is a fault.</summary>
    public bool RequireDestinationMemberSource { get => Read(); set => Write(value); }

    /// <summary>Members of one type on both sides are assigned, not copied.</summary>
    public bool ShallowCopyForSameType { get => Read(); set => Write(value); }

    /// <summary>What the named switch was set to; null if it was never set, so that other settings decide.</summary>
    public bool? GetBooleanSettingValues(string name) => _switches.TryGetValue(name, out var value) ? value : null;

    private bool Read([CallerMemberName] string name = "") => GetBooleanSettingValues(name) ?? false;

    private void Write(bool value, [CallerMemberName] string name = "") => _switches[name] = value;
}
