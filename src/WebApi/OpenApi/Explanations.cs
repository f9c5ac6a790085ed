using System.Collections.Frozen;
using System.Reflection;
using UserSystem.Domain.Shared;

namespace UserSystem.WebApi.OpenApi;

/// <summary>Cause and cure of every code, found beside the codes.</summary>
internal static class Explanations
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    // All rooms of the house, this one and those below.
    private static readonly Assembly[] Declaring =
    [
        typeof(Explanations).Assembly,
        .. typeof(Explanations).Assembly.GetReferencedAssemblies()
            .Where(static name => name.Name!.StartsWith("UserSystem.", StringComparison.Ordinal)).Select(Assembly.Load),
    ];

    private static readonly FrozenDictionary<string, ExplanationAttribute> ByCode =
        All().GroupBy(static each => each.Code).ToFrozenDictionary(static same => same.Key, static same => same.First().Explanation);

    /// <summary>What is said of a code where it is declared.</summary>
    public static (string Cause, string Cure) Of(string code) => ByCode.TryGetValue(code, out var told)
        ? (told.Cause, told.Cure)
        : throw new NotSupportedException($"{code} can be answered without an explanation.");

    /// <summary>Every explanation with its code, in no order; more than one for a code is a slip that a test finds.</summary>
    public static IEnumerable<(string Code, ExplanationAttribute Explanation)> All() =>
        from type in Declaring.SelectMany(static assembly => assembly.GetTypes())
        from member in type.GetFields(Statics).AsEnumerable<MemberInfo>().Concat(type.GetMethods(Statics)).Append(type)
        from explanation in member.GetCustomAttributes<ExplanationAttribute>(inherit: false)
        select (explanation.Code ?? CodeOf(member), explanation);

    private static string CodeOf(MemberInfo member) => member switch
    {
        FieldInfo field when field.GetValue(null) is Error error => error.Code,
        FieldInfo field when field.GetValue(null) is Fault fault => fault.Code,
        MethodInfo method when method.Invoke(null, [TimeSpan.FromMinutes(1)]) is Error error => error.Code,
        _ => throw new NotSupportedException($"{member.DeclaringType?.Name}.{member.Name} is explained without a code."),
    };
}
