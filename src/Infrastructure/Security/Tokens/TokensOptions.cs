using System.ComponentModel.DataAnnotations;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>Settings of access tokens beyond their lifetime, which belongs to sessions.</summary>
public sealed class TokensOptions
{
    /// <summary>The claim <c>iss</c>, an address without a slash at its end (<c>Tokens__Issuer</c>); left out, the public address of the service.</summary>
    public string? Issuer { get; set; }

    /// <summary>The claim <c>aud</c> (<c>Tokens__Audience</c>).</summary>
    [Required]
    public string Audience { get; set; } = "usersystem";

    /// <summary>How long one key signs, in days (<c>Tokens__SigningKeyRotationDays</c>). Its successor is published at least a day before it signs.</summary>
    [Range(5, 3650)]
    public int SigningKeyRotationDays { get; set; } = 90;
}
