using System.Net;
using System.Text;
using NUnit.Framework;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Security.Keys;
using UserSystem.Infrastructure.Tests.Security;

namespace UserSystem.Infrastructure.Tests.Persistence.Sessions;

/// <summary>What counts as one network and as one account.</summary>
[CancelAfter(120_000)]
public sealed class ThrottleKeysTests : DatabaseFixture
{
    private readonly ThrottleKeys _keys = new(AnyMasterKey.Of(AnyMasterKey.Text()));

    [TestCase("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [TestCase("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [TestCase("::ffff:192.0.2.1", "192.0.2.1", true)]
    [TestCase("::ffff:192.0.2.1", "::ffff:192.0.2.2", false)]
    [TestCase("192.0.2.1", "192.0.2.2", false)]
    public void One_network(string one, string other, bool same)
    {
        var jo = EmailAddress.Parse("jo@example.org");

        Assert.That(
            _keys.ForPair(jo, IPAddress.Parse(one)).AsSpan().SequenceEqual(_keys.ForPair(jo, IPAddress.Parse(other))), Is.EqualTo(same));
    }

    [Test]
    public void An_account_a_pair_and_an_unknown_network_are_three_things()
    {
        var jo = EmailAddress.Parse("jo@example.org");
        var keys = new[] { _keys.ForAccount(jo), _keys.ForPair(jo, null), _keys.ForPair(jo, IPAddress.Loopback) };

        Assert.That(keys.Select(Convert.ToHexString), Is.Unique);
    }

    [Test]
    public void Another_master_key_counts_by_other_names() => Assert.That(
        _keys.ForAccount(EmailAddress.Parse("jo@example.org")),
        Is.Not.EqualTo(new ThrottleKeys(AnyMasterKey.Of(AnyMasterKey.Text())).ForAccount(EmailAddress.Parse("jo@example.org"))));

    [Test]
    public async Task Spellings_that_the_database_takes_for_one_account_are_counted_as_one(CancellationToken ct)
    {
        // Every letter there is, in the middle of a word and at its end, where a sigma has a form of its own.
        string[] spellings =
        [
            .. Enumerable.Range('A', 0x1FFFF).Where(Rune.IsValid).Select(static code => new Rune(code)).Where(Rune.IsLetter)
                .SelectMany(static letter => new[] { $"a{letter}a@example.org", $"a{letter}@example.org" })
                .Append("i\u0307@example.org").Append("\u0130@example.org")
                .Where(static text => EmailAddress.TryParse(text, out _)).Select(static text => EmailAddress.Parse(text).Value).Distinct(),
        ];

        var groups = await Database.ListAsync<string[]>(
            "select array_agg(s) from unnest($1) s group by lower(s collate \"und-x-icu\") having count(*) > 1", ct, [spellings]);

        Assert.That(groups, Has.Count.GreaterThan(1000));
        Assert.That(
            groups.Where(group => group.Select(email => Convert.ToHexString(_keys.ForAccount(EmailAddress.FromStore(email)))).Distinct().Count() > 1)
                .Select(static group => string.Join(' ', group)),
            Is.Empty);
    }
}
