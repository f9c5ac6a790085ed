using Microsoft.EntityFrameworkCore;
using Npgsql;
using NUnit.Framework;
using UserSystem.Infrastructure.Persistence;

namespace UserSystem.Infrastructure.Tests.Persistence;

/// <summary>Which faults are told as "come back later".</summary>
public sealed class InfrastructureFaultsTests
{
    [TestCase("08006", true, Description = "connection failure")]
    [TestCase("53300", true, Description = "too many connections")]
    [TestCase("57P01", true, Description = "shut down by an administrator")]
    [TestCase("25006", true, Description = "a replica that was not promoted yet")]
    [TestCase("40001", true, Description = "serialization failure")]
    [TestCase("40P01", true, Description = "deadlock")]
    [TestCase("23505", false, Description = "unique violation")]
    [TestCase("42P01", false, Description = "no such table")]
    public void Judges_what_the_database_says_however_it_is_wrapped(string sqlState, bool outage)
    {
        var refused = new PostgresException("", "ERROR", "ERROR", sqlState);

        Assert.That(Wrapped(refused).Select(new InfrastructureFaults().IsOutage), Is.All.EqualTo(outage));
    }

    [TestCase("40001", true, Description = "serialization failure")]
    [TestCase("40P01", true, Description = "deadlock")]
    [TestCase("55P03", false, Description = "lock not available")]
    [TestCase("08006", false, Description = "connection failure")]
    public void Knows_what_was_given_up_in_favour_of_another_however_it_is_wrapped(string sqlState, bool lost) => Assert.That(
        Wrapped(new PostgresException("", "ERROR", "ERROR", sqlState)).Select(new InfrastructureFaults().IsLostRace), Is.All.EqualTo(lost));

    [Test]
    public void A_database_that_is_away_is_an_outage_however_it_is_wrapped() =>
        Assert.That(Wrapped(new NpgsqlException("")).Append(new TimeoutException()).Select(new InfrastructureFaults().IsOutage), Is.All.True);

    [Test]
    public void Anything_else_is_a_bug() => Assert.That(
        new Exception[] { new InvalidOperationException(), new DbUpdateException("", new FormatException()), new FormatException() }
            .Select(new InfrastructureFaults().IsOutage),
        Is.All.False);

    // The framework wraps what may pass in advice to try again, around its own exception for a save.
    private static Exception[] Wrapped(Exception fault) =>
    [
        fault, new DbUpdateException("", fault), new InvalidOperationException("", fault),
        new InvalidOperationException("", new DbUpdateException("", fault)),
    ];
}
