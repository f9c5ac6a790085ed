using System.Linq.Expressions;
using System.Reflection;

namespace UserSystem.Testing;

/// <summary>Puts things into states that no act of the domain leads to yet, as a database would have loaded them.</summary>
public static class Stored
{
    /// <summary>The same thing with another value in a member that only the domain and the database set.</summary>
    public static T With<T, TValue>(this T thing, Expression<Func<T, TValue>> member, TValue value)
        where T : class
    {
        ((PropertyInfo)((MemberExpression)member.Body).Member).SetValue(thing, value);
        return thing;
    }
}
