using System.Text.Json.Serialization;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Accounts;

/// <summary>Asks for the public keys by which anyone can verify access tokens.</summary>
public sealed record GetJwks : IQuery<JwksDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Anonymous;
}

/// <summary>Asks where the public keys are and who issues tokens.</summary>
public sealed record GetDiscovery : IQuery<DiscoveryDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Anonymous;
}

/// <summary>A set of public keys (RFC 7517, 5).</summary>
/// <param name="Keys">The keys, the newest first. A key is listed before it signs and until its last token has expired.</param>
public sealed record JwksDto(IReadOnlyList<JwkDto> Keys);

/// <summary>A public key on an elliptic curve (RFC 7517; RFC 7518, 6.2).</summary>
/// <param name="Kty">Always <c>EC</c>.</param>
/// <param name="Crv">Always <c>P-256</c>.</param>
/// <param name="X">The x coordinate, 32 bytes as base64url.</param>
/// <param name="Y">The y coordinate, 32 bytes as base64url.</param>
/// <param name="Kid">The name that tokens carry in their header (RFC 7638).</param>
/// <param name="Use">Always <c>sig</c>.</param>
/// <param name="Alg">Always <c>ES256</c>.</param>
public sealed record JwkDto(string Kty, string Crv, string X, string Y, string Kid, string Use, string Alg);

/// <summary>Where to find the public keys, as libraries for verifying tokens expect it (OpenID Connect Discovery 1.0, 3).</summary>
/// <param name="Issuer">The claim <c>iss</c> of access tokens.</param>
/// <param name="JwksUri">Where the keys are.</param>
/// <param name="ResponseTypesSupported">Always empty: the service is no OpenID provider, it only publishes how its tokens are verified.</param>
/// <param name="SubjectTypesSupported">Always <c>public</c>: the same <c>sub</c> for everybody.</param>
/// <param name="SigningAlgorithms">Always <c>ES256</c>.</param>
public sealed record DiscoveryDto(
    [property: JsonPropertyName("issuer")] string Issuer,
    [property: JsonPropertyName("jwks_uri")] string JwksUri,
    [property: JsonPropertyName("response_types_supported")] IReadOnlyList<string> ResponseTypesSupported,
    [property: JsonPropertyName("subject_types_supported")] IReadOnlyList<string> SubjectTypesSupported,
    [property: JsonPropertyName("id_token_signing_alg_values_supported")] IReadOnlyList<string> SigningAlgorithms);

internal sealed class GetJwksHandler(ISigningKeyReader keys) : IQueryHandler<GetJwks, JwksDto>
{
    // An empty set would be kept by those who ask, and would refuse every token: better to be told to come again.
    public Task<Result<JwksDto>> Handle(GetJwks request, CancellationToken cancellationToken) =>
        Task.FromResult<Result<JwksDto>>(keys.Published is { } published ? new JwksDto(published) : CommonErrors.Busy);
}

internal sealed class GetDiscoveryHandler(ISigningKeyReader keys) : IQueryHandler<GetDiscovery, DiscoveryDto>
{
    public Task<Result<DiscoveryDto>> Handle(GetDiscovery request, CancellationToken cancellationToken) =>
        Task.FromResult<Result<DiscoveryDto>>(
            new DiscoveryDto(keys.Issuer, $"{keys.Issuer.TrimEnd('/')}/.well-known/jwks.json", [], ["public"], ["ES256"]));
}
