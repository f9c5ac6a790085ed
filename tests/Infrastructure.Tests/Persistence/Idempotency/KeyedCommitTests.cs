using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NUnit.Framework;
using UserSystem.Application.Ports;
using UserSystem.Application.Users;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Tests.Persistence.Idempotency;

/// <summary>Answers on PostgreSQL: how long they stay, who can read them, and who waits for whom.</summary>
[CancelAfter(120_000)]
public sealed class KeyedCommitTests : DatabaseFixture
{
    private readonly RequestKey _key = new("user:1 POST /api/v1/users", "one", SHA256.HashData("{}"u8));

    [TestCase(-10, true)]
    [TestCase(0, false)]
    public async Task An_answer_is_kept_for_a_day(long ticks, bool kept, CancellationToken ct)
    {
        var node = NewNode();
        await CreateAsync(node, _key, "jo@example.org", ct);

        node.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromTicks(ticks));

        Assert.That(await FindAsync(node, _key, ct), kept ? Is.Not.Null : Is.Null);
    }

    [Test]
    public async Task A_key_that_ran_out_stands_for_a_new_request(CancellationToken ct)
    {
        var node = NewNode();
        await CreateAsync(node, _key, "jo@example.org", ct);
        node.Clock.Advance(TimeSpan.FromHours(24));

        await CreateAsync(node, _key, "bea@example.org", ct);

        Assert.That((await FindAsync(node, _key, ct))!.Value, Has.Property(nameof(UserDto.Email)).EqualTo("bea@example.org"));
        Assert.That(await Database.OneAsync<long>("select count(*) from idempotency_keys", ct), Is.EqualTo(1));
    }

    [Test]
    public async Task The_table_tells_nothing_about_people_bodies_or_keys(CancellationToken ct)
    {
        await CreateAsync(NewNode(), _key, "jo@example.org", ct);

        var row = await Database.OneAsync<byte[]>("select key_hash || answer from idempotency_keys", ct);

        Assert.That(Encoding.Latin1.GetString(row), Does.Not.Contain("jo@").And.Not.Contain("one").And.Not.Contain("user:1"));
        Assert.That(Convert.ToHexString(row), Does.Not.Contain(Convert.ToHexString(_key.BodyHash)));
    }

    [Test]
    public async Task An_answer_opens_under_its_own_key_only(CancellationToken ct)
    {
        var node = NewNode();
        var other = _key with { Key = "other" };
        await CreateAsync(node, _key, "jo@example.org", ct);
        await CreateAsync(node, other, "bea@example.org", ct);

        await Database.ExecuteAsync("update idempotency_keys set answer = (select min(answer::text)::bytea from idempotency_keys)", ct);

        var opened = 0;
        foreach (var key in new[] { _key, other })
        {
            try
            {
                opened += await FindAsync(node, key, ct) is null ? 0 : 1;
            }
            catch (CryptographicException)
            {
                // As it should be for one of them.
            }
        }

        Assert.That(opened, Is.EqualTo(1));
    }

    [Test]
    public async Task Who_comes_second_on_another_node_waits_and_then_saves_nothing_or_everything([Values] bool firstCommits, CancellationToken ct)
    {
        await using var one = NewNode().Begin();
        await using var other = NewNode().Begin();
        one.Get<IIdempotency>().Begin(_key);
        other.Get<IIdempotency>().Begin(_key);
        var first = one.Register("jo@example.org");
        other.Register("bea@example.org");
        Assert.That((await one.CommitAsync(ct)).Error, Is.Null);

        var second = other.CommitAsync(ct);
        await WaitersAsync(1, ct, unless: second);
        Assert.That(second.IsCompleted, Is.False);
        await (firstCommits ? one.Get<IIdempotency>().CommitAsync(Answer(first), ct) : one.ForgetAsync(ct));

        Assert.That((await second).Error, firstCommits ? Is.EqualTo(CommonErrors.LostRace) : Is.Null);
    }

    [Test]
    public async Task Another_key_waits_for_nobody_and_other_locks_are_waited_for_as_long_as_ever(CancellationToken ct)
    {
        await using var one = NewNode().Begin();
        await using var other = NewNode().Begin();
        one.Get<IIdempotency>().Begin(_key);
        other.Get<IIdempotency>().Begin(_key with { Key = "other" });
        one.Register("jo@example.org");
        other.Register("bea@example.org");
        await one.CommitAsync(ct);

        Assert.That((await other.CommitAsync(ct).WaitAsync(TimeSpan.FromSeconds(30), ct)).Error, Is.Null);
        Assert.That(
            await ((Npgsql.NpgsqlConnection)other.Context.Database.GetDbConnection()).OneAsync<string>("select current_setting('lock_timeout')", ct), Is.EqualTo("0"));
    }

    private static async Task CreateAsync(Node node, RequestKey key, string email, CancellationToken ct)
    {
        await using var work = node.Begin();
        work.Get<IIdempotency>().Begin(key);
        var user = work.Register(email);
        Assert.That((await work.CommitAsync(ct)).Error, Is.Null);
        Assert.That((await work.Get<IIdempotency>().CommitAsync(Answer(user), ct)).Error, Is.Null);
    }

    private static async Task<KeptAnswer?> FindAsync(Node node, RequestKey key, CancellationToken ct)
    {
        await using var work = node.Begin();
        return await work.Get<IIdempotency>().FindAsync(key, typeof(UserDto), ct);
    }

    private static UserDto Answer(User user) => new(
        user.Id.Value, user.Email.Value, user.Name, user.Status, false, null, true, null, null, null, null, true, null, null, null, null,
        user.CreatedAt, user.UpdatedAt, null, null);
}
