using System.Reflection;
using UserSystem.Domain.Shared;
using UserSystem.WebApi.Hosting;

namespace UserSystem.Architecture.Tests;

/// <summary>A file of the repository: its path below the root, and what it says.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public int Lines => Text.Split('\n').Length - (Text.EndsWith('\n') ? 1 : 0);
}

/// <summary>What the rules are about: the projects under src, as text and as assemblies.</summary>
internal static class Code
{
    public static readonly Assembly Domain = typeof(Entity).Assembly;

    public static readonly Assembly Application = typeof(UserSystem.Application.DependencyInjection).Assembly;

    public static readonly Assembly Infrastructure = typeof(UserSystem.Infrastructure.DependencyInjection).Assembly;

    public static readonly Assembly WebApi = typeof(UserSystemApp).Assembly;

    public static readonly string Root = FindRoot();

    private static readonly BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The types that somebody wrote; what compilers and generators add has names that no one can write, or other namespaces.</summary>
    public static IEnumerable<Type> Types { get; } =
    [
        .. new[] { Domain, Application, Infrastructure, WebApi }.SelectMany(static assembly => assembly.GetTypes())
            .Where(static type => type.Namespace?.StartsWith("UserSystem", StringComparison.Ordinal) is true),
    ];

    /// <summary>The methods of a type, those of compilers included.</summary>
    public static MethodInfo[] MethodsOf(Type type) => type.GetMethods(Everything);

    /// <summary>The files below a folder, without what migrations generate.</summary>
    public static IReadOnlyList<SourceFile> Files(string folder, string pattern = "*.cs") =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(static path => !path.Contains("/Migrations/2", StringComparison.Ordinal) && !path.EndsWith("ModelSnapshot.cs", StringComparison.Ordinal))
            .Where(static path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(static path => Read(path)),
    ];

    /// <summary>One file.</summary>
    public static SourceFile Read(string path) => new(path, File.ReadAllText(Path.Combine(Root, path)));

    /// <summary>A sample file, to show that a rule catches it.</summary>
    public static SourceFile Sample(string path, string text) => new(path, text);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "UserSystem.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
