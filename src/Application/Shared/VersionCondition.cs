namespace UserSystem.Application.Shared;

/// <summary>The versions of a resource that a conditional write (<c>If-Match</c>, RFC 9110, 13.1.1) accepts; by default any.</summary>
public sealed record VersionCondition(IReadOnlySet<int> Versions)
{
    /// <summary>True where the current version is one of those named.</summary>
    public bool Accepts(int version) => Versions.Contains(version);
}

/// <summary>What has a tag that changes whenever anything visible of it does; the edge makes an ETag of it.</summary>
public interface ITagged
{
    /// <summary>The version, then what is computed from time: <c>v7</c> or <c>v7-…</c>.</summary>
    string Tag { get; }
}
