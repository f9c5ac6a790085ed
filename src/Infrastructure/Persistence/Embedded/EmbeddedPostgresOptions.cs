namespace UserSystem.Infrastructure.Persistence.Embedded;

/// <summary>Where the private PostgreSQL lives and which programs run it; used when no connection string is given.</summary>
public sealed class EmbeddedPostgresOptions
{
    /// <summary>The configuration section that these options are bound from.</summary>
    public const string Section = "EmbeddedPostgres";

    /// <summary>
    /// The cluster's directory, relative to the working directory or absolute; it survives restarts.
    /// Its lock and its password stand beside it as <c>.lock</c> and <c>.password</c>. Root's data goes to
    /// <c>/var/lib/user-system</c> where the server's user cannot reach this directory; <c>where</c> beside it names the place.
    /// </summary>
    public string DataDirectory { get; set; } = ".data/postgres";

    /// <summary>The directory of <c>postgres</c>, <c>initdb</c> and <c>pg_ctl</c>, version 15 or newer; null looks for one.</summary>
    public string? BinDirectory { get; set; }

    /// <summary>PostgreSQL settings by name, such as <c>work_mem</c>, given to the server when it starts.</summary>
    public Dictionary<string, string> Settings { get; init; } = new(StringComparer.Ordinal);

    /// <summary>False trades durability for speed; for tests only, and therefore not bound from configuration.</summary>
    internal bool Durable { get; init; } = true;
}
