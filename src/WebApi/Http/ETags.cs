using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using UserSystem.Application.Shared;

namespace UserSystem.WebApi.Http;

/// <summary>Conditional requests (RFC 9110, 13). Tags look like <c>"v7"</c>, or <c>"v7-…"</c> where something computed from time is part of the answer.</summary>
internal static class ETags
{
    /// <summary>What a write is asked to heed; null where nothing is asked.</summary>
    public static VersionCondition? Condition(this HttpRequest request)
    {
        // Only where a tag is the very same may be changed what the client saw; to refuse, it is enough that it may be (RFC 9110, 13.1).
        var match = Versions(request.Headers.IfMatch, static tag => !tag.IsWeak);
        var noneMatch = Versions(request.Headers.IfNoneMatch, static _ => true);
        return match is null && noneMatch is null ? null : new VersionCondition(match, noneMatch);
    }

    /// <summary>True where <c>If-None-Match</c> names the tag: the client has the answer already.</summary>
    public static bool IsNoneMatch(HttpRequest request, string tag) =>
        request.Headers.IfNoneMatch.Count > 0
        && EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var tags)
        && tags.Any(each => each.Equals(EntityTagHeaderValue.Any) || each.Tag == tag);

    // A tag that is not ours is the tag of nothing here.
    private static VersionSet? Versions(StringValues header, Func<EntityTagHeaderValue, bool> counts)
    {
        if (header.Count == 0)
        {
            return null;
        }

        if (!EntityTagHeaderValue.TryParseList(header, out var tags))
        {
            return new VersionSet(FrozenSet<long>.Empty);
        }

        return tags.Contains(EntityTagHeaderValue.Any)
            ? VersionSet.Any
            : new VersionSet(tags.Where(counts).Select(VersionIn).OfType<long>().ToFrozenSet());
    }

    private static long? VersionIn(EntityTagHeaderValue tag)
    {
        var text = tag.Tag.AsSpan().Trim('"');
        var end = text.IndexOf('-');
        return text is ['v', ..] && long.TryParse(text[1..(end < 0 ? text.Length : end)], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;
    }
}
