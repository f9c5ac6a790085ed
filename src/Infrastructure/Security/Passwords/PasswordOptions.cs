using System.ComponentModel.DataAnnotations;
using UserSystem.Application.Shared;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>What an operator may decide about passwords.</summary>
public sealed class PasswordOptions
{
    /// <summary>
    /// Hashes under way at a time (<c>Passwords__MaxConcurrentHashes</c>), each with 64 MiB of memory: the number of cores, at most four,
    /// when not set.
    /// </summary>
    [Range(1, 64)]
    public int MaxConcurrentHashes { get; set; } = Math.Min(Environment.ProcessorCount, 4);

    /// <summary>The shortest password, in code points (<c>PASSWORD_MIN_LENGTH</c>).</summary>
    [Range(1, 128)]
    public int MinLength { get; set; } = 8;

    /// <summary>
    /// Whether what one network address may ask for at a time is bounded; follows <see cref="RateLimitingOptions.Enabled"/>.
    /// </summary>
    public bool LimitsClients { get; set; } = true;
}
