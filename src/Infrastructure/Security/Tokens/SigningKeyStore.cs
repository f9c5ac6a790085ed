using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using UserSystem.Application.Accounts;
using UserSystem.Infrastructure.Persistence.Nodes;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>
/// The signing keys in the database. Only a row whose sealed private half opens, and fits its name, counts: whoever can write to the
/// table but has no master key cannot slip in a key of their own.
/// </summary>
internal sealed class SigningKeyStore(
    NpgsqlDataSource database, IDataProtectionProvider dataProtection, TimeProvider clock, IOptions<TokensOptions> tokens,
    IOptions<SessionsOptions> sessions, ILogger<SigningKeyStore> logger)
{
    /// <summary>The message to the other nodes that a key was made.</summary>
    public const string Changed = "signing_keys";

    // Any number, as long as no other lock has it: "signkeys" in ASCII.
    private const long CreationLock = 0x7369676E_6B657973;

    private readonly IDataProtector _protector = dataProtection.CreateProtector("signing-keys");

    private SigningKeyPlan Plan => new(
        TimeSpan.FromDays(tokens.Value.SigningKeyRotationDays), TimeSpan.FromSeconds(sessions.Value.AccessTokenLifetimeSeconds));

    /// <summary>All keys that still verify.</summary>
    public async Task<SigningKeySet> LoadAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await LoadAsync(connection, ct);
    }

    /// <summary>All keys that still verify, after a first or a next one was made if it was due. Of many nodes that ask at once one makes it.</summary>
    public async Task<SigningKeySet> EnsureAsync(CancellationToken ct)
    {
        var known = await LoadAsync(ct);
        if (Plan.Next(known, clock.GetUtcNow()) is null)
        {
            return known;
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, "select pg_advisory_xact_lock($1)", CreationLock, ct);
        known = await LoadAsync(connection, ct);
        var now = clock.GetUtcNow();
        if (Plan.Next(known, now) is { } span)
        {
            var (key, pkcs8) = SigningKey.Create(span);
            await InsertAsync(connection, key, pkcs8, now, ct);
            await ExecuteAsync(connection, "delete from signing_keys where verifies_until < $1", now, ct);
            await ExecuteAsync(connection, $"select pg_notify('{NodeMessages.Channel}', $1)", Changed + ":", ct);
            known = new SigningKeySet([.. known.Keys, key]);
            logger.SigningKeyMade(key.Kid, span.ActiveFrom);
        }

        await transaction.CommitAsync(ct);
        return known;
    }

    private async Task<SigningKeySet> LoadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select kid, private_key, active_from, signs_until, verifies_until from signing_keys where verifies_until > $1", connection);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var keys = new List<SigningKey>();
        while (await reader.ReadAsync(ct))
        {
            var span = new SigningKeySpan(
                reader.GetFieldValue<DateTimeOffset>(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetFieldValue<DateTimeOffset>(4));
            if (Open(reader.GetString(0), reader.GetFieldValue<byte[]>(1), span) is { } key)
            {
                keys.Add(key);
            }
        }

        return new SigningKeySet(keys);
    }

    private SigningKey? Open(string kid, byte[] sealedKey, SigningKeySpan span)
    {
        try
        {
            var key = SigningKey.Import(_protector.Unprotect(sealedKey), span);
            if (key.Kid == kid)
            {
                return key;
            }

            logger.SigningKeyRefused(kid, null);
        }
        catch (CryptographicException failure)
        {
            logger.SigningKeyRefused(kid, failure);
        }

        return null;
    }

    private async Task InsertAsync(NpgsqlConnection connection, SigningKey key, byte[] pkcs8, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into signing_keys (kid, public_jwk, private_key, created_at, active_from, signs_until, verifies_until)
            values ($1, $2, $3, $4, $5, $6, $7)
            """,
            connection);
        command.Parameters.AddWithValue(key.Kid);
        command.Parameters.AddWithValue(NpgsqlDbType.Jsonb, JsonSerializer.Serialize(key.Jwk, SigningKeyJson.Default.JwkDto));
        command.Parameters.AddWithValue(_protector.Protect(pkcs8));
        foreach (var instant in (ReadOnlySpan<DateTimeOffset>)[now, key.Span.ActiveFrom, key.Span.SignsUntil, key.Span.VerifiesUntil])
        {
            command.Parameters.AddWithValue(instant);
        }

        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, object parameter, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(parameter);
        await command.ExecuteNonQueryAsync(ct);
    }
}
