using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace UserSystem.WebApi.Tests.Attributes;

/// <summary>The code and the calls that docs/adding-an-attribute.md shows.</summary>
internal static partial class AttributeDocument
{
    /// <summary>All code, a file for each block.</summary>
    public static IReadOnlyList<string> Code => [.. Blocks("csharp")];

    /// <summary>All code, compiled.</summary>
    public static Assembly Assembly => Loaded.Value;

    private static Lazy<Assembly> Loaded { get; } = new(static () => ScratchAssembly.Load(Code));

    /// <summary>Sends the calls as they stand there; returns the answers.</summary>
    public static async Task<IReadOnlyList<JsonElement>> CallAsync(params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", Blocks("sh").Single()]) { RedirectStandardOutput = true };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var told = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.That(process.ExitCode, Is.Zero, told);
        return ReadAll(told);
    }

    private static List<JsonElement> ReadAll(string answers)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(answers), new JsonReaderOptions { AllowMultipleValues = true });
        List<JsonElement> read = [];
        while (reader.Read())
        {
            read.Add(JsonElement.ParseValue(ref reader));
        }

        return read;
    }

    private static IEnumerable<string> Blocks(string language)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "UserSystem.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return Block().Matches(File.ReadAllText(Path.Combine(root.FullName, "docs", "adding-an-attribute.md")))
            .Where(block => block.Groups[1].Value == language).Select(static block => block.Groups[2].Value);
    }

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
