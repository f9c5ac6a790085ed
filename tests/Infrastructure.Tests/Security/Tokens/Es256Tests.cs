using System.Buffers.Text;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using NUnit.Framework;
using UserSystem.Infrastructure.Security.Tokens;
using UserSystem.Infrastructure.Security.Tokens.P256;

namespace UserSystem.Infrastructure.Tests.Security.Tokens;

internal sealed class Es256Tests
{
    // RFC 7515, appendix A.3.
    private const string RfcMessage =
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    private const string RfcSignature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    // The order of P-256 (SEC 2, 2.4.2).
    private const string Order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

    private static readonly byte[] Payload = """{"iss":"joe"}"""u8.ToArray();

    private readonly SigningKey _key = SigningKey.Create(AnySpan).Key;

    private static SigningKeySpan AnySpan => new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    private SigningKeySet Keys => new([_key]);

    [Test]
    public void Verifies_the_example_of_RFC_7515()
    {
        using var key = RfcKey();
        var signature = Base64Url.DecodeFromChars(RfcSignature);

        Assert.That(Verify(key, RfcMessage, signature), Is.True);
        Assert.That(Verify(key, RfcMessage.Replace('J', 'K'), signature), Is.False);
    }

    // RFC 6979, A.2.5, with SHA-256, and RFC 4754, 8.1: the public key, the message, r and s.
    [TestCase(
        "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6", "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299", "sample",
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716", "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8")]
    [TestCase(
        "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6", "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299", "test",
        "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367", "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083")]
    [TestCase(
        "2442A5CC0ECD015FA3CA31DC8E2BBC70BF42D60CBCA20085E0822CB04235E970", "6FC98BD7E50211A4A27102FA3549DF79EBCB4BF246B80945CDDFE7D509BBFD7D", "abc",
        "CB28E0999B9C7715FD0A80D8E47A77079716CBBF917DD72E97566EA1C066957C", "86FA3BB4E26CAD5BF90B7F81899256CE7594BB1EA0C89212748BFF3B3D5B0315")]
    public void Verifies_published_signatures(string x, string y, string message, string r, string s)
    {
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Convert.FromHexString(x), Y = Convert.FromHexString(y) },
        });

