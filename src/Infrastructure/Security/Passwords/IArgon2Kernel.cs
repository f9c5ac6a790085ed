namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>The compression function G of RFC 9106, section 3.5, for one instruction set.</summary>
internal unsafe interface IArgon2Kernel
{
    /// <summary>Writes G(previous, reference) to <paramref name="next"/>, or adds it there by exclusive or when <paramref name="xor"/>.</summary>
    /// <remarks>All blocks lie as <see cref="Argon2Block"/> says, on 64 byte boundaries; next may be one of the inputs.</remarks>
    static abstract void Compress(ulong* previous, ulong* reference, ulong* next, bool xor);
}
