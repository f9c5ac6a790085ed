using NUnit.Framework;
using UserSystem.Application.Accounts;

namespace UserSystem.Infrastructure.Tests.Persistence.Users;

/// <summary>People from before the trigger get their rows, once.</summary>
[CancelAfter(120_000)]
public sealed class UserCompletionTests : DatabaseFixture
{
    // Two whole pieces and a bit.
    private const int People = 20_050;

    [SetUp]
    public async Task MakeOldPeople() => await Database.ExecuteAsync(
        $"""
        alter table users disable trigger complete_users;
        insert into users (email) select n || '@example.org' from generate_series(1, {People}) n;
        alter table users enable trigger complete_users;
        insert into user_profiles (user_id, bio) select id, 'Kept.' from users limit 50
        """, TestContext.CurrentContext.CancellationToken);

    [Test]
    public async Task Adds_what_is_missing_and_nothing_twice(CancellationToken ct)
    {
        var completion = NewNode().Get<IUserCompletion>();

        Assert.That(await completion.RunAsync(dryRun: false, ct), Is.EqualTo(new CompletedUsers(People - 50, People)));
        Assert.That(await completion.RunAsync(dryRun: false, ct), Is.EqualTo(new CompletedUsers(0, 0)));

        Assert.That(await CountAsync(ct), Is.EqualTo(2 * People));
        Assert.That(await Database.OneAsync<long>("select count(*) from user_profiles where bio = 'Kept.'", ct), Is.EqualTo(50));
    }

    [Test]
    public async Task A_dry_run_counts_and_changes_nothing(CancellationToken ct)
    {
        Assert.That(await NewNode().Get<IUserCompletion>().RunAsync(dryRun: true, ct), Is.EqualTo(new CompletedUsers(People - 50, People)));

        Assert.That(await CountAsync(ct), Is.EqualTo(50));
    }

    [Test]
    public async Task Works_in_pieces_so_that_no_lock_is_held_for_long(CancellationToken ct)
    {
        var completion = NewNode().Get<IUserCompletion>();

        await completion.RunAsync(dryRun: false, ct);

        // Each piece is a transaction, and now() is its own.
        Assert.That(await Database.OneAsync<long>("select count(distinct created_at) from user_preferences", ct), Is.EqualTo(3));
        Assert.That(
            await Database.OneAsync<long>("select max(n) from (select count(*) as n from user_preferences group by created_at) as pieces", ct), Is.EqualTo(10_000));
    }

    [Test]
    public async Task Walks_from_one_piece_to_the_next_and_passes_nobody_twice(CancellationToken ct)
    {
        await Database.ExecuteAsync("insert into user_preferences (user_id, created_at) select id, '2000-01-01Z' from users order by id offset 2000 limit 7000", ct);

        await NewNode().Get<IUserCompletion>().RunAsync(dryRun: false, ct);

        // Who had theirs counts for the piece as well: it is people that are walked by, not what they lack.
        Assert.That(
            await Database.ListAsync<long>("select count(*) from user_preferences where created_at > '2000-01-01Z' group by created_at order by created_at", ct),
            Is.EqualTo([3_000, 10_000, 50]));
    }

    [Test]
    public async Task Two_at_once_add_each_row_once_between_them(CancellationToken ct)
    {
        var (one, other) = (NewNode().Get<IUserCompletion>(), NewNode().Get<IUserCompletion>());

        var done = await Task.WhenAll(one.RunAsync(dryRun: false, ct), other.RunAsync(dryRun: false, ct));

        Assert.That(done.Sum(static each => each.Profiles), Is.EqualTo(People - 50));
        Assert.That(done.Sum(static each => each.Preferences), Is.EqualTo(People));
        Assert.That(await CountAsync(ct), Is.EqualTo(2 * People));
    }

    private Task<long> CountAsync(CancellationToken ct) =>
        Database.OneAsync<long>("select (select count(*) from user_profiles) + (select count(*) from user_preferences)", ct);
}
