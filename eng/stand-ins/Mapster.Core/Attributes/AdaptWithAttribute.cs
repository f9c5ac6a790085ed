namespace Mapster;

/// <summary>Tells Mapster how to treat a type when its shape would mislead.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public class AdaptWithAttribute(AdaptDirectives directive) : Attribute
{
    /// <summary>The treatment.</summary>
    public AdaptDirectives Directive { get; } = directive;
}

/// <summary>The treatments that there are. The value is compiled into Mapster.</summary>
public enum AdaptDirectives
{
    /// <summary>As a record: made anew by its constructor, never changed.</summary>
    DestinationAsRecord = 0,
}
