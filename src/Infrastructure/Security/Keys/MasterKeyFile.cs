using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace UserSystem.Infrastructure.Security.Keys;

/// <summary>The file in which a service that runs its own database keeps its own master key.</summary>
internal static partial class MasterKeyFile
{
    // The same number on Linux and macOS.
    private const int AlreadyExists = 17;

    /// <summary>What the file holds. A missing one is made with a new key, for its owner's eyes only; of two makers the first one counts.</summary>
    public static string ReadOrCreate(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                Create(path);
            }

            return File.ReadAllText(path).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MasterKeyException($"The master key cannot be kept in {path}: {failure.Message}", failure);
        }
    }

    private static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);

        // Written aside and then put into place, which fails if somebody was faster: nobody ever reads half a key, or one that is replaced.
        var draft = $"{path}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        try
        {
            Write(draft, Convert.ToBase64String(RandomNumberGenerator.GetBytes(MasterKey.Length)));
            Publish(draft, path);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void Publish(string draft, string path)
    {
        // File.Move looks first and then renames: of two that move at once the later one would win. A hard link is made once.
        if (!OperatingSystem.IsWindows() && (Link(draft, path) == 0 || Marshal.GetLastPInvokeError() == AlreadyExists))
        {
            return;
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process made it first: its key is the key.
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string created);

    private static void Write(string path, string key)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        using var writer = new StreamWriter(stream);
        writer.WriteLine(key);
        writer.Flush();
        stream.Flush(flushToDisk: true);
    }
}
