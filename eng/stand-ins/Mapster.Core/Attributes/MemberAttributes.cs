namespace Mapster;

/// <summary>Gives a member another name in mappings, or brings in one that is not public.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public class AdaptMemberAttribute : Attribute
{
    /// <summary>Brings the member in under its own name.</summary>
    public AdaptMemberAttribute() { }

    /// <summary>Lets the member be known by <paramref name="name"/>, on both sides.</summary>
    public AdaptMemberAttribute(string name) => Name = name;

    /// <summary>Lets the member be known by <paramref name="name"/> on one side.</summary>
    public AdaptMemberAttribute(string name, MemberSide side) : this(name) => Side = side;

    /// <summary>The name in mappings; null for the member's own.</summary>
    public string? Name { get; }

    /// <summary>The side it holds for; null for both.</summary>
    public MemberSide? Side { get; }
}

/// <summary>Leaves a member out of mappings.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public class AdaptIgnoreAttribute : Attribute
{
    /// <summary>Leaves it out on both sides.</summary>
    public AdaptIgnoreAttribute() { }

    /// <summary>Leaves it out on one side.</summary>
    public AdaptIgnoreAttribute(MemberSide side) => Side = side;

    /// <summary>The side it holds for; null for both.</summary>
    public MemberSide? Side { get; }
}

/// <summary>The object that the member already holds is filled, not replaced.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public class UseDestinationValueAttribute : Attribute;
