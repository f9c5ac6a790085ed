using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace UserSystem.Architecture.Tests;

/// <summary>What is logged: templates of one kind, each with a number of its own, and nothing in them that belongs to a person.</summary>
public sealed partial class LogTests
{
    private static readonly (MethodInfo Method, LoggerMessageAttribute Message)[] Messages =
    [
        .. Code.Types.SelectMany(Code.MethodsOf)
            .Select(static method => (method, message: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(static each => each.message is not null).Select(static each => (each.method, each.message!)),
    ];

    [Test]
    public void There_are_messages() => Assert.That(Messages, Has.Length.GreaterThan(10));

    [Test]
    public void No_template_takes_a_thing_apart_or_names_what_is_secret() => Assert.That(
        Messages.SelectMany(static each => Faults(each.Message.Message, each.Method.GetParameters().Select(static parameter => parameter.Name!))),
        Is.Empty);

    [Test]
    public void Every_message_has_a_number_of_its_own() =>
        Assert.That(Messages.Select(static each => each.Message.EventId), Is.Unique);

    [Test]
    public void Every_message_stands_in_a_class_called_Log() =>
        Assert.That(Messages.Where(static each => each.Method.DeclaringType!.Name != "Log").Select(static each => each.Method.Name), Is.Empty);

    [Test]
    public void Nobody_logs_by_another_way() => Assert.That(OtherWays(Code.Files("src")), Is.Empty);

    [TestCase("Sent {@Request}", "request")]
    [TestCase("Sent to {Email}", "to")]
    [TestCase("Sent {What}", "password")]
    [TestCase("{RefreshToken} is over", "x")]
    [TestCase("{SecretValue:0.0}", "x")]
    public void A_template_that_tells_too_much_is_caught(string template, string parameter) =>
        Assert.That(Faults(template, [parameter]), Is.Not.Empty);

    [Test]
    public void A_harmless_template_is_not() => Assert.That(Faults("Handed over a {Mail} in {Milliseconds:0.0} ms", ["logger", "mail"]), Is.Empty);

    [TestCase("logger.LogInformation(\"{Email}\", email);")]
    [TestCase("logger.LogError(failure, \"no\");")]
    [TestCase("logger.Log(LogLevel.Error, \"no\");")]
    public void Another_way_is_caught(string text) => Assert.That(OtherWays([Code.Sample("Sample.cs", text)]), Has.Exactly(1).Items);

    private static IEnumerable<string> Faults(string template, IEnumerable<string> parameters)
    {
        if (template.Contains("{@", StringComparison.Ordinal) || template.Contains("{$", StringComparison.Ordinal))
        {
            yield return template;
        }

        foreach (var name in Placeholder().Matches(template).Select(static found => found.Groups[1].Value).Concat(parameters)
                     .Where(static name => Secret().IsMatch(name)))
        {
            yield return $"{name} in: {template}";
        }
    }

    private static IEnumerable<string> OtherWays(IEnumerable<SourceFile> files) =>
        files.Where(static file => OtherWay().IsMatch(file.Text)).Select(static file => file.Path);

    [GeneratedRegex(@"\{([^}:,]+)")]
    private static partial Regex Placeholder();

    [GeneratedRegex("email|password|token|secret|hash|fullname|ipaddress|useragent|attributevalue|payload|connectionstring", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    [GeneratedRegex(@"\.Log(?:Trace|Debug|Information|Warning|Error|Critical)\(|\.Log\(\s*LogLevel")]
    private static partial Regex OtherWay();
}
