using System.Reflection;

namespace Mapster.Utils;

/// <summary>What Mapster needs of an assembly to look for <c>IRegister</c>.</summary>
public static class Extensions
{
    /// <summary>The assembly's types, without those that lack something that they depend on.</summary>
    public static IEnumerable<Type> GetLoadableTypes(this Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException partial)
        {
            return partial.Types.OfType<Type>();
        }
    }
}
