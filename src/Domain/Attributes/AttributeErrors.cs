using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Attributes;

/// <summary>What can be refused about attributes.</summary>
public static class AttributeErrors
{
    /// <summary>No handler and no open namespace takes this key.</summary>
    [Explanation(
        "No handler takes this key, and it lies in no open namespace; the open namespace may be closed by a setting.",
        "`getAttributeKeys` lists the keys there are. For values of your own use the open namespace, if there is one.")]
    public static readonly Error UnknownKey = Error.NotFound("attribute.unknown_key", "There is no such attribute key. /api/v1/attribute-keys lists them.");

    /// <summary>The person has no value under this key, as far as the caller may know.</summary>
    [Explanation(
        "The person has no value under this key and the key has no default, or the value is not yours to see.",
        "Take it as absent. `setAttribute` makes one, where you may.")]
    public static readonly Error NotSet = Error.NotFound("attribute.not_set", "There is no value under this key.");

    /// <summary>The caller may not change values of this key.</summary>
    [Explanation(
        "The key says who may change its values, and you are not among them.",
        "`getAttributeKey` tells in `writers` who may.")]
    public static readonly Error NotWritable = Error.Forbidden("attribute.not_writable", "This attribute is not yours to change.");

    /// <summary>The caller may not see values of this key.</summary>
    [Explanation(
        "The key says who may see its values, and you are not among those who may see everybody's.",
        "`getAttributeKey` tells in `readers` who may.")]
    public static readonly Error NotReadable = Error.Forbidden("attribute.not_readable", "This attribute is not yours to see.");

    /// <summary>Null is no value; a value is taken away by deleting it.</summary>
    [Explanation(
        "`value` is null or missing.",
        "Send a value. To take one away use `deleteAttribute`, or null in `changeAttributes`.")]
    public static readonly Error ValueRequired = Error.Invalid("attribute.value_required", "A value is required. To take it away, delete the attribute.");

    /// <summary>Nobody can be looked up by this key.</summary>
    [Explanation(
        "The key is not made for looking people up.",
        "`getAttributeKey` tells with `searchable` which keys are.")]
    public static readonly Error NotSearchable = Error.Invalid("attribute.not_searchable", "People cannot be looked up by this key.");

    /// <summary>Nothing is kept of earlier values.</summary>
    [Explanation(
        "The key keeps its present value only.",
        "`getAttributeKey` tells with `keepsHistory` which keys keep one.")]
    public static readonly Error NoHistory = Error.NotFound("attribute.no_history", "This key keeps no history.");

    /// <summary>The key is unique, and somebody else has the value.</summary>
    [Explanation(
        "The key is unique, and somebody else has this value.",
        "Take another value; `findAttributeHolders` tells staff who has it.")]
    public static readonly Error ValueTaken = Error.Conflict("attribute.value_taken", "Somebody else has this value, which only one person can have.");

    /// <summary>The person has as many attributes as there may be.</summary>
    [Explanation(
        "The person has as many attributes as one can have, which is a setting of the service.",
        "Delete one that is not needed, or put several values into one object.")]
    public static readonly Error TooMany = Error.Conflict("attribute.too_many", "This person has as many attributes as there may be. Delete one first.");

    /// <summary>The values of the person are as large together as they may be.</summary>
    [Explanation(
        "The values of the person take more than 1 MiB together.",
        "Delete what is not needed, or keep what is large elsewhere.")]
    public static readonly Error StorageFull = Error.Conflict("attribute.storage_full", "The attributes of this person are as large together as they may be.");
}
