using System.Globalization;
using System.Text;

namespace UserSystem.Infrastructure.Persistence.Embedded;

/// <summary>Says that one living process owns a cluster. The kernel frees it when that process dies, however it dies.</summary>
internal sealed class ClusterLock : IDisposable
{
    private readonly FileStream _file;

    private ClusterLock(FileStream file) => _file = file;

    /// <summary>Takes the lock or says in one line who holds it.</summary>
    public static async Task<ClusterLock> TakeAsync(string path, CancellationToken ct)
    {
        FileStream file;
        try
        {
            file = UnixFiles.OpenExclusive(path);
        }
        catch (IOException fault)
        {
            throw new ClusterInUseException(
                $"The private PostgreSQL behind {path} is in use by {await HolderAsync(path, ct)}; stop that one, or set EmbeddedPostgres__DataDirectory to another directory", fault);
        }

        file.SetLength(0);
        await file.WriteAsync(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)), ct);
        await file.FlushAsync(ct);
        return new ClusterLock(file);
    }

    // The file stays: to delete it would let two processes lock two files of one name.
    public void Dispose() => _file.Dispose();

    // A FileStream would ask for the lock to read the file.
    private static async Task<string> HolderAsync(string path, CancellationToken ct) =>
        int.TryParse((await SystemCommand.RunAsync(null, "cat", [path], ct)).Output, out var process) ? $"process {process}" : "another process";
}
