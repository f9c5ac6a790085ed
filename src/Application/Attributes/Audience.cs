using UserSystem.Domain.Roles;

namespace UserSystem.Application.Attributes;

/// <summary>
/// Who may see, or change, the values of a key. The service itself always may; nobody else does who is not named. Named together with
/// <c>|</c>: <c>Audience.Person | Audience.Staff</c>.
/// </summary>
public sealed class Audience
{
    /// <summary>The service itself and nobody else.</summary>
    public static readonly Audience System = new(person: false, members: false, staff: false, []);

    /// <summary>The person whose value it is.</summary>
    public static readonly Audience Person = new(person: true, members: false, staff: false, []);

    /// <summary>Everybody who is logged in, about everybody. For readers; as writers it would let people write to each other.</summary>
    public static readonly Audience Members = new(person: true, members: true, staff: false, []);

    /// <summary>Those who hold <c>attributes:read</c> to see, and <c>attributes:write</c> to change.</summary>
    public static readonly Audience Staff = new(person: false, members: false, staff: true, []);

    private readonly bool _person;
    private readonly bool _members;
    private readonly bool _staff;
    private readonly string[] _permissions;

    private Audience(bool person, bool members, bool staff, string[] permissions) =>
        (_person, _members, _staff, _permissions) = (person, members, staff, permissions);

    /// <summary>True where the person whose value it is belongs to it by that alone.</summary>
    public bool IncludesPerson => _person;

    /// <summary>True where everybody who is logged in belongs to it.</summary>
    public bool IncludesMembers => _members;

    /// <summary>Those who hold a permission of their own, besides what staff needs anyway.</summary>
    public static Audience Holding(string permission) => new(person: false, members: false, staff: false, [permission]);

    /// <summary>Whoever is in one or the other.</summary>
    public static Audience operator |(Audience left, Audience right) => left.BitwiseOr(right);

    /// <summary>Whoever is in one or the other.</summary>
    public Audience BitwiseOr(Audience other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(_person || other._person, _members || other._members, _staff || other._staff, [.. _permissions.Union(other._permissions)]);
    }

    /// <summary>The audience in words, for descriptions: <c>person</c>, <c>members</c>, permissions, <c>system</c>.</summary>
    /// <param name="staffPermission">What staff holds: another permission to see than to change.</param>
    public IReadOnlyList<string> Describe(string staffPermission)
    {
        List<string> words = [];
        if (_members)
        {
            words.Add("members");
        }
        else if (_person)
        {
            words.Add("person");
        }

        if (_staff)
        {
            words.Add(staffPermission);
        }

        return [.. words, .. _permissions, "system"];
    }

    /// <summary>True for somebody who is in it, by what they hold.</summary>
    internal bool AdmitsHolder(PermissionSet held, string staffPermission) =>
        (_staff && held.Holds(staffPermission)) || Array.Exists(_permissions, held.Holds);
}
