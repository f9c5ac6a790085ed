using System.ComponentModel.DataAnnotations;
using Npgsql;

namespace UserSystem.Infrastructure.Persistence;

/// <summary>Settings of the database.</summary>
public sealed class DatabaseOptions : IValidatableObject
{
    /// <summary>Npgsql connection string of a PostgreSQL 15 or newer (<c>ConnectionStrings__Database</c>); several hosts are allowed.</summary>
    [Required]
    public string ConnectionString { get; set; } = "";

    /// <summary>Connections that one node opens at the most (<c>Database__MaxPoolSize</c>).</summary>
    [Range(2, 10_000)]
    public int MaxPoolSize { get; set; } = 20;

    /// <summary>Whether a starting node brings the schema up to date (<c>Database__MigrateOnStart</c>); one does, the others wait.</summary>
    public bool MigrateOnStart { get; set; } = true;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // What was set may hold a password, and is not repeated.
        if (!IsConnectionString(ConnectionString))
        {
            yield return new ValidationResult(
                "ConnectionStrings__Database is not a connection string of Npgsql, for example Host=127.0.0.1;Database=usersystem;Username=usersystem.",
                [nameof(ConnectionString)]);
        }
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is not null || text.Length == 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
