using System.ComponentModel.DataAnnotations;

namespace UserSystem.Infrastructure.Persistence;

/// <summary>Settings of the database.</summary>
public sealed class DatabaseOptions
{
    /// <summary>Npgsql connection string of a PostgreSQL 15 or newer (<c>ConnectionStrings__Database</c>); several hosts are allowed.</summary>
    [Required]
    public string ConnectionString { get; set; } = "";

    /// <summary>Connections that one node opens at the most (<c>Database__MaxPoolSize</c>).</summary>
    [Range(2, 10_000)]
    public int MaxPoolSize { get; set; } = 20;

    /// <summary>Whether a starting node brings the schema up to date (<c>Database__MigrateOnStart</c>); one does, the others wait.</summary>
    public bool MigrateOnStart { get; set; } = true;
}
