using Microsoft.EntityFrameworkCore;
using Npgsql;
using NUnit.Framework;
using UserSystem.Infrastructure.Persistence;

namespace UserSystem.Infrastructure.Tests.Persistence;

/// <summary>Which faults are told as "come back later".</summary>
public sealed class InfrastructureFaultsTests : IDisposable
{
    private readonly NpgsqlDataSource _nowhere = NpgsqlDataSource.Create("Host=none");

    [TestCase("08006", true, Description = "connection failure")]
    [TestCase("53300", true, Description = "too many connections")]
    [TestCase("53100", true, Description = "disk full")]
    [TestCase("58030", true, Description = "a disk that fails")]
    [TestCase("57P03", true, Description = "starting up or recovering")]
    [TestCase("57P01", true, Description = "shut down by an administrator")]
    [TestCase("25006", true, Description = "a replica that was not promoted yet")]
    [TestCase("40001", true, Description = "serialization failure")]
    [TestCase("40P01", true, Description = "deadlock")]
    [TestCase("23505", false, Description = "unique violation")]
    [TestCase("42P01", false, Description = "no such table")]
    public void Judges_what_the_database_says_however_it_is_wrapped(string sqlState, bool outage)
    {
        var refused = new PostgresException("", "ERROR", "ERROR", sqlState);

        Assert.That(Wrapped(refused).Select(new InfrastructureFaults(_nowhere).IsOutage), Is.All.EqualTo(outage));
    }

    [TestCase("40001", true, Description = "serialization failure")]
    [TestCase("40P01", true, Description = "deadlock")]
    [TestCase("55P03", false, Description = "lock not available")]
    [TestCase("08006", false, Description = "connection failure")]
    public void Knows_what_was_given_up_in_favour_of_another_however_it_is_wrapped(string sqlState, bool lost) => Assert.That(
        Wrapped(new PostgresException("", "ERROR", "ERROR", sqlState)).Select(new InfrastructureFaults(_nowhere).IsLostRace), Is.All.EqualTo(lost));

    [Test]
    public void A_transaction_that_ended_with_its_connection_is_an_outage_and_other_misuse_is_a_bug()
    {
        var ended = new InvalidOperationException($"This {nameof(NpgsqlTransaction)} has completed; it is no longer usable.") { Source = "Npgsql" };
        var misuse = new InvalidOperationException("The CommandText property has not been initialized.") { Source = "Npgsql" };

        Assert.That(new[] { ended, misuse }.Select(new InfrastructureFaults(_nowhere).IsOutage), Is.EqualTo([true, false]));
    }

    [Test]
    public void A_database_that_is_away_is_an_outage_however_it_is_wrapped() =>
        Assert.That(Wrapped(new NpgsqlException("")).Append(new TimeoutException()).Select(new InfrastructureFaults(_nowhere).IsOutage), Is.All.True);

    [Test]
    public void Anything_else_is_a_bug() => Assert.That(
        new Exception[] { new InvalidOperationException(), new DbUpdateException("", new FormatException()), new FormatException() }
            .Select(new InfrastructureFaults(_nowhere).IsOutage),
        Is.All.False);

    [Test]
    public void Where_the_driver_stumbles_the_session_is_gone_and_where_we_do_it_is_a_bug()
    {
        var faults = new InfrastructureFaults(_nowhere);

        Assert.That(faults.IsOutage(Stumble("Npgsql")), Is.True);
        Assert.That(faults.IsOutage(Stumble("UserSystem.Infrastructure")), Is.False);
    }

    public void Dispose() => _nowhere.Dispose();

    private static NullReferenceException Stumble(string source)
    {
        var stumble = Activator.CreateInstance<NullReferenceException>();
        stumble.Source = source;
        return stumble;
    }

    // The framework wraps what may pass in advice to try again, around its own exception for a save.
    private static Exception[] Wrapped(Exception fault) =>
    [
        fault, new DbUpdateException("", fault), new InvalidOperationException("", fault),
        new InvalidOperationException("", new DbUpdateException("", fault)),
    ];
}
