using System.Globalization;
using System.Text;

namespace UserSystem.WebApi.OpenApi;

/// <summary>All codes as <c>docs/problems.md</c>: what <c>/docs/problems</c> shows, to read without a service that runs.</summary>
internal static class ProblemDocument
{
    public static string Write(ProblemCatalogue catalogue, ProblemOperations operations)
    {
        var text = new StringBuilder("# Problem codes\n\n").Append(ProblemPage.Lead)
            .Append(" `./run problems` prints this list; its words stand beside the codes in the source.\n\n## Refusals\n");
        Write(text, catalogue.All.Where(static entry => entry.Status is not null), operations);
        text.Append("\n## Faults of members\n\n").Append(ProblemPage.FaultsLead).Append('\n');
        Write(text, catalogue.All.Where(static entry => entry.Status is null), operations);
        return text.ToString();
    }

    private static void Write(StringBuilder text, IEnumerable<ProblemCodeDto> entries, ProblemOperations operations)
    {
        foreach (var entry in entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### `{entry.Code}`\n\n");
            foreach (var (name, words) in ProblemPage.Lines(entry, operations))
            {
                text.Append(CultureInfo.InvariantCulture, $"- {name}: {words}\n");
            }
        }
    }
}
