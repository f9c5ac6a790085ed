namespace Mapster;

/// <summary>The marked type is the destination, the named one the source.</summary>
public class AdaptFromAttribute : BaseAdaptAttribute
{
    /// <inheritdoc/>
    public AdaptFromAttribute(Type type) : base(type) { }

    /// <inheritdoc/>
    public AdaptFromAttribute(string name) : base(name) { }
}

/// <summary>The marked type is the source, the named one the destination.</summary>
public class AdaptToAttribute : BaseAdaptAttribute
{
    /// <inheritdoc/>
    public AdaptToAttribute(Type type) : base(type) { }

    /// <inheritdoc/>
    public AdaptToAttribute(string name) : base(name) { }
}

/// <summary>The marked and the named type are each other's source and destination.</summary>
public class AdaptTwoWaysAttribute : AdaptToAttribute
{
    /// <inheritdoc/>
    public AdaptTwoWaysAttribute(Type type) : base(type) { }

    /// <inheritdoc/>
    public AdaptTwoWaysAttribute(string name) : base(name) { }
}
