using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>The system's crypt(3) library, when there is one.</summary>
internal sealed unsafe class SystemCrypt
{
    // crypt_data has 32 KiB in libxcrypt and 128 KiB and a bit in older glibc.
    private const int WorkBytes = 256 * 1024;

    private readonly delegate* unmanaged<byte*, byte*, byte*, byte*> _crypt;

    /// <summary>Looks for the first of these libraries that is there.</summary>
    public SystemCrypt(params ReadOnlySpan<string> libraries)
    {
        foreach (var library in libraries)
        {
            if (NativeLibrary.TryLoad(library, out var handle) && NativeLibrary.TryGetExport(handle, "crypt_r", out var address))
            {
                _crypt = (delegate* unmanaged<byte*, byte*, byte*, byte*>)address;
                return;
            }
        }
    }

    /// <summary>Hashes a password that holds no zero byte; null when the library is missing or does not know the setting.</summary>
    /// <param name="password">UTF-8, without an end mark.</param>
    /// <param name="setting">Scheme, cost and salt, or a whole hash.</param>
    public byte[]? Hash(ReadOnlySpan<byte> password, string setting)
    {
        if (_crypt is null)
        {
            return null;
        }

        var key = new byte[password.Length + 1];
        var work = (byte*)NativeMemory.AllocZeroed(WorkBytes);
        try
        {
            password.CopyTo(key);
            fixed (byte* k = key, s = Encoding.UTF8.GetBytes(setting + '\0'))
            {
                var hash = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(_crypt(k, s, work));

                // Failure is null, or a star where a hash has its dollar.
                return hash is [(byte)'$', ..] ? hash.ToArray() : null;
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(new Span<byte>(work, WorkBytes));
            NativeMemory.Free(work);
        }
    }
}
