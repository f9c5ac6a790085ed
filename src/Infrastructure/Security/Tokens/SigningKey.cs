using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.ObjectPool;
using UserSystem.Application.Accounts;
using UserSystem.Infrastructure.Security.Tokens.P256;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>When a signing key is used: published from its making on, it signs between two instants and verifies until a third.</summary>
internal sealed record SigningKeySpan(DateTimeOffset ActiveFrom, DateTimeOffset SignsUntil, DateTimeOffset VerifiesUntil);

/// <summary>A pair of keys on P-256 for ES256 (RFC 7518, 3.4), named by its thumbprint (RFC 7638).</summary>
internal sealed class SigningKey
{
    private readonly DefaultObjectPool<ECDsa> _signers;
    private readonly Lazy<SignatureVerifier> _verifier;

    private SigningKey(byte[] pkcs8, ECParameters parameters, SigningKeySpan span)
    {
        Span = span;
        var (x, y) = (Base64Url.EncodeToString(parameters.Q.X), Base64Url.EncodeToString(parameters.Q.Y));
        Kid = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));
        Header = Base64Url.EncodeToString(Encoding.ASCII.GetBytes($$"""{"alg":"ES256","typ":"at+jwt","kid":"{{Kid}}"}"""));
        Jwk = new JwkDto("EC", "P-256", x, y, Kid, "sig", Es256.Algorithm);

        // The framework promises no safety of one ECDsa on many threads, so each use has its own.
        _signers = new DefaultObjectPool<ECDsa>(new Policy(pkcs8));
        var point = AffinePoint.Read(parameters.Q.X, parameters.Q.Y);
        _verifier = new Lazy<SignatureVerifier>(() => new SignatureVerifier(point));
    }

    /// <summary>SHA-256 of the public key in its canonical form, as base64url.</summary>
    public string Kid { get; }

    /// <summary>The first segment of every token that this key signs, always the same text.</summary>
    public string Header { get; }

    /// <summary>The public half.</summary>
    public JwkDto Jwk { get; }

    /// <summary>When it is used.</summary>
    public SigningKeySpan Span { get; }

    /// <summary>A new pair. The PKCS#8 form of the private half is handed out here only, to be sealed and stored.</summary>
    public static (SigningKey Key, byte[] Pkcs8) Create(SigningKeySpan span)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pkcs8 = pair.ExportPkcs8PrivateKey();
        return (Import(pkcs8, span), pkcs8);
    }

    /// <summary>A pair that was stored. Throws <see cref="CryptographicException"/> for anything but a private key on P-256.</summary>
    public static SigningKey Import(byte[] pkcs8, SigningKeySpan span)
    {
        using var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(pkcs8, out _);
        var parameters = pair.ExportParameters(includePrivateParameters: false);
        return parameters.Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
            ? new SigningKey(pkcs8, parameters, span)
            : throw new CryptographicException("The key is not on P-256.");
    }

    /// <summary>Signs into 64 bytes: r and s, 32 each (RFC 7518, 3.4).</summary>
    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
    {
        var key = _signers.Get();
        key.SignData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        _signers.Return(key);
    }

    /// <summary>Does now what the first verification would wait for: some milliseconds of work on the public half.</summary>
    public void Prepare() => _ = _verifier.Value;

    /// <summary>True if this key signed the message. The signature is r and s, 32 bytes each; every other form, DER among them, is wrong.</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(message, hash);
        return _verifier.Value.Verify(hash, signature);
    }

    private sealed class Policy(byte[] pkcs8) : PooledObjectPolicy<ECDsa>
    {
        public override ECDsa Create()
        {
            var key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(pkcs8, out _);
            return key;
        }

        public override bool Return(ECDsa obj) => true;
    }
}
