using System.Security.Cryptography;
using System.Text;
using UserSystem.Testing;

namespace UserSystem.WebApi.Tests.Harness;

/// <summary>The folder into which a service under test puts its mail.</summary>
internal sealed class Mailbox : IDisposable
{
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("user-system-mail-").FullName;

    /// <summary>What is there for an address, oldest first.</summary>
    public IReadOnlyList<Eml> To(string email)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email.ToLowerInvariant())).AsSpan(0, 8));
        return [.. System.IO.Directory.EnumerateFiles(Directory, $"*-{hash}*.eml").Order(StringComparer.Ordinal).Select(EmlReader.Read)];
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
