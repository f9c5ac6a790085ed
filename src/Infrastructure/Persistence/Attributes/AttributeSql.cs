using UserSystem.Application.Attributes;

namespace UserSystem.Infrastructure.Persistence.Attributes;

/// <summary>Who has a value, as a part of a statement: an index has them in the order of their ids.</summary>
/// <param name="From">The tables; <c>a</c> is the attribute.</param>
/// <param name="Where">Which rows of them.</param>
/// <param name="User">The column of the person: who pages or sorts by this one need not sort.</param>
internal readonly record struct Holders(string From, string Where, string User);

/// <summary>Ways to who has a value, which the indexes serve: written once, since an index serves only what is written like it.</summary>
internal static class AttributeSql
{
    /// <summary>
    /// At the end of a subquery, it is asked for one row after another. Left to choose, PostgreSQL merges what is common with all people, and reads
    /// them all to come to those who were there first.
    /// </summary>
    public const string OneByOne = "offset 0";

    /// <summary>The ways for a search, of which nobody is on two: no list has itself as an element.</summary>
    /// <param name="search">What is sought.</param>
    /// <param name="key">The parameter of the key.</param>
    /// <param name="value">The parameter of the value.</param>
    /// <param name="alone">Whether nothing else says which people, so that there is no better way to begin.</param>
    public static IReadOnlyList<Holders> Ways(AttributeSearch search, string key, string value, bool alone) => search.InLists switch
    {
        false => [WhoseValueIs(key, value)],
        true => [WhoseListHas(key, value, alone)],
        null => [WhoseValueIs(key, value), WhoseListHas(key, value, alone)],
    };

    // By its hash, so that long values are indexed too, and compared itself. By a function and no operator: an operator would be one more condition in
    // the eyes of the planner, who would expect a hundredth of those who have a common value.
    private static Holders WhoseValueIs(string key, string value) => new(
        "user_attributes a", $"a.key = {key} and hashtextextended(a.value::text, 0) = {Hash(value)} and jsonb_eq(a.value, {value})", "a.user_id");

    private static Holders WhoseListHas(string key, string value, bool alone) => new(
        $"""
         user_attribute_elements e cross join lateral (
             select a.* from user_attributes a
             where a.user_id = e.user_id and a.key = e.key and jsonb_typeof(a.value) = 'array'
               and exists (select from jsonb_array_elements(a.value) as element (value) where element.value = {value})
             {(alone ? OneByOne : "")}) a
         """,
        $"e.key = {key} and e.hash = {Hash(value)}", "e.user_id");

    private static string Hash(string value) => $"hashtextextended({value}::jsonb::text, 0)";
}
