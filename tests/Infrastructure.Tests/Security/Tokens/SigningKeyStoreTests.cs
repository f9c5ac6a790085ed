using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Infrastructure.Security.Tokens;

namespace UserSystem.Infrastructure.Tests.Security.Tokens;

[CancelAfter(120_000)]
internal sealed class SigningKeyStoreTests
{
    private readonly ManualClock _clock = new();
    private readonly EphemeralDataProtectionProvider _dataProtection = new();

    [Test]
    public async Task Makes_a_first_key_that_every_node_reads(CancellationToken ct)
    {
        await using var database = await SecurityDatabase.CreateAsync(ct);

        var made = await Node(database).EnsureAsync(ct);
        var read = await Node(database).EnsureAsync(ct);
        var token = Es256.Sign(made.SignerAt(_clock.GetUtcNow())!, "{}"u8);

        Assert.That(read.Published, Is.EqualTo(made.Published));
        Assert.That(made.HasSameKeysAs(await Node(database).LoadAsync(ct)), Is.True);
        Assert.That(Es256.Open(read, token), Is.EqualTo("{}"u8.ToArray()));
    }

    [Test]
    public async Task Nodes_that_start_at_the_same_moment_make_one_key(CancellationToken ct)
    {
        await using var database = await SecurityDatabase.CreateAsync(ct);

        var sets = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Node(database).EnsureAsync(ct), ct)));

        Assert.That(sets.Select(set => set.Keys.Single().Kid).Distinct().ToList(), Has.Count.EqualTo(1));
        Assert.That(await database.AskAsync<long>("select count(*) from signing_keys", ct), Is.EqualTo(1));
    }

    [Test]
    public async Task Keeps_the_private_half_sealed_and_the_public_one_as_RFC_7517_spells_it(CancellationToken ct)
    {
        await using var database = await SecurityDatabase.CreateAsync(ct);
        var key = (await Node(database).EnsureAsync(ct)).Keys.Single();

        var stored = await database.AskAsync<byte[]>("select private_key from signing_keys", ct);
        var members = await database.AskAsync<string>(
            "select string_agg(key || '=' || value, ' ' order by key) from signing_keys, jsonb_each_text(public_jwk)", ct);

        Assert.That(members, Is.EqualTo($"alg=ES256 crv=P-256 kid={key.Kid} kty=EC use=sig x={key.Jwk.X} y={key.Jwk.Y}"));
        Assert.That(() => SigningKey.Import(stored, TokenBench.Always), Throws.InstanceOf<CryptographicException>());
    }

    [Test]
    public async Task Counts_no_key_of_somebody_who_can_write_to_the_table_but_has_no_master_key(CancellationToken ct)
    {
        await using var database = await SecurityDatabase.CreateAsync(ct);
        var own = (await Node(database).EnsureAsync(ct)).Keys.Single();
        var (foreign, pkcs8) = SigningKey.Create(own.Span);
        var stranger = new EphemeralDataProtectionProvider().CreateProtector("signing-keys");

        const string Insert =
            """
            insert into signing_keys (kid, public_jwk, private_key, active_from, signs_until, verifies_until)
            select $1, public_jwk, $2, active_from, signs_until, verifies_until from signing_keys limit 1
            """;
        await database.ExecuteAsync(Insert, ct, foreign.Kid, pkcs8);
        await database.ExecuteAsync(Insert, ct, foreign.Kid + "2", stranger.Protect(pkcs8));
        await database.ExecuteAsync(Insert, ct, foreign.Kid + "3", _dataProtection.CreateProtector("another purpose").Protect(pkcs8));
        await database.ExecuteAsync(Insert, ct, foreign.Kid + "4", _dataProtection.CreateProtector("signing-keys").Protect(pkcs8));

        Assert.That((await Node(database).LoadAsync(ct)).Keys.Single().Kid, Is.EqualTo(own.Kid));
    }

    [Test]
    public async Task Prepares_the_next_key_and_forgets_the_old_one_when_its_last_token_is_over(CancellationToken ct)
    {
        await using var database = await SecurityDatabase.CreateAsync(ct);
        var node = Node(database);
        var first = (await node.EnsureAsync(ct)).Keys.Single().Kid;

        _clock.Advance(TimeSpan.FromDays(88));
        var both = await node.EnsureAsync(ct);
        Assert.That(both.Published, Has.Count.EqualTo(2));
        Assert.That(both.SignerAt(_clock.GetUtcNow())?.Kid, Is.EqualTo(first), "only published for now");

        _clock.Advance(TimeSpan.FromDays(1));
        both = await node.EnsureAsync(ct);
        Assert.That(both.Published, Has.Count.EqualTo(2));
        Assert.That(both.SignerAt(_clock.GetUtcNow())?.Kid, Is.Not.EqualTo(first));

        _clock.Advance(TimeSpan.FromDays(2));
        Assert.That((await node.EnsureAsync(ct)).Keys.Select(key => key.Kid), Has.None.EqualTo(first));

        _clock.Advance(TimeSpan.FromDays(90));
        await node.EnsureAsync(ct);
        Assert.That(await database.AskAsync<long>($"select count(*) from signing_keys where kid = '{first}'", ct), Is.Zero);
    }

    private SigningKeyStore Node(SecurityDatabase database) => new(
        database.Source, _dataProtection, _clock, Options.Create(new TokensOptions()), Options.Create(new SessionsOptions()),
        NullLogger<SigningKeyStore>.Instance);
}
