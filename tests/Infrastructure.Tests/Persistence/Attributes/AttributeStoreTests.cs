using Npgsql;
using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence;

namespace UserSystem.Infrastructure.Tests.Persistence.Attributes;

/// <summary>Values that are set at the same time are set together, and each caller is answered as if it had been alone.</summary>
[CancelAfter(120_000)]
public sealed class AttributeStoreTests : DatabaseFixture
{
    private UserId[] _people = [];

    private Node Node => field ??= NewNode();

    [SetUp]
    public async Task Register()
    {
        var ct = TestContext.CurrentContext.CancellationToken;
        _people = [.. (await Database.ListAsync<Guid>("insert into users (email, status) select n || '@example.org', 'active' from generate_series(1, 9) n returning id", ct))
            .Select(static id => new UserId(id))];
    }

    [Test]
    public async Task What_comes_while_one_is_under_way_is_one_statement(CancellationToken ct)
    {
        using var statements = new Statements();
        var (first, others) = await GatherAsync([.. _people[1..].Select(static person => Put(person, "\"x\""))], ct);

        Assert.That((await first).Error, Is.Null);
        foreach (var put in await Task.WhenAll(others))
        {
            Assert.That((put.Error, put.Value.IsNew, put.Value.Attribute.Value.Text), Is.EqualTo(((Error?)null, true, "\"x\"")));
        }

        Assert.That(statements.Texts.Count(static text => text.Contains("on conflict (user_id, key)", StringComparison.Ordinal)), Is.EqualTo(2));
        Assert.That(await Database.OneAsync<long>("select count(*) from user_attributes where value = '\"x\"' and created_by_user_id = user_id", ct), Is.EqualTo(_people.Length - 1));
    }

    [Test]
    public async Task Each_is_told_of_the_own_value(CancellationToken ct)
    {
        await Node.Get<IAttributeStore>().PutAsync(Put(_people[2], "2"), ct);
        await Database.ExecuteAsync("update users set status = 'suspended', deleted_at = now() where id = $1", ct, _people[3].Value);
        var (_, others) = await GatherAsync([Put(_people[1], "1"), Put(_people[2], "3"), Put(_people[3], "4"), Put(_people[2], "5") with { Key = "custom.other" }], ct);
        var answers = await Task.WhenAll(others);

        Assert.That((answers[0].Value.IsNew, answers[0].Value.Attribute.Value.Text), Is.EqualTo((true, "1")));
        Assert.That((answers[1].Value.IsNew, answers[1].Value.Attribute.Value.Text), Is.EqualTo((false, "3")));
        Assert.That(answers[2].Error, Is.EqualTo(UserErrors.NotFound));
        Assert.That((answers[3].Value.Attribute.Key, answers[3].Value.Attribute.Value.Text), Is.EqualTo(("custom.other", "5")));
        Assert.That(answers[1].Value.Attribute.Version, Is.EqualTo(await Database.OneAsync<long>("select version from user_attributes where value = '3'", ct)));
    }

    [Test]
    public async Task Two_who_set_the_same_come_one_after_the_other_and_the_last_stays(CancellationToken ct)
    {
        var (_, others) = await GatherAsync([Put(_people[1], "1"), Put(_people[1], "2"), Put(_people[1], "3")], ct);
        var answers = await Task.WhenAll(others);

        Assert.That(answers.Select(static answer => answer.Value.IsNew), Is.EqualTo((bool[])[true, false, false]));
        Assert.That(answers.Select(static answer => answer.Value.Attribute.Version), Is.Ordered.Ascending);
        Assert.That(await Database.OneAsync<string>("select value::text from user_attributes where user_id = $1", ct, _people[1].Value), Is.EqualTo("3"));
    }

    [Test]
    public async Task One_that_is_refused_stops_nobody_else(CancellationToken ct)
    {
        await Node.Get<IAttributeStore>().PutAsync(Put(_people[8], "\"mine\"") with { IsUnique = true }, ct);
        await Database.ExecuteAsync("update attribute_limits set max_per_user = 1", ct);
        await Node.Get<IAttributeStore>().PutAsync(Put(_people[2], "1"), ct);

        var (_, others) = await GatherAsync(
            [Put(_people[1], "\"mine\"") with { IsUnique = true }, Put(_people[2], "2") with { Key = "custom.second" }, Put(_people[3], "3"), Put(_people[4], "\"\\ud800\"")], ct);
        foreach (var refused in others.Take(2))
        {
            await refused;
        }

        Assert.That(((await others[0]).Error, (await others[1]).Error), Is.EqualTo((AttributeErrors.ValueTaken, AttributeErrors.TooMany)));
        Assert.That((await others[2]).Value.Attribute.Value.Text, Is.EqualTo("3"));
        Assert.That(async () => await others[3], Throws.InstanceOf<PostgresException>(), "no caller of the store sends such text, and one that did would learn of it");
        Assert.That(await Database.ListAsync<Guid>("select user_id from user_attributes where value in ('3', '2', '\"mine\"')", ct), Is.EquivalentTo((Guid[])[_people[3].Value, _people[8].Value]));
    }

    [Test, CancelAfter(20_000)]
    public async Task One_person_alone_does_not_hold_up_the_others(CancellationToken ct)
    {
        await Database.ExecuteAsync("insert into user_attributes (user_id, key, value) select $1, 'custom.' || n, '0' from generate_series(1, 4) n", ct, _people[0].Value);
        await using var blocker = await Database.OpenConnectionAsync(ct);
        await using var transaction = await blocker.BeginTransactionAsync(ct);
        await blocker.ExecuteAsync("select 1 from user_attributes where user_id = $1 for update", ct, _people[0].Value);
        var store = Node.Get<IAttributeStore>();
        List<Task> stuck = [];
        for (var i = 1; i <= Batching<string, string>.MostUnderWay; i++)
        {
            stuck.Add(store.PutAsync(Put(_people[0], "1") with { Key = $"custom.{i}" }, ct));
            Node.Clock.Advance(Batching<string, string>.Patience * 2);
        }

        Assert.That((await store.PutAsync(Put(_people[1], "1"), ct)).Error, Is.Null);
        await transaction.RollbackAsync(ct);
        await Task.WhenAll(stuck);
    }

    private static AttributePut Put(UserId person, string value) => new(person, "custom.k", value, IsUnique: false, person, Versions: null);

    /// <summary>Sets a value of the first person, which takes until the others have come as well.</summary>
    private async Task<(Task<Result<AttributeWritten>> First, List<Task<Result<AttributeWritten>>> Others)> GatherAsync(AttributePut[] others, CancellationToken ct)
    {
        await Database.ExecuteAsync("insert into user_attributes (user_id, key, value) values ($1, 'custom.k', '0')", ct, _people[0].Value);
        await using var blocker = await Database.OpenConnectionAsync(ct);
        await using var transaction = await blocker.BeginTransactionAsync(ct);
        await blocker.ExecuteAsync("select 1 from user_attributes where user_id = $1 for update", ct, _people[0].Value);
        var store = Node.Get<IAttributeStore>();
        var first = store.PutAsync(Put(_people[0], "1"), ct);
        await WaitersAsync(1, ct, unless: first);
        var gathered = others.Select(put => store.PutAsync(put, ct)).ToList();
        await transaction.RollbackAsync(ct);
        return (first, gathered);
    }
}
