using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using UserSystem.Application.Mail;

namespace UserSystem.Infrastructure.Mail;

/// <summary>Brings mail into a host.</summary>
internal static class DependencyInjection
{
    /// <summary>Adds the sender of mail; the host binds <see cref="EmailOptions"/> and the options of the application, and adds the clock.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services) => services
        .AddSingleton<MailComposer>()
        .AddSingleton<PickupMailTransport>()
        .AddSingleton<SmtpMailTransport>()
        .AddSingleton<IMailTransport>(static provider => provider.GetRequiredService<IOptions<EmailOptions>>().Value.Smtp.IsConfigured
            ? provider.GetRequiredService<SmtpMailTransport>()
            : provider.GetRequiredService<PickupMailTransport>())
        .AddSingleton<IMailSender, MailSender>();
}
