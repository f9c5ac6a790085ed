using System.Reflection;
using System.Text.RegularExpressions;
using NUnit.Framework;
using UserSystem.Domain.Shared;

namespace UserSystem.Architecture.Tests;

/// <summary>The codes of refusals: <c>area.reason</c>, declared once, beside the noun that they belong to.</summary>
public sealed partial class ErrorCodeTests
{
    private static readonly Declared[] Errors = [.. Code.Types.SelectMany(DeclaredBy)];

    /// <summary>The codes of all refusals.</summary>
    public static IEnumerable<string> Codes => Errors.Select(static each => each.Error.Code);

    private sealed record Declared(string Class, Error Error);

    [Test]
    public void There_are_errors() => Assert.That(Errors, Has.Length.GreaterThan(20));

    [Test]
    public void Codes_are_an_area_and_a_reason() => Assert.That(Errors.SelectMany(static each => FormFaults(each.Error.Code)), Is.Empty);

    [Test]
    public void One_code_means_one_thing() => Assert.That(MeaningFaults(Errors), Is.Empty);

    [Test]
    public void Errors_are_declared_in_classes_that_are_called_so() =>
        Assert.That(Errors.Select(static each => each.Class), Is.All.EndsWith("Errors"));

    [Test]
    public void No_error_is_made_up_elsewhere() => Assert.That(Code.Files("src").SelectMany(MadeUp), Is.Empty);

    [Test]
    public void Codes_of_faults_are_of_the_same_form() => Assert.That(Code.Files("src").SelectMany(FaultCodeFaults), Is.Empty);

    [TestCase("NotFound")]
    [TestCase("user")]
    [TestCase("user.NotFound")]
    [TestCase("user.not-found")]
    [TestCase("user.not.found")]
    [TestCase("user.")]
    public void Another_form_is_caught(string code) => Assert.That(FormFaults(code), Has.Exactly(1).Items);

    [Test]
    public void A_code_with_two_meanings_is_caught()
    {
        var one = new Declared("OneErrors", Error.NotFound("a.b", "No."));

        Assert.That(MeaningFaults([one, one with { Class = "OtherErrors" }]), Has.Exactly(1).Items);
        Assert.That(MeaningFaults([one, one with { Error = Error.Conflict("a.b", "No.") }]), Has.Exactly(1).Items);
        Assert.That(MeaningFaults([one, one with { Error = Error.NotFound("a.b", "In other words.") }]), Is.Empty);
    }

    [TestCase("""class LogInHandler { Error x = Error.Conflict("a.b", "No."); }""", 1)]
    [TestCase("""class LogInHandler { Error x = new Error(ErrorKind.Invalid, "a.b", "No."); }""", 1)]
    [TestCase("""class LogInHandler { Error x = new(ErrorKind.Invalid, "a.b", "No."); }""", 1)]
    [TestCase("""class LogInErrors { Error x = Error.Conflict("a.b", "No."); }""", 0)]
    public void An_error_that_is_made_up_elsewhere_is_caught(string text, int faults) =>
        Assert.That(MadeUp(Code.Sample("Sample.cs", text)), Has.Exactly(faults).Items);

    [TestCase("""rule.WithErrorCode("TooLong")""", 1)]
    [TestCase("""rule.WithErrorCode("required")""", 0)]
    public void A_fault_of_another_form_is_caught(string text, int faults) =>
        Assert.That(FaultCodeFaults(Code.Sample("Sample.cs", text)), Has.Exactly(faults).Items);

    private static IEnumerable<Declared> DeclaredBy(Type type)
    {
        const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var fields = type.ContainsGenericParameters ? [] : type.GetFields(Static).Where(static field => field.FieldType.IsAssignableTo(typeof(Error)))
            .Select(static field => (Error)field.GetValue(null)!);
        var methods = type.IsAssignableTo(typeof(Error)) ? [] : type.GetMethods(Static)
            .Where(static method => method.ReturnType == typeof(Error) && method.Name[0] != '<' && method.DeclaringType!.Name.EndsWith("Errors", StringComparison.Ordinal))
            .Select(static method => (Error)method.Invoke(null, [.. method.GetParameters().Select(static each => Empty(each.ParameterType))])!);
        return fields.Concat(methods).Select(error => new Declared(type.Name, error));
    }

    private static object? Empty(Type type) => type == typeof(string) ? "" : type.IsValueType ? Activator.CreateInstance(type) : null;

    private static IEnumerable<string> FormFaults(string code) => Form().IsMatch(code) ? [] : [code];

    private static IEnumerable<string> MeaningFaults(IEnumerable<Declared> errors) => errors.GroupBy(static each => each.Error.Code)
        .Where(static each => each.Select(static error => (error.Class, error.Error.Kind)).Distinct().Count() > 1).Select(static each => each.Key);

    private static IEnumerable<string> MadeUp(SourceFile file) =>
        from Match made in Making().Matches(file.Text)
        let type = TypeName().Matches(file.Text[..made.Index]).LastOrDefault()?.Groups[1].Value ?? ""
        where !type.EndsWith("Errors", StringComparison.Ordinal) && type is not ("Error" or "ValidationError")
        select $"{file.Path}: {made.Value}";

    private static IEnumerable<string> FaultCodeFaults(SourceFile file) =>
        from Match found in FaultCode().Matches(file.Text)
        let code = found.Groups[1].Value
        where code is not "required" && !Form().IsMatch(code)
        select $"{file.Path}: {code}";

    [GeneratedRegex("^[a-z]+(_[a-z]+)*\\.[a-z]+(_[a-z]+)*\\z")]
    private static partial Regex Form();

    [GeneratedRegex("""(?:Error\.(?:Invalid|Unauthenticated|Forbidden|NotFound|Conflict)\s*\(|new(?: Error)?\s*\(\s*ErrorKind\.\w+,)\s*"[A-Za-z_.]+",\s""")]
    private static partial Regex Making();

    [GeneratedRegex(@"(?:class|record|struct|interface)\s+([A-Z]\w*)")]
    private static partial Regex TypeName();

    [GeneratedRegex("""WithErrorCode\("([^"]*)"\)""")]
    private static partial Regex FaultCode();
}
