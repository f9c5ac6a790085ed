using System.Net;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Ports;

/// <summary>The caller of one scope: nobody known, until whoever opened the scope says more.</summary>
public sealed class Caller : ICaller
{
    /// <inheritdoc/>
    public CallerIdentity? Identity { get; set; }

    /// <inheritdoc/>
    public Error? Refusal { get; set; }

    /// <inheritdoc/>
    public bool IsSystem { get; set; }

    /// <inheritdoc/>
    public IPAddress? Address { get; set; }

    /// <inheritdoc/>
    public string? UserAgent { get; set; }

    /// <inheritdoc/>
    public string Language { get; set; } = Languages.Default;
}
