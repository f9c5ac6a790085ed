using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace UserSystem.Infrastructure.Persistence.Schema;

/// <summary>Lets <c>dotnet ef</c> see the model without a running service; it never connects anywhere.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<UserSystemDbContext>
{
    public UserSystemDbContext CreateDbContext(string[] args) => new(
        (DbContextOptions<UserSystemDbContext>)new DbContextOptionsBuilder<UserSystemDbContext>()
            .UseUserSystem(PersistenceRegistration.BuildDataSource(new DatabaseOptions { ConnectionString = "Host=none" })).Options);
}
