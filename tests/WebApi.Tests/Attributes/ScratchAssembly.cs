using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NUnit.Framework;

namespace UserSystem.WebApi.Tests.Attributes;

/// <summary>An assembly from source, as strictly compiled as the house is, with everything at hand that the tests have.</summary>
internal static class ScratchAssembly
{
    // What ImplicitUsings brings.
    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly Lazy<MetadataReference[]> References = new(static () =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))]);

    // An unneeded using stops a build of the house as well; tests are public without a word.
    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable,
        specificDiagnosticOptions: [KeyValuePair.Create("CS8019", ReportDiagnostic.Warn), KeyValuePair.Create("CS1591", ReportDiagnostic.Suppress)]);

    /// <summary>Compiles and loads files; whatever the compiler has to say fails the test.</summary>
    public static Assembly Load(params IEnumerable<string> files)
    {
        var parsing = new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose);
        var compilation = CSharpCompilation.Create(
            $"Scratch{Guid.NewGuid():N}",
            files.Prepend(Usings).Select(file => CSharpSyntaxTree.ParseText(file, parsing)), References.Value, Options);
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);

        // Not everything needs all of the usings that come with every project.
        Assert.That(
            compilation.GetDiagnostics().Where(each => each.Severity >= DiagnosticSeverity.Warning && each.Location.SourceTree != compilation.SyntaxTrees[0]),
            Is.Empty);
        Assert.That(emitted.Success, Is.True);
        return Assembly.Load(image.ToArray());
    }
}
