using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserSystem.Infrastructure.Persistence.Migrations
{
    /// <summary>The indexes behind the list of people: by state, of deleted people, and by words of names.</summary>
    public partial class UsersAreListed : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_users_deleted",
                table: "users",
                columns: new[] { "created_at", "id" },
                filter: "deleted_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_users_listing_inactive",
                table: "users",
                columns: new[] { "status", "created_at", "id" },
                filter: "status <> 'active' and deleted_at is null");

            // Words of names, folded as addresses are; whoever searches writes the same expression.
            migrationBuilder.Sql("""
                create index ix_users_name_words on users using gin (to_tsvector('simple', lower(name collate "und-x-icu")));
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop index ix_users_name_words;");

            migrationBuilder.DropIndex(
                name: "ix_users_deleted",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ix_users_listing_inactive",
                table: "users");
        }
    }
}
