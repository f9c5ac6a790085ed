using System.Text.Json;
using Npgsql;
using NUnit.Framework;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Infrastructure.Persistence.Users;

namespace UserSystem.Infrastructure.Tests.Persistence.Users;

/// <summary>A page in the middle and at the end of many people costs what the first one costs.</summary>
[CancelAfter(120_000)]
public sealed class UserPagesTests : DatabaseFixture
{
    private const int People = 200_000;

    private static readonly DateTimeOffset Begin = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [SetUp]
    public async Task InsertPeople() => await Database.ExecuteAsync(
        $"""
        alter table users disable trigger complete_users;
        insert into users (email, name, status, created_at, deleted_at)
        select 'user' || n || '@example.org', 'User ' || n, (case when n % 4 = 0 or n % 5 = 0 then 'suspended' else 'active' end)::user_status,
               timestamptz '2020-01-01Z' + n * interval '1 second', case when n % 5 = 0 then timestamptz '2021-01-01Z' end
        from generate_series(1, {People}) n;
        alter table users enable trigger complete_users;
        analyze users
        """, TestContext.CurrentContext.CancellationToken);

    private static IEnumerable<TestCaseData> Filters()
    {
        yield return new TestCaseData(new UserFilter()).SetArgDisplayNames("everybody");
        yield return new TestCaseData(new UserFilter { Status = Domain.Users.UserStatus.Suspended }).SetArgDisplayNames("suspended");
        yield return new TestCaseData(new UserFilter { IncludeDeleted = true }).SetArgDisplayNames("deleted too");
    }

    [TestCaseSource(nameof(Filters))]
    public async Task A_page_costs_the_same_wherever_it_begins(UserFilter filter, CancellationToken ct)
    {
        var first = await BlocksAsync(filter, after: null, ct);

        Assert.Multiple(async () =>
        {
            Assert.That(await BlocksAsync(filter, After(People / 2), ct), Is.LessThanOrEqualTo(first + 10), "in the middle");
            Assert.That(await BlocksAsync(filter, After(500), ct), Is.LessThanOrEqualTo(first + 10), "at the end");
        });
    }

    private static Position After(int number) => new(Begin.AddSeconds(number), Guid.Empty);

    /// <summary>How many blocks of the database are looked at for a page of fifty; all of them are read.</summary>
    private async Task<long> BlocksAsync(UserFilter filter, Position? after, CancellationToken ct)
    {
        var database = NewNode().Database;
        await using var listing = new UserListing(filter, "v1.0", Begin).Command(database, after, limit: 51);
        await using var command = database.CreateCommand("explain (analyze, buffers, timing off, format json) " + listing.Command.CommandText);
        foreach (NpgsqlParameter parameter in listing.Parameters)
        {
            command.Parameters.Add(parameter.Clone());
        }

        using var explained = JsonDocument.Parse((string)(await command.ExecuteScalarAsync(ct))!);
        var plan = explained.RootElement[0].GetProperty("Plan");
        Assert.That(plan.GetProperty("Actual Rows").GetDouble(), Is.EqualTo(51));
        return plan.GetProperty("Shared Hit Blocks").GetInt64() + plan.GetProperty("Shared Read Blocks").GetInt64();
    }
}
