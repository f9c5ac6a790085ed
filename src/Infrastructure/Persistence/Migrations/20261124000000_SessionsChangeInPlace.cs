using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserSystem.Infrastructure.Persistence.Migrations
{
    /// <summary>What changes at every use of a session is in no index, and its pages have room for the changed row.</summary>
    public partial class SessionsChangeInPlace : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_user_sessions_open",
                table: "user_sessions");

            migrationBuilder.DropIndex(
                name: "ux_user_sessions_token_hash",
                table: "user_sessions");

            migrationBuilder.CreateIndex(
                name: "ix_user_sessions_open",
                table: "user_sessions",
                column: "user_id",
                filter: "ended_at is null");

            migrationBuilder.Sql("alter table user_sessions set (fillfactor = 85)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("alter table user_sessions reset (fillfactor)");

            migrationBuilder.DropIndex(
                name: "ix_user_sessions_open",
                table: "user_sessions");

            migrationBuilder.CreateIndex(
                name: "ix_user_sessions_open",
                table: "user_sessions",
                columns: new[] { "user_id", "last_activity_at" },
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "ux_user_sessions_token_hash",
                table: "user_sessions",
                column: "token_hash",
                unique: true);
        }
    }
}
