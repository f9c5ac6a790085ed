using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace UserSystem.Infrastructure.Persistence;

/// <summary>Columns, keys and indexes are named in snake_case, the way that SQL is written by hand.</summary>
internal sealed class SnakeCaseConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.Builder.HasColumnName(SnakeCase(property.GetColumnName()));
            }

            foreach (var key in entity.GetKeys())
            {
                key.Builder.HasName(SnakeCase(key.GetName()!));
            }

            foreach (var foreignKey in entity.GetForeignKeys())
            {
                foreignKey.Builder.HasConstraintName(SnakeCase(foreignKey.GetConstraintName()!));
            }

            foreach (var index in entity.GetIndexes())
            {
                index.Builder.HasDatabaseName(SnakeCase(index.GetDatabaseName()!));
            }
        }
    }

    // The policy would double the underscores that composed names already have.
    private static string SnakeCase(string name) =>
        string.Join('_', name.Split('_').Select(static part => JsonNamingPolicy.SnakeCaseLower.ConvertName(part)));
}
