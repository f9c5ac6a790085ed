using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
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
    public const string NetworkAddress = "203.0.113.7";
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

    /// <summary>The types of all messages.</summary>
    public static IReadOnlyList<Type> Messages { get; } =
        [.. typeof(MailMessage).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false)
            .Cast<JsonDerivedTypeAttribute>().Select(static type => type.DerivedType)];

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
        new(to, name, language, Token, Now, NetworkAddress, Now.AddDays(1));

    public static AlreadyRegisteredMail AlreadyRegistered(string language = "en", string? name = "Ada Lovelace", string to = "ada@example.org") =>
        new(to, name, language, Now, NetworkAddress);

    /// <summary>One message of each type, with everything in it that it can have.</summary>
    public static MailMessage Any(Type type, string language = "en", string? name = "Ada Lovelace") =>
        All(language, name).Single(message => message.GetType() == type);

    private static MailMessage[] All(string language, string? name, string to = "ada@example.org", string from = NetworkAddress) =>
    [
        Verify(language, name),
        AlreadyRegistered(language, name),
        new ResetPasswordMail(to, name, language, Token, Now, from, Now.AddHours(1)),
        new PasswordChangedMail(to, name, language, Now, from),
        new ConfirmEmailMail(to, name, language, Token, Now, Now.AddDays(1)),
        new EmailChangedMail(to, name, language, Token, Now, Now.AddDays(3)),
        new AccountDeletedMail(to, name, language, Token, Now, Now.AddDays(30)),
        new NewDeviceMail(to, name, language, name, Now, from),
        new WelcomeMail(to, name, language, Token, Now, Now.AddDays(1)),
        new InvitationMail(to, Name: null, language, name, name, Token, Now, Now.AddDays(7)),
        new InvitedMemberMail(to, name, language, name, Now),
    ];

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

/// <summary>Mail as it is compared.</summary>
internal static class EmlViews
{
    /// <summary>The text with its marks made visible: NUnit compares strings by culture, which overlooks them.</summary>
    public static string MarkedText(this Eml eml) => eml.Text.Replace('\u2068', '‹').Replace('\u2066', '«').Replace('\u2069', '›');

    /// <summary>The HTML without the encoding of its letters.</summary>
    public static string ReadHtml(this Eml eml) => WebUtility.HtmlDecode(eml.Html);
}
