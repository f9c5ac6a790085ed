using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Net.Http.Headers;
using UserSystem.Application.Shared;

namespace UserSystem.WebApi.Http;

/// <summary>Conditional requests (RFC 9110, 13). Tags look like <c>"v7"</c>, or <c>"v7-…"</c> where something computed from time is part of the answer.</summary>
internal static class ETags
{
    /// <summary>The versions that <c>If-Match</c> accepts; null where any will do. A tag that is not ours matches nothing.</summary>
    public static VersionCondition? IfMatch(this HttpRequest request)
    {
        if (request.Headers.IfMatch.Count == 0)
        {
            return null;
        }

        if (!EntityTagHeaderValue.TryParseList(request.Headers.IfMatch, out var tags))
        {
            return new VersionCondition(FrozenSet<int>.Empty);
        }

        return tags.Contains(EntityTagHeaderValue.Any)
            ? null
            : new VersionCondition(tags.Where(static tag => !tag.IsWeak).Select(VersionIn).OfType<int>().ToFrozenSet());
    }

    /// <summary>True where <c>If-None-Match</c> names the tag: the client has the answer already.</summary>
    public static bool IsNoneMatch(HttpRequest request, string tag) =>
        request.Headers.IfNoneMatch.Count > 0
        && EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var tags)
        && tags.Any(each => each.Equals(EntityTagHeaderValue.Any) || each.Tag == tag);

    private static int? VersionIn(EntityTagHeaderValue tag)
    {
        var text = tag.Tag.AsSpan().Trim('"');
        var end = text.IndexOf('-');
        return text is ['v', ..] && int.TryParse(text[1..(end < 0 ? text.Length : end)], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;
    }
}
