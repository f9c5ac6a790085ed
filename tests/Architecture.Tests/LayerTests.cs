using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NUnit.Framework;

namespace UserSystem.Architecture.Tests;

/// <summary>Who may know whom: Domain nobody, Application the domain and a few packages, Infrastructure the application, WebApi puts together.</summary>
public sealed partial class LayerTests
{
    private static readonly string[] ApplicationPackages =
    [
        "FluentValidation", "Mapster", "MediatR", "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Options",
    ];

    private static readonly string[] DomainUsings = ["System", "UserSystem.Domain"];

    private static readonly string[] ApplicationUsings =
    [
        "System", "UserSystem.Domain", "UserSystem.Application", "FluentValidation", "Mapster", "MediatR",
        "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Logging", "Microsoft.Extensions.Options",
    ];

    [TestCase("Domain", "")]
    [TestCase("Application", "../Domain/Domain.csproj")]
    [TestCase("Infrastructure", "../Application/Application.csproj")]
    [TestCase("WebApi", "../Infrastructure/Infrastructure.csproj")]
    public void A_project_references_the_one_below_it(string project, string below) =>
        Assert.That(string.Join(' ', Includes(Project(project), "ProjectReference")), Is.EqualTo(below));

    [Test]
    public void Domain_has_no_package() => Assert.That(Includes(Project("Domain"), "PackageReference"), Is.Empty);

    [Test]
    public void Application_has_the_packages_that_were_agreed_on() =>
        Assert.That(Includes(Project("Application"), "PackageReference"), Is.SubsetOf(ApplicationPackages));

    [Test]
    public void A_project_that_references_more_is_caught() => Assert.That(
        Includes(XDocument.Parse("""<Project><ItemGroup><PackageReference Include="Npgsql" /></ItemGroup></Project>"""), "PackageReference"),
        Is.EquivalentTo(["Npgsql"]));

    [Test]
    public void Domain_is_built_on_the_runtime_alone() => Assert.That(Beyond(Code.Domain), Is.Empty);

    [Test]
    public void Application_is_built_on_the_domain_and_its_packages() =>
        Assert.That(Beyond(Code.Application, [.. ApplicationPackages, "MediatR.Contracts", "Mapster.Core", "UserSystem.Domain"]), Is.Empty);

    [Test]
    public void Infrastructure_does_not_know_the_edge() =>
        Assert.That(Code.Infrastructure.GetReferencedAssemblies().Select(static name => name.Name), Has.None.EqualTo("UserSystem.WebApi"));

    [Test]
    public void An_assembly_that_references_more_is_caught() => Assert.That(Beyond(typeof(LayerTests).Assembly), Has.Member("nunit.framework"));

    [Test]
    public void Domain_uses_nothing_but_itself() => Assert.That(ForeignUsings(Code.Files("src/Domain"), DomainUsings), Is.Empty);

    [Test]
    public void Application_uses_nothing_but_the_domain_and_its_packages() =>
        Assert.That(ForeignUsings(Code.Files("src/Application"), ApplicationUsings), Is.Empty);

    [TestCase("using UserSystem.Application.Accounts;")]
    [TestCase("global using MediatR;")]
    [TestCase("using static UserSystem.Infrastructure.Log;")]
    [TestCase("using Db = Npgsql.NpgsqlConnection;")]
    [TestCase("using Systematic;")]
    public void A_using_of_another_layer_is_caught(string text) =>
        Assert.That(ForeignUsings([Code.Sample("src/Domain/Sample.cs", text)], DomainUsings), Has.Exactly(1).Items);

    [Test]
    public void The_edge_knows_infrastructure_where_the_service_is_put_together_only() =>
        Assert.That(InfrastructureAtTheEdge(Code.Files("src/WebApi")), Is.Empty);

    [TestCase("src/WebApi/Users/Sample.cs", "using UserSystem.Infrastructure.Persistence;", 1)]
    [TestCase("src/WebApi/Users/Sample.cs", "var clock = new Infrastructure.MicrosecondClock();", 1)]
    [TestCase("src/WebApi/Users/Sample.cs", "using Npgsql;", 1)]
    [TestCase("src/WebApi/Users/Sample.cs", "using Microsoft.EntityFrameworkCore;", 1)]
    [TestCase("src/WebApi/Hosting/Sample.cs", "using UserSystem.Infrastructure;", 0)]
    [TestCase("src/WebApi/Users/Sample.cs", "IInfrastructureFaults faults", 0)]
    public void Infrastructure_at_the_edge_is_caught(string path, string text, int faults) =>
        Assert.That(InfrastructureAtTheEdge([Code.Sample(path, text)]), Has.Exactly(faults).Items);

    private static XDocument Project(string name) => XDocument.Parse(Code.Read($"src/{name}/{name}.csproj").Text);

    // What stands in for packages is not a layer.
    private static IEnumerable<string> Includes(XDocument project, string kind) => project.Descendants(kind)
        .Select(static item => item.Attribute("Include")!.Value)
        .Where(static item => !item.StartsWith("$(StandInsRoot)", StringComparison.Ordinal));

    private static IEnumerable<string> Beyond(Assembly assembly, params string[] allowed) => assembly.GetReferencedAssemblies()
        .Select(static name => name.Name!)
        .Where(name => name is not ("System" or "netstandard") && !name.StartsWith("System.", StringComparison.Ordinal) && !allowed.Contains(name));

    private static IEnumerable<string> ForeignUsings(IEnumerable<SourceFile> files, string[] allowed) =>
        from file in files
        from Match found in Using().Matches(file.Text)
        let name = found.Groups["name"].Value
        where !allowed.Any(each => name == each || name.StartsWith(each + ".", StringComparison.Ordinal))
        select $"{file.Path}: {name}";

    private static IEnumerable<string> InfrastructureAtTheEdge(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Path is not "src/WebApi/Program.cs" && !file.Path.StartsWith("src/WebApi/Hosting/", StringComparison.Ordinal)
        where Cellar().IsMatch(file.Text)
        select file.Path;

    [GeneratedRegex(@"^\s*(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?(?<name>[A-Z][\w.]*)\s*(?:<[^;]*>)?;", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"\bInfrastructure\.|\bUserSystem\.Infrastructure\b|\bNpgsql\b|\bEntityFrameworkCore\b")]
    private static partial Regex Cellar();
}
