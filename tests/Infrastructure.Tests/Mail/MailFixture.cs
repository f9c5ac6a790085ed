using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using UserSystem.Application.Mail;
using UserSystem.Application.Shared;
using UserSystem.Infrastructure.Mail;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Mail;

/// <summary>The mail of the service, wired as a host wires it, with a pickup directory of its own.</summary>
internal sealed class MailFixture : IDisposable
{
    public const string Token = "Zm9v-YmFy_0123456789";
    public static readonly DateTimeOffset Now = new(2020, 2, 29, 21, 4, 5, 678, 901, TimeSpan.FromHours(2));

    private readonly string _root = Path.Combine(Path.GetTempPath(), $"mail-{RandomNumberGenerator.GetHexString(16)}");
    private readonly ServiceProvider _services;

    public MailFixture(Action<EmailOptions>? email = null, Action<AppOptions>? app = null, TimeProvider? clock = null)
    {
        _services = new ServiceCollection()
            .AddLogging()
            .AddMail()
            .AddSingleton(clock ?? new StillClock())
            .Configure<EmailOptions>(options =>
            {
                options.PickupDirectory = Pickup;
                email?.Invoke(options);
            })
            .Configure<AppOptions>(options =>
            {
                options.PublicUrl = "https://users.example.org/base/";
                app?.Invoke(options);
            })
            .BuildServiceProvider(validateScopes: true);
    }

    public string Pickup => Path.Combine(_root, "data", "mail");

    public IMailSender Sender => _services.GetRequiredService<IMailSender>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public string[] Files => [.. Directory.GetFiles(Pickup).Order(StringComparer.Ordinal)];

    /// <summary>Sends a message by way of the pickup directory and reads it back.</summary>
    public async Task<Eml> SendAndReadAsync(MailMessage message, CancellationToken ct)
    {
        await Sender.SendAsync(message, ct);
        return EmlReader.Read(Files.Single());
    }

    public static VerifyEmailMail Verify(string language = "en", string? name = "Ada Lovelace", string to = "ada@example.org") =>
        new(to, name, language, Token, Now, "203.0.113.7", Now.AddDays(1));

    public static AlreadyRegisteredMail AlreadyRegistered(string language = "en", string? name = "Ada Lovelace", string to = "ada@example.org") =>
        new(to, name, language, Now, "203.0.113.7");

    public static MailMessage Any(Type type, string language = "en", string? name = "Ada Lovelace") =>
        type == typeof(VerifyEmailMail) ? Verify(language, name) : AlreadyRegistered(language, name);

    public void Dispose()
    {
        _services.Dispose();
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    private sealed class StillClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
