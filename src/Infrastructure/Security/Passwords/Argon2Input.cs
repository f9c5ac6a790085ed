namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>What is hashed (RFC 9106, section 3.1). Nothing is copied; the owner of the password clears it.</summary>
internal readonly ref struct Argon2Input(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt)
{
    /// <summary>The message P.</summary>
    public ReadOnlySpan<byte> Password { get; } = password;

    /// <summary>The nonce S, 16 bytes for passwords.</summary>
    public ReadOnlySpan<byte> Salt { get; } = salt;

    /// <summary>The secret K, or nothing.</summary>
    public ReadOnlySpan<byte> Secret { get; init; }

    /// <summary>The associated data X, or nothing.</summary>
    public ReadOnlySpan<byte> AssociatedData { get; init; }
}
