using System.Collections.Frozen;
using System.Text.Json;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>
/// The passwords that guessers try first: about 49,000, from the npm package @zxcvbn-ts/language-common (MIT), put into the assembly by
/// the build. Takes about 4 MB of memory.
/// </summary>
internal sealed class CommonPasswords
{
    private const string Resource = "common-passwords.json";

    private readonly FrozenSet<string> _passwords;

    /// <summary>Uses another list, in any case.</summary>
    public CommonPasswords(IEnumerable<string> passwords) => _passwords = passwords.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many there are.</summary>
    public int Count => _passwords.Count;

    /// <summary>Reads the list that was built in.</summary>
    /// <exception cref="InvalidOperationException">The assembly was built without it.</exception>
    public static CommonPasswords Load()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        using var list = JsonDocument.Parse(stream);
        return new CommonPasswords(list.RootElement.EnumerateArray().Select(word => word.GetString()!));
    }

    /// <summary>Whether the password is on the list, in upper or lower case.</summary>
    public bool Contains(string password) => _passwords.Contains(password);
}
