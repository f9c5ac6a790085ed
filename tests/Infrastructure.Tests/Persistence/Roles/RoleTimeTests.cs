using System.Globalization;
using System.Text.RegularExpressions;
using NUnit.Framework;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence.Roles;

namespace UserSystem.Infrastructure.Tests.Persistence.Roles;

/// <summary>When an assignment holds: said once in the database, and free where it is asked.</summary>
[CancelAfter(120_000)]
public sealed partial class RoleTimeTests : DatabaseFixture
{
    [TestCase(null, null, true)]
    [TestCase(0, null, true)]
    [TestCase(1, null, false)]
    [TestCase(null, 0, false)]
    [TestCase(null, 1, true)]
    [TestCase(-1, 1, true)]
    [TestCase(-2, -1, false)]
    public async Task Holds_from_the_first_instant_until_before_the_last(int? from, int? until, bool holds, CancellationToken ct) => Assert.That(
        await Database.OneAsync<bool>(
            "select in_its_time($1 + $2 * interval '1 us', $1 + $3 * interval '1 us', $1)", ct, NewNode().Now.UtcDateTime, Microseconds(from), Microseconds(until)),
        Is.EqualTo(holds));

    [Test]
    public Task What_somebody_may_do(CancellationToken ct) => IsTakenInAsync(node => node.Get<PermissionReader>().ReadAsync(node.Ids.Next<UserId>(), node.Now, ct), ct);

    [Test]
    public Task Who_has_a_role(CancellationToken ct) => IsTakenInAsync(
        node => node.Get<IUserReader>().ListAsync(new UserFilter { Role = "support" }, new Position(node.Now, Guid.Empty), 10, ct), ct);

    [Test]
    public async Task Who_is_the_last_administrator(CancellationToken ct)
    {
        var admin = await InsertUserAsync("jo@example.org", ct);
        await Database.ExecuteAsync("insert into user_roles (user_id, role_id) select $1, id from roles where name = 'admin'", ct, admin);
        await IsTakenInAsync(
            async node =>
            {
                await using var work = node.Begin();
                Assert.That(await work.Get<IRoleRepository>().IsLastAdministratorAsync(new UserId(admin), node.Now, ct), Is.True);
            }, ct);
    }

    // A call of a function for each row would show by its name.
    private async Task IsTakenInAsync(Func<Node, Task> ask, CancellationToken ct)
    {
        var node = NewNode();
        using var statements = new Statements();
        await ask(node);
        var statement = statements.Texts.Single(static text => text.Contains("in_its_time", StringComparison.Ordinal));
        statement = NamedParameters().Replace(statement, static match => $"${int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + 1}");
        var parameters = PositionalParameters().Matches(statement).Select(static match => match.Value).Distinct().Count();

        await using var connection = await Database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync("set plan_cache_mode = force_generic_plan", ct);
        await connection.ExecuteAsync($"prepare asked as {statement}", ct);
        var plan = string.Join('\n', await connection.ListAsync<string>(
            $"explain (verbose) execute asked ({string.Join(", ", Enumerable.Repeat("null", parameters))})", ct));

        Assert.That(plan, Does.Contain("a.expires_at IS NULL").And.Not.Contain("in_its_time"));
    }

    private static object Microseconds(int? count) => count is { } some ? (double)some : DBNull.Value;

    [GeneratedRegex(@"@p(\d+)")]
    private static partial Regex NamedParameters();

    [GeneratedRegex(@"\$\d+")]
    private static partial Regex PositionalParameters();
}
