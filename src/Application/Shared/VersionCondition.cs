namespace UserSystem.Application.Shared;

/// <summary>What a conditional write asks of its resource (<c>If-Match</c> and <c>If-None-Match</c>, RFC 9110, 13.1); what is null is not asked.</summary>
/// <param name="Match">The resource must be there, in one of these versions.</param>
/// <param name="NoneMatch">The resource must not be there in any of these versions.</param>
public sealed record VersionCondition(VersionSet? Match, VersionSet? NoneMatch = null)
{
    /// <summary>True where the condition holds for a resource with this version; null where there is no resource.</summary>
    public bool Accepts(long? version) => Match?.Contains(version) is not false && NoneMatch?.Contains(version) is not true;
}

/// <summary>Versions that are named, or all of them.</summary>
/// <param name="Named">The versions; null for whatever version there is.</param>
public sealed record VersionSet(IReadOnlySet<long>? Named)
{
    /// <summary>Whatever version there is, but there must be one.</summary>
    public static readonly VersionSet Any = new(Named: null);

    /// <summary>True for one of the versions; never for null, which is no version.</summary>
    public bool Contains(long? version) => version is { } known && Named?.Contains(known) is not false;
}

/// <summary>What has a tag that changes whenever anything visible of it does; the edge makes an ETag of it.</summary>
public interface ITagged
{
    /// <summary>The version, then what is computed from time: <c>v7</c> or <c>v7-…</c>.</summary>
    string Tag { get; }
}