        Assert.Multiple(() =>
        {
            Assert.That(Verify(key, message, Convert.FromHexString(r + s)), Is.True);
            Assert.That(Verify(key, message, Convert.FromHexString(s + r)), Is.False);
            Assert.That(Verify(key, message + ".", Convert.FromHexString(r + s)), Is.False);
        });
    }

    [Test]
    public void Signs_so_that_the_framework_verifies_under_the_published_key()
    {
        var token = Es256.Sign(_key, Payload);
        var dot = token.LastIndexOf('.');
        using var published = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars(_key.Jwk.X), Y = Base64Url.DecodeFromChars(_key.Jwk.Y) },
        });

        Assert.That(
            published.VerifyData(Message(token), Base64Url.DecodeFromChars(token.AsSpan(dot + 1)), HashAlgorithmName.SHA256),
            Is.True);
        Assert.That(Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token.Split('.')[0])), Is.EqualTo(
            $$"""{"alg":"ES256","typ":"at+jwt","kid":"{{_key.Kid}}"}"""));
    }

    [Test]
    public void Names_a_key_by_its_thumbprint()
    {
        using var pair = RfcKey();
        var canonical = """{"crv":"P-256","kty":"EC","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""";

        Assert.That(
            SigningKey.Import(pair.ExportPkcs8PrivateKey(), AnySpan).Kid,
            Is.EqualTo(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(canonical)))));
    }

    [Test]
    public void Refuses_a_key_on_another_curve()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.That(() => SigningKey.Import(pair.ExportPkcs8PrivateKey(), AnySpan), Throws.InstanceOf<CryptographicException>());
    }

    [Test]
    public void Opens_what_it_signed() => Assert.That(Es256.Open(Keys, Es256.Sign(_key, Payload)), Is.EqualTo(Payload));

    [Test]
    public void Opens_nothing_of_an_unknown_key() =>
        Assert.That(Es256.Open(Keys, Es256.Sign(SigningKey.Create(AnySpan).Key, Payload)), Is.Null);

    [Test]
    public void Refuses_every_character_that_is_changed_and_every_cut()
    {
        var token = Es256.Sign(_key, Payload);

        Assert.Multiple(() =>
        {
            for (var i = 0; i < token.Length; i++)
            {
                var other = token[i] is 'A' ? 'B' : 'A';
                Assert.That(Es256.Open(Keys, $"{token[..i]}{other}{token[(i + 1)..]}"), Is.Null, $"changed at {i}");
                Assert.That(Es256.Open(Keys, token.AsSpan(0, i)), Is.Null, $"cut at {i}");
                Assert.That(Es256.Open(Keys, token.AsSpan(i + 1)), Is.Null, $"cut before {i}");
            }
        });
    }

    [TestCase("""{"alg":"none"}""")]
    [TestCase("""{"alg":"none","typ":"at+jwt","kid":"@kid"}""")]
    [TestCase("""{"alg":"HS256","typ":"at+jwt","kid":"@kid"}""")]
    [TestCase("""{"alg":"ES384","typ":"at+jwt","kid":"@kid"}""")]
    [TestCase("""{"alg":"ES256","typ":"at+jwt"}""")]
    [TestCase("""{"alg":"ES256","typ":"at+jwt","kid":"@kid","crit":["exp"],"exp":1}""")]
    [TestCase("""{"alg":"ES256","typ":"at+jwt","kid":"@kid","jwk":{"kty":"EC"}}""")]
    [TestCase("""{"typ":"at+jwt","alg":"ES256","kid":"@kid"}""")]
    public void Refuses_every_header_but_its_own_even_when_the_signature_is_good(string header)
    {
        var message = $"{Encode(header.Replace("@kid", _key.Kid, StringComparison.Ordinal))}.{Base64Url.EncodeToString(Payload)}";
        var signature = new byte[64];
        _key.Sign(Encoding.ASCII.GetBytes(message), signature);

        Assert.That(Es256.Open(Keys, $"{message}.{Base64Url.EncodeToString(signature)}"), Is.Null);
        Assert.That(Es256.Open(Keys, message + "."), Is.Null, "without a signature");
    }

    [Test]
    public void Refuses_a_MAC_made_with_the_public_key()
    {
        var header = Encode($$"""{"alg":"HS256","typ":"at+jwt","kid":"{{_key.Kid}}"}""");
        var message = $"{header}.{Base64Url.EncodeToString(Payload)}";
        var mac = HMACSHA256.HashData(Encoding.ASCII.GetBytes(_key.Jwk.X + _key.Jwk.Y), Encoding.ASCII.GetBytes(message));

        Assert.That(Es256.Open(Keys, $"{message}.{Base64Url.EncodeToString(mac)}"), Is.Null);
    }

    [TestCase("0", "0")]
    [TestCase("0", "1")]
    [TestCase("1", "0")]
    [TestCase("1", "1")]
    [TestCase(Order, "1")]
    [TestCase("1", Order)]
    [TestCase(Order, Order)]
    [TestCase("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "1")]
    public void Refuses_numbers_that_no_signature_has(string r, string s)
    {
        var signature = Convert.FromHexString(r.PadLeft(64, '0') + s.PadLeft(64, '0'));

        Assert.That(Es256.Open(Keys, WithSignature(signature)), Is.Null);
        Assert.That(_key.Verify("anything"u8, signature), Is.False);
    }

    [Test]
    public void Refuses_a_good_signature_in_DER_or_of_another_length()
    {
        var token = Es256.Sign(_key, Payload);
        var signature = Base64Url.DecodeFromChars(token.AsSpan(token.LastIndexOf('.') + 1));
        var der = Der(signature);

        Assert.Multiple(() =>
        {
            foreach (var other in (byte[][])[der, signature[..63], signature[1..], [.. signature, 0], [0, .. signature], []])
            {
                Assert.That(_key.Verify(Message(token), other), Is.False, $"{other.Length} bytes");
                Assert.That(Es256.Open(Keys, WithSignature(other)), Is.Null, $"{other.Length} bytes");
            }
        });
    }

    [Test]
    public void Refuses_another_spelling_of_a_good_token()
    {
        var token = Es256.Sign(_key, Payload);
        var parts = token.Split('.');

        Assert.Multiple(() =>
        {
            foreach (var other in (string[])
                [
                    token + "=", token + "==", $"{parts[0]}.{parts[1]}==.{parts[2]}", " " + token, token + " ", token + "\n", "." + token, token + ".",
                    $"{parts[0]}..{parts[1]}.{parts[2]}", $"{parts[0]}.{parts[1]}.{parts[2][..^1]}{Next(parts[2][^1])}",
                ])
            {
                Assert.That(Es256.Open(Keys, other), Is.Null, other);
            }
        });
    }

    [Test]
    public void Refuses_a_payload_that_was_signed_in_another_spelling([Values("eyJh=", "eyJ hIn0", "eyJhIm1")] string payload)
    {
        var message = $"{_key.Header}.{payload}";
        var signature = new byte[64];
        _key.Sign(Encoding.ASCII.GetBytes(message), signature);

        Assert.That(Es256.Open(Keys, $"{message}.{Base64Url.EncodeToString(signature)}"), Is.Null);
    }

    [Test]
    public void Looks_at_no_more_than_four_thousand_characters()
    {
        Assert.That(Es256.Open(Keys, Es256.Sign(_key, new byte[2800])), Is.Not.Null);
        Assert.That(Es256.Open(Keys, Es256.Sign(_key, new byte[3000])), Is.Null);
        Assert.That(Es256.Open(Keys, new string('a', 1_000_000)), Is.Null);
    }

    [Test]
    public void One_key_serves_many_threads()
    {
        var wrong = 0;
        Parallel.For(0, 400, _ =>
        {
            if (Es256.Open(Keys, Es256.Sign(_key, Payload)) is null)
            {
                Interlocked.Increment(ref wrong);
            }
        });

        Assert.That(wrong, Is.Zero);
    }

    private static ECDsa RfcKey() => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint
        {
            X = Base64Url.DecodeFromChars("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
            Y = Base64Url.DecodeFromChars("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"),
        },
        D = Base64Url.DecodeFromChars("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"),
    });

    // By ours and by the framework's verification.
    private static bool Verify(ECDsa key, string message, byte[] signature)
    {
        var (bytes, point) = (Encoding.ASCII.GetBytes(message), key.ExportParameters(includePrivateParameters: false).Q);
        var good = new SignatureVerifier(AffinePoint.Read(point.X, point.Y)).Verify(SHA256.HashData(bytes), signature);
        Assert.That(key.VerifyData(bytes, signature, HashAlgorithmName.SHA256), Is.EqualTo(good), "the framework says otherwise");
        return good;
    }

    private static byte[] Der(byte[] signature)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(signature.AsSpan(0, 32), isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(text));

    private static byte[] Message(string token) => Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]);

    // A signature of 64 bytes ends in A, Q, g or w: the letter after each has spare bits set.
    private static char Next(char last) => (char)(last + 1);

    private string WithSignature(byte[] signature)
    {
        var token = Es256.Sign(_key, Payload);
        return token[..(token.LastIndexOf('.') + 1)] + Base64Url.EncodeToString(signature);
    }
}
