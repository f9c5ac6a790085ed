using Microsoft.EntityFrameworkCore;
using UserSystem.Domain.Shared;

namespace UserSystem.Infrastructure.Persistence;

/// <summary>The model of the database. It takes options only, so that it can be pooled; what belongs to one request is the unit of work's.</summary>
internal sealed class UserSystemDbContext(DbContextOptions<UserSystemDbContext> options) : DbContext(options)
{
    /// <summary>Begins the transaction that the unit of work will commit, for what must be locked before it is changed.</summary>
    public async Task EnsureTransactionAsync(CancellationToken ct)
    {
        if (Database.CurrentTransaction is null)
        {
            await Database.BeginTransactionAsync(ct);
        }
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(UserSystemDbContext).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Conventions.Add(static _ => new SnakeCaseConvention());
        foreach (var id in EntityIds())
        {
            configurationBuilder.Properties(id).HaveConversion(typeof(EntityIdConverter<>).MakeGenericType(id));
        }
    }

    private static IEnumerable<Type> EntityIds() =>
        typeof(Entity).Assembly.GetTypes().Where(static type =>
            type.IsValueType && type.GetInterfaces().Any(static face =>
                face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEntityId<>)));
}
