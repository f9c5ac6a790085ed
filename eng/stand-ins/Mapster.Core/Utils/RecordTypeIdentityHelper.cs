using System.Reflection;

namespace Mapster.Utils;

/// <summary>Tells which types are made by their constructor.</summary>
public static class RecordTypeIdentityHelper
{
    /// <summary>The method behind <c>with</c>: the compiler gives it to every record class and to nothing else.</summary>
    private const string CloneMethod = "<Clone>$";

    /// <summary>Whether the type is a C# record class.</summary>
    public static bool IsRecordType(Type type) =>
        type.GetMethod(CloneMethod, BindingFlags.Public | BindingFlags.Instance, Type.EmptyTypes) is not null;

    /// <summary>Whether the type asks to be treated as a record. The spelling is the original's.</summary>
    public static bool IsDirectiveTagret(Type type) =>
        type.GetCustomAttribute<AdaptWithAttribute>(inherit: true) is { Directive: AdaptDirectives.DestinationAsRecord };
}
