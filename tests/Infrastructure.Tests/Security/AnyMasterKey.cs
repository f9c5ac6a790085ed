using System.Security.Cryptography;
using UserSystem.Infrastructure.Security.Keys;

namespace UserSystem.Infrastructure.Tests.Security;

/// <summary>Master keys for tests.</summary>
internal static class AnyMasterKey
{
    /// <summary>A key as it stands in settings.</summary>
    public static string Text() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(MasterKey.Length));

    /// <summary>A master key, with those before it.</summary>
    public static MasterKey Of(string text, params string[] previous) =>
        MasterKey.Load(new SecurityOptions { MasterKey = text, PreviousMasterKeys = string.Join(", ", previous) }, embeddedKeyFile: null);
}
