using UserSystem.Application.Shared;

namespace UserSystem.WebApi.Http;

/// <summary>The parameters that every list has.</summary>
internal static class Paging
{
    public static readonly QueryParameter<int> Limit = QueryParameter.Number(
        "limit", "How many entries to bring at most.", 1, PageRequest.MaxLimit, PageRequest.DefaultLimit);

    public static readonly QueryParameter<string> Cursor = QueryParameter.Text(
        "cursor", "`nextCursor` of the page before; left out, the first page. It belongs to the same list with the same filters.",
        "AZnC8KoAe4uVhUu1JmAo2Q", 200);

    /// <summary>Which part is asked for.</summary>
    public static PageRequest Page(this QueryReader query) => new(query.Read(Limit) ?? PageRequest.DefaultLimit, query.Read(Cursor));
}
