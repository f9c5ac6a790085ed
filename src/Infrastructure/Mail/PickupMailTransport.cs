using System.Globalization;
using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace UserSystem.Infrastructure.Mail;

/// <summary>
/// Writes mail to a directory, one <c>.eml</c> file each, named by time and a hash of the recipient. A file is complete when it shows.
/// </summary>
internal sealed class PickupMailTransport(IOptions<EmailOptions> options, TimeProvider clock) : IMailTransport
{
    private const string Workshops = ".writing";
    private const int MaxAttempts = 1000;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public async Task SendAsync(MailMessage message, CancellationToken ct)
    {
        var pickup = Path.GetFullPath(options.Value.PickupDirectory);
        var name = NameFor(message.To[0].Address);

        // The framework writes files under names of its own, and not at once: it does so beside, in a place that nobody watches.
        var workshop = Path.Combine(pickup, Workshops, RandomNumberGenerator.GetHexString(32, lowercase: true));
        MailEncoding.EncodeForReading(message);
        CreateDirectory(pickup);
        CreateDirectory(workshop);
        try
        {
            using var client = new SmtpClient
            {
                DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory,
                PickupDirectoryLocation = workshop,
                DeliveryFormat = MailEncoding.HeadersOf(message),
            };
            await client.SendMailAsync(message, ct);

            var written = Directory.EnumerateFiles(workshop).Single();
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(written, OwnerOnly);
            }

            Publish(written, pickup, name);
        }
        finally
        {
            Directory.Delete(workshop, recursive: true);
        }
    }

    /// <summary>The file name of a message to an address at this moment, without its ending.</summary>
    private string NameFor(string address)
    {
        var time = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmssfffffff'Z'", CultureInfo.InvariantCulture);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(address.ToLowerInvariant()));
        return $"{time}-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
    }

    // A rename in one file system is atomic, but File.Move looks for the target first, and of two at once one would replace the other.
    // So whoever looks and renames holds a claim, a file that only one can create, on whatever node.
    private static void Publish(string written, string pickup, string name)
    {
        for (var attempt = 1; ; attempt++)
        {
            var numbered = attempt == 1 ? name : $"{name}-{attempt}";
            try
            {
                using var claim = new FileStream(
                    Path.Combine(pickup, Workshops, $"{numbered}.claim"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
                File.Move(written, Path.Combine(pickup, $"{numbered}.eml"), overwrite: false);
                return;
            }
            catch (IOException) when (attempt < MaxAttempts)
            {
                // Claimed or taken: the next name. A real fault shows each time, and at the last attempt gets out.
            }
        }
    }

    // The mode is given to the last directory of a path only.
    private static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }
}
