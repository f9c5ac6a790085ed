namespace UserSystem.Infrastructure.Persistence.Attributes;

/// <summary>Conditions on <c>user_attributes a</c> that the indexes of values serve: written once, since an index serves only what is written like it.</summary>
internal static class AttributeSql
{
    /// <summary>The value is this one: found by its hash, so that long values are indexed too, and compared itself.</summary>
    public static string Equal(string key, string value) =>
        $"a.key = {key} and hashtextextended(a.value::text, 0) = hashtextextended({value}::jsonb::text, 0) and a.value = {value}";

    /// <summary>The value is a list that has this element: found by containment, which looks into objects, and compared itself.</summary>
    public static string InList(string key, string value) =>
        $"""
         jsonb_typeof(a.value) = 'array' and attribute_term(a.key, a.value) @> attribute_term({key}, jsonb_build_array({value}))
         and exists (select from jsonb_array_elements(a.value) as element (value) where element.value = {value})
         """;
}
