using UserSystem.Domain.Shared;

namespace UserSystem.Application.Ports;

/// <summary>What came of comparing a password with a hash.</summary>
public enum PasswordVerdict
{
    /// <summary>It is another password.</summary>
    Wrong,

    /// <summary>It is the password.</summary>
    Right,

    /// <summary>It is the password; the hash is of an older kind and should be made anew.</summary>
    RightButOutdated,
}

/// <summary>The rules that a new password has to keep.</summary>
public interface IPasswordPolicy
{
    /// <summary>Stands for all rules about passwords in the description of a validator; what is told are their own codes.</summary>
    const string Code = "password";

    /// <summary>The shortest password, in code points.</summary>
    int MinLength { get; }

    /// <summary>The longest password, in code points.</summary>
    int MaxLength { get; }

    /// <summary>Everything that it may find, for the description of the API; the paths are empty.</summary>
    IReadOnlyList<Fault> Known { get; }

    /// <summary>What is wrong with a password for this person, told at <paramref name="path"/>; empty when nothing is.</summary>
    IReadOnlyList<Fault> Judge(string password, string email, string fullName, string path);
}

/// <summary>
/// Passwords: hashed, compared. Hashing is slow by intent and bounded in number: where too much of it is waiting,
/// the answer is <see cref="CommonErrors.Busy"/>. No transaction may be open while one of these runs.
/// </summary>
public interface IPasswords
{
    /// <summary>A hash to keep, as a PHC string.</summary>
    Task<Result<string>> HashAsync(string password, CancellationToken ct);

    /// <summary>Compares. Without a hash it costs the same and is always wrong, so that nobody learns from the clock who exists.</summary>
    Task<Result<PasswordVerdict>> VerifyAsync(string password, string? hash, CancellationToken ct);
}
