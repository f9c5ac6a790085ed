using System.Text.RegularExpressions;
using NUnit.Framework;

namespace UserSystem.Architecture.Tests;

/// <summary>Soft delete lives once, in the view live_users: whoever writes SQL by hand reads people from there, or says why not.</summary>
public sealed partial class SoftDeleteTests
{
    // Who sees deleted people too, and why.
    private static readonly Dictionary<string, string> SeesEverybody = new()
    {
        ["src/Infrastructure/Persistence/Users/UserRepository.cs"] = "An address stays taken when its owner is deleted.",
        ["src/Infrastructure/Persistence/Users/UserReader.cs"] = "Shows deleted people to those who may bring them back.",
        ["src/Infrastructure/Persistence/Attributes/AttributeReader.cs"] = "Whoever sees deleted people sees what is known of them.",
        ["src/Infrastructure/Persistence/Users/UserListing.cs"] = "Shows deleted people to whoever asks for them.",
        ["src/Infrastructure/Persistence/Sessions/LogInStore.cs"] = "Locks the row of a person whom the statement before found alive.",
        ["src/Infrastructure/Persistence/Users/UserCompletion.cs"] = "Deleted people have a profile too, until they are purged.",
    };

    [Test]
    public void Hand_written_sql_reads_the_living() => Assert.That(Faults(Files, SeesEverybody), Is.Empty);

    [Test]
    public void Somebody_does_read_the_living() =>
        Assert.That(Files.Count(static file => file.Text.Contains("live_users", StringComparison.Ordinal)), Is.GreaterThan(2));

    [TestCase("select id from users where id = $1", 1)]
    [TestCase("select 1 from user_sessions s\n  JOIN users u on true", 1)]
    [TestCase("select 1 from public.users", 1)]
    [TestCase("select 1 from \"users\"", 1)]
    [TestCase("select id from live_users where id = $1", 0)]
    [TestCase("update users set last_login_at = $3", 0)]
    [TestCase("select 1 from users_of_old", 0)]
    public void A_look_at_everybody_is_caught(string sql, int faults) =>
        Assert.That(Faults([Code.Sample("Sample.cs", sql)], []), Has.Exactly(faults).Items);

    [Test]
    public void A_reason_that_is_none_any_more_is_caught() =>
        Assert.That(Faults([Code.Sample("Sample.cs", "select 1")], new() { ["Sample.cs"] = "So." }), Has.Exactly(1).Items);

    private static IReadOnlyList<SourceFile> Files =>
        [.. Code.Files("src/Infrastructure").Where(static file => !file.Path.Contains("/Migrations/", StringComparison.Ordinal))];

    private static IEnumerable<string> Faults(IEnumerable<SourceFile> files, Dictionary<string, string> reasons)
    {
        var found = files.Where(static file => Everybody().IsMatch(file.Text)).Select(static file => file.Path).ToHashSet();
        return found.Except(reasons.Keys).Concat(reasons.Keys.Except(found).Select(static path => $"{path} needs no reason"));
    }

    [GeneratedRegex("""\b(?:from|join)\s+(?:only\s+)?(?:\w+\.)?"?users"?(?!\w)""", RegexOptions.IgnoreCase)]
    private static partial Regex Everybody();
}
