using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>
/// Identity's port for password hashes. It makes Argon2id only, and reads what <see cref="PhcString"/>, <see cref="IdentityHash"/> and
/// <see cref="ForeignHashes"/> read. It uses a core for some 50 ms: enter the <see cref="HashingGate"/> first, and hold no connection.
/// </summary>
internal sealed class Argon2idPasswordHasher(
    Argon2Parameters parameters, Argon2Memory memory, ForeignHashes foreign, ILogger<Argon2idPasswordHasher> logger) : IPasswordHasher<User>
{
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    // UTF-8 of the longest password; compatibility forms may be 18 times as long as what was typed.
    private const int MaxBytes = PasswordPolicy.MaxLength * 4;
    private const int MaxNormalizedChars = PasswordPolicy.MaxLength * 18;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The password is too long or not well-formed; the policy refuses such ones earlier.</exception>
    public string HashPassword(User user, string password)
    {
        if (!IsUsable(password))
        {
            throw new ArgumentException("The password was not checked by the policy.", nameof(password));
        }

        Span<byte> typed = stackalloc byte[MaxBytes];
        try
        {
            var bytes = typed[..Encoding.UTF8.GetBytes(password, typed)];
            var phc = new PhcString(parameters, RandomNumberGenerator.GetBytes(SaltBytes), new byte[HashBytes]);
            Argon2id.Hash(new Argon2Input(bytes, phc.Salt), parameters, memory, phc.Hash);
            return phc.ToString();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(typed);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// What was typed is tried first, then its NFKC form where that differs. Only the former asks for a new hash, which is made of what was typed:
    /// a person with two keyboards must not change the password by signing in with the other. The same goes for bcrypt and what it does not read.
    /// </remarks>
    public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
    {
        if (!IsUsable(providedPassword))
        {
            return PasswordVerificationResult.Failed;
        }

        Span<byte> typed = stackalloc byte[MaxBytes];
        try
        {
            var bytes = typed[..Encoding.UTF8.GetBytes(providedPassword, typed)];
            if (foreign.Refusal(hashedPassword, bytes.Length) is { } reason)
            {
                // Whoever waits for the answer learns nothing: it costs what a wrong password does.
                logger.HashRefused(reason);
                Span<byte> nothing = stackalloc byte[HashBytes];
                Argon2id.Hash(new Argon2Input(bytes, stackalloc byte[SaltBytes]), parameters, memory, nothing);
                return PasswordVerificationResult.Failed;
            }

            var result = Verify(hashedPassword, bytes);
            return result == PasswordVerificationResult.Failed && !providedPassword.IsNormalized(NormalizationForm.FormKC)
                ? VerifyNormalized(hashedPassword, providedPassword)
                : result;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(typed);
        }
    }

    private static bool IsUsable(string password) =>
        password.Length <= 2 * PasswordPolicy.MaxLength
        && PasswordPolicy.CountCodePoints(password) <= PasswordPolicy.MaxLength
        && PasswordPolicy.IsWellFormed(password);

    private PasswordVerificationResult VerifyNormalized(string hash, string password)
    {
        var chars = new char[MaxNormalizedChars];
        var bytes = new byte[MaxNormalizedChars * 3];
        try
        {
            if (!password.AsSpan().TryNormalize(chars, out var length, NormalizationForm.FormKC))
            {
                return PasswordVerificationResult.Failed;
            }

            return Verify(hash, bytes.AsSpan(0, Encoding.UTF8.GetBytes(chars, 0, length, bytes, 0))) == PasswordVerificationResult.Failed
                ? PasswordVerificationResult.Failed
                : PasswordVerificationResult.Success;
        }
        finally
        {
            Array.Clear(chars);
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private PasswordVerificationResult Verify(string hash, ReadOnlySpan<byte> password)
    {
        if (PhcString.Parse(hash) is not { } phc)
        {
            if (IdentityHash.Parse(hash) is { } identity)
            {
                return identity.Matches(password) ? PasswordVerificationResult.SuccessRehashNeeded : PasswordVerificationResult.Failed;
            }

            return foreign.Verify(hash, password) switch
            {
                ForeignVerdict.Match => PasswordVerificationResult.SuccessRehashNeeded,
                ForeignVerdict.MatchOfStart => PasswordVerificationResult.Success,
                _ => PasswordVerificationResult.Failed,
            };
        }

        Span<byte> computed = stackalloc byte[phc.Hash.Length];
        Argon2id.Hash(new Argon2Input(password, phc.Salt), phc.Parameters, memory, computed);
        if (!CryptographicOperations.FixedTimeEquals(computed, phc.Hash))
        {
            return PasswordVerificationResult.Failed;
        }

        return phc.Parameters == parameters && phc.Salt.Length >= SaltBytes && phc.Hash.Length >= HashBytes
            ? PasswordVerificationResult.Success
            : PasswordVerificationResult.SuccessRehashNeeded;
    }
}
