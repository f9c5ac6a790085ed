namespace UserSystem.Infrastructure.Persistence.Embedded;

/// <summary>Files and directories whose mode matters, made with that mode from the first moment.</summary>
internal static class UnixFiles
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Readable = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Traversable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Writes a file of mode 0600 that must not exist: a link planted under its name is never followed.</summary>
    public static void CreatePrivate(string path, string content)
    {
        using var writer = new StreamWriter(Open(path, FileMode.CreateNew, FileShare.None, Private));
        writer.Write(content);
    }

    /// <summary>Opens a file of mode 0644 for this process alone (flock).</summary>
    public static FileStream OpenExclusive(string path) => Open(path, FileMode.OpenOrCreate, FileShare.None, Readable);

    /// <summary>Makes what is missing of a path, each new directory with mode 0755 whatever the umask says.</summary>
    public static void CreateTraversable(string directory)
    {
        if (Directory.Exists(directory))
        {
            return;
        }

        CreateTraversable(Path.GetDirectoryName(directory)!);
        Directory.CreateDirectory(directory);
        MakeTraversable(directory);
    }

    /// <summary>Lets everybody walk through a directory and list it: mode 0755.</summary>
    public static void MakeTraversable(string directory)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(directory, Traversable);
        }
    }

    private static FileStream Open(string path, FileMode mode, FileShare share, UnixFileMode created)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = created;
        }

        return new FileStream(path, options);
    }
}
