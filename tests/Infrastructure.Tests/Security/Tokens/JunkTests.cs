using System.Buffers.Text;
using UserSystem.Domain.Sessions;
using UserSystem.Infrastructure.Security.Keys;
using UserSystem.Infrastructure.Security.Tokens;

namespace UserSystem.Infrastructure.Tests.Security.Tokens;

/// <summary>Whatever is sent, the answer is a refusal and never an exception.</summary>
internal sealed class JunkTests
{
    private static readonly TokenBench Bench = new();
    private static readonly RefreshTokenCodec Codec = new(AnyMasterKey.Of(AnyMasterKey.Text()));
    private static readonly Encryption Encryption = new(AnyMasterKey.Of(AnyMasterKey.Text()));

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public bool As_an_access_token_is_refused(FsCheck.NonNull<string> text) =>
        Bench.Tokens.Verify(text.Get).Error == SessionErrors.TokenInvalid;

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public bool In_three_parts_is_refused(byte[] payload, byte[] signature) =>
        Bench.Tokens.Verify($"{Bench.Key.Header}.{Base64Url.EncodeToString(payload)}.{Base64Url.EncodeToString(signature)}").Error
        == SessionErrors.TokenInvalid;

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public bool As_a_signature_of_the_right_length_is_refused(byte filler, byte[] payload)
    {
        var signature = new byte[64];
        Array.Fill(signature, filler);
        return Bench.Tokens.Verify($"{Bench.Key.Header}.{Base64Url.EncodeToString(payload)}.{Base64Url.EncodeToString(signature)}").Error
            == SessionErrors.TokenInvalid;
    }

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public bool As_a_signed_payload_is_refused(byte[] payload) =>
        Bench.Tokens.Verify(Es256.Sign(Bench.Key, payload)).Error == SessionErrors.TokenInvalid;

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public bool Spliced_into_a_signed_payload_never_throws(int at, byte[] junk)
    {
        var payload = System.Text.Encoding.UTF8.GetBytes(Bench.Payload());
        var cut = (int)((uint)at % (uint)payload.Length);
        var error = Bench.Tokens.Verify(Es256.Sign(Bench.Key, [.. payload[..cut], .. junk, .. payload[cut..]])).Error;
        return error is null || error == SessionErrors.TokenInvalid || error == SessionErrors.TokenExpired;
    }

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public bool As_a_refresh_token_is_refused(FsCheck.NonNull<string> text) =>
        Codec.Read(text.Get) is null && Codec.Read("urt_" + text.Get) is null;

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public bool As_something_sealed_is_refused(byte[] junk) =>
        Encryption.Open(KeyLabels.Outbox, junk) is null && Codec.Unseal(junk, Codec.Create(Bench.Session, 1)) is null;
}
