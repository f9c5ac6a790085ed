using UserSystem.Application.Accounts;
using UserSystem.Application.Attributes;
using UserSystem.Application.Shared;
using UserSystem.Infrastructure;
using UserSystem.Infrastructure.Mail;
using UserSystem.Infrastructure.Persistence;
using UserSystem.Infrastructure.Persistence.Embedded;
using UserSystem.Infrastructure.Persistence.Outbox;
using UserSystem.Infrastructure.Security.Keys;
using UserSystem.Infrastructure.Security.Passwords;
using UserSystem.Infrastructure.Security.Tokens;
using UserSystem.WebApi.Http;
using UserSystem.WebApi.Operations;

namespace UserSystem.WebApi.Hosting;

/// <summary>Everything that can be set, under the names by which it is set.</summary>
internal sealed class Settings
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    private Settings(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration);
        Urls = configuration["urls"] is { Length: > 0 } urls ? urls : DefaultUrl;
        Database = reader.Read<DatabaseOptions>(static set => set
            .Set(options => options.ConnectionString, "ConnectionStrings__Database")
            .Set(options => options.MaxPoolSize, "Database__MaxPoolSize")
            .Set(options => options.MigrateOnStart, "Database__MigrateOnStart"));
        EmbeddedPostgres = reader.Read<EmbeddedPostgresOptions>(static set => set
            .Set(options => options.DataDirectory, "EmbeddedPostgres__DataDirectory")
            .Set(options => options.BinDirectory, "EmbeddedPostgres__BinDirectory"));
        Bootstrap = reader.Read<BootstrapOptions>(static set => set
            .Set(options => options.AdminEmail, "Bootstrap__AdminEmail")
            .Set(options => options.AdminPassword, "Bootstrap__AdminPassword"));
        Security = reader.Read<SecurityOptions>(static set => set
            .Set(options => options.MasterKey, "Security__MasterKey")
            .Set(options => options.MasterKeyFile, "Security__MasterKeyFile")
            .Set(options => options.PreviousMasterKeys, "Security__PreviousMasterKeys"));
        App = reader.Read<AppOptions>(static set => set
            .Set(options => options.PublicUrl, "App__PublicUrl")
            .Set(options => options.Name, "App__Name")
            .Set(options => options.BuiltInPages, "App__BuiltInPages"));
        Email = reader.Read<EmailOptions>(static set => set
            .Set(options => options.From, "Email__From")
            .Set(options => options.PickupDirectory, "Email__PickupDirectory")
            .Set(options => options.Smtp.Host, "Email__Smtp__Host")
            .Set(options => options.Smtp.Port, "Email__Smtp__Port")
            .Set(options => options.Smtp.User, "Email__Smtp__User")
            .Set(options => options.Smtp.Password, "Email__Smtp__Password")
            .Set(options => options.Smtp.Security, "Email__Smtp__Security"));
        Accounts = reader.Read<AccountsOptions>(static set => set
            .Set(options => options.Registration, "Accounts__Registration")
            .Set(options => options.MaxLoginAttempts, "MAX_LOGIN_ATTEMPTS")
            .Set(options => options.EmailTokenLifetimeSeconds, "Verification__EmailTokenLifetimeSeconds")
            .Set(options => options.PasswordTokenLifetimeSeconds, "Verification__PasswordTokenLifetimeSeconds")
            .Set(options => options.PurgeAfterDays, "Users__PurgeAfterDays")
            .Set(options => options.CurrentTermsVersion, "Users__CurrentTermsVersion"));
        Sessions = reader.Read<SessionsOptions>(static set => set
            .Set(options => options.IdleTimeoutSeconds, "USER_SESSION_TIMEOUT")
            .Set(options => options.RememberedIdleTimeoutSeconds, "Sessions__RememberedIdleTimeoutSeconds")
            .Set(options => options.AbsoluteLifetimeSeconds, "Sessions__AbsoluteLifetimeSeconds")
            .Set(options => options.MaxConcurrent, "Sessions__MaxConcurrent")
            .Set(options => options.WhenFull, "Sessions__WhenFull")
            .Set(options => options.HistoryRetentionDays, "Sessions__HistoryRetentionDays")
            .Set(options => options.AccessTokenLifetimeSeconds, "Tokens__AccessTokenLifetimeSeconds")
            .Set(options => options.RefreshReuseWindowSeconds, "Tokens__RefreshReuseWindowSeconds"));
        Tokens = reader.Read<TokensOptions>(static set => set
            .Set(options => options.Issuer, "Tokens__Issuer")
            .Set(options => options.Audience, "Tokens__Audience")
            .Set(options => options.SigningKeyRotationDays, "Tokens__SigningKeyRotationDays"));
        Passwords = reader.Read<PasswordOptions>(static set => set
            .Set(options => options.MaxConcurrentHashes, "Passwords__MaxConcurrentHashes")
            .Set(options => options.MinLength, "PASSWORD_MIN_LENGTH"));
        RateLimiting = reader.Read<RateLimitingOptions>(static set => set
            .Set(options => options.Enabled, "RateLimiting__Enabled")
            .Set(options => options.TrustedProxies, "RateLimiting__TrustedProxies"));
        Attributes = reader.Read<AttributesOptions>(static set => set
            .Set(options => options.OpenNamespace, "Attributes__OpenNamespace")
            .Set(options => options.MaxValueBytes, "Attributes__MaxValueBytes")
            .Set(options => options.MaxPerUser, "Attributes__MaxPerUser"));
        CrossOrigin = reader.Read<CrossOriginOptions>(static set => set
            .Set(options => options.AllowedOrigins, "Cors__AllowedOrigins"));
        Tracing = reader.Read<TracingOptions>(static set => set
            .Set(options => options.Endpoint, "OTEL_EXPORTER_OTLP_ENDPOINT")
            .Set(options => options.Protocol, "OTEL_EXPORTER_OTLP_PROTOCOL")
            .Set(options => options.Headers, "OTEL_EXPORTER_OTLP_HEADERS")
            .Set(options => options.ServiceName, "OTEL_SERVICE_NAME")
            .Set(options => options.Sampler, "OTEL_TRACES_SAMPLER")
            .Set(options => options.SamplerArgument, "OTEL_TRACES_SAMPLER_ARG"));
        Passwords.LimitsClients = RateLimiting.Enabled;
        Worker = reader.Read<WorkerOptions>(static set => set
            .Set(options => options.PollSeconds, "Worker__PollSeconds"));
        if (!Addresses(Urls).All(IsAddress))
        {
            reader.Refuse($"ASPNETCORE_URLS: '{Urls}' is not usable, for example {DefaultUrl}.");
        }

        reader.ThrowIfInvalid();
        App.PublicUrl ??= FirstAddress(Urls);
        Tokens.Issuer ??= App.PublicUrl.TrimEnd('/');
    }

    public string Urls { get; }

    public DatabaseOptions Database { get; }

    public EmbeddedPostgresOptions EmbeddedPostgres { get; }

    public BootstrapOptions Bootstrap { get; }

    public SecurityOptions Security { get; }

    public AppOptions App { get; }

    public EmailOptions Email { get; }

    public AccountsOptions Accounts { get; }

    public SessionsOptions Sessions { get; }

    public TokensOptions Tokens { get; }

    public PasswordOptions Passwords { get; }

    public RateLimitingOptions RateLimiting { get; }

    public AttributesOptions Attributes { get; }

    public CrossOriginOptions CrossOrigin { get; }

    public TracingOptions Tracing { get; }

    public WorkerOptions Worker { get; }

    /// <summary>The key that everything secret is derived from; to be loaded before the service is put together.</summary>
    public MasterKey? MasterKey { get; set; }

    /// <summary>True where nothing names a database: the service brings its own.</summary>
    public bool IsEmbedded => Database.ConnectionString.Length == 0;

    /// <summary>Reads them all; throws <see cref="InvalidSettingsException"/> with a line for each that is wrong.</summary>
    public static Settings Read(IConfiguration configuration) => new(configuration);

    private static string[] Addresses(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsAddress(string url)
    {
        try
        {
            return BindingAddress.Parse(url).Scheme is "http" or "https";
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // What listens everywhere is reached on this machine, until somebody says where else.
    private static string FirstAddress(string urls)
    {
        var address = BindingAddress.Parse(Addresses(urls)[0]);
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}{address.PathBase}";
    }
}

/// <summary>Brings the settings into a host, each kind as the options that its readers ask for.</summary>
internal static class SettingsRegistration
{
    public static IServiceCollection AddSettings(this IServiceCollection services, Settings settings)
    {
        if (settings.MasterKey is { } masterKey)
        {
            services.AddMasterKey(masterKey);
        }

        return services.AddSettings(settings.Database).AddSettings(settings.Bootstrap).AddSettings(settings.App).AddSettings(settings.Email)
            .AddSettings(settings.Accounts).AddSettings(settings.Sessions).AddSettings(settings.Tokens).AddSettings(settings.Passwords)
            .AddSettings(settings.Attributes).AddSettings(settings.RateLimiting).AddSettings(settings.Worker);
    }
}
