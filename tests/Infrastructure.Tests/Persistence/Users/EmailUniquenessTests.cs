using Npgsql;
using NUnit.Framework;

namespace UserSystem.Infrastructure.Tests.Persistence.Users;

/// <summary>Whom the database takes for the same person, whoever writes: upper and lower case are one, and nothing else is.</summary>
[CancelAfter(120_000)]
public sealed class EmailUniquenessTests : DatabaseFixture
{
    [TestCase("jo@example.org", "JO@Example.ORG")]
    [TestCase("école@example.org", "ÉCOLE@example.org")]
    [TestCase("straße@example.org", "STRAẞE@example.org", Description = "the capital sharp s")]
    [TestCase("ｊｏ@example.org", "ＪＯ@example.org", Description = "full width")]
    [TestCase("ωδή@example.org", "ΩΔΉ@example.org")]
    [TestCase("οδος@example.org", "ΟΔΟΣ@example.org", Description = "a sigma at the end of a word becomes the final one")]
    [TestCase("иван@example.org", "ИВАН@example.org")]
    [TestCase("i@example.org", "I@example.org", Description = "also where the person is Turkish")]
    public async Task Refuses_the_same_address_in_another_case(string first, string second, CancellationToken ct)
    {
        await InsertUserAsync(first, ct);

        Assert.That(() => InsertUserAsync(second, ct), RefusedBy("ux_users_email_normalized"));
    }

    [TestCase("ı@example.org", "i@example.org", Description = "dotless i")]
    [TestCase("ı@example.org", "I@example.org", Description = "dotless i is not the small form of I outside Turkish")]
    [TestCase("İ@example.org", "i@example.org", Description = "capital I with a dot")]
    [TestCase("straße@example.org", "strasse@example.org")]
    [TestCase("ｊｏ@example.org", "jo@example.org", Description = "full width")]
    [TestCase("é@example.org", "e@example.org")]
    public async Task Tells_letters_apart_that_only_look_alike(string first, string second, CancellationToken ct)
    {
        await InsertUserAsync(first, ct);
        await InsertUserAsync(second, ct);

        Assert.That(await Database.OneAsync<long>("select count(distinct email_normalized) from users", ct), Is.EqualTo(2));
    }

    [Test]
    public async Task Keeps_the_address_as_it_was_typed(CancellationToken ct)
    {
        await InsertUserAsync("Jo.DOE@example.org", ct);

        Assert.That(await Database.OneAsync<string>("select email from users", ct), Is.EqualTo("Jo.DOE@example.org"));
    }

    [Test]
    public async Task A_deleted_person_keeps_the_address(CancellationToken ct)
    {
        var id = await InsertUserAsync("jo@example.org", ct);
        await Database.ExecuteAsync("update users set status = 'suspended', deleted_at = now() where id = $1", ct, id);

        Assert.That(() => InsertUserAsync("Jo@example.org", ct), RefusedBy("ux_users_email_normalized"));
    }

    [Test]
    public async Task The_normalized_address_cannot_be_written(CancellationToken ct)
    {
        var id = await InsertUserAsync("jo@example.org", ct);

        Assert.That(
            () => Database.ExecuteAsync("update users set email_normalized = 'other' where id = $1", ct, id),
            Refused("428C9"));
    }

    [Test]
    public async Task An_external_id_belongs_to_one_person_and_many_have_none(CancellationToken ct)
    {
        const string insert = "insert into users (email, external_id) values ($1, $2)";
        await Database.ExecuteAsync(insert, ct, "a@example.org", "42");
        await InsertUserAsync("b@example.org", ct);
        await InsertUserAsync("c@example.org", ct);

        Assert.That(() => Database.ExecuteAsync(insert, ct, "d@example.org", "42"), RefusedBy("ux_users_external_id"));
    }
}
