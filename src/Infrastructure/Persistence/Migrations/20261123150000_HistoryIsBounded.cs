using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserSystem.Infrastructure.Persistence.Migrations
{
    /// <summary>
    /// Whether a session has lately had an event of a kind, and which devices nobody has used for long, is found by an index, however long
    /// histories are.
    /// </summary>
    public partial class HistoryIsBounded : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_security_events_session_id",
                table: "security_events");

            migrationBuilder.CreateIndex(
                name: "ix_user_devices_last_seen_at",
                table: "user_devices",
                column: "last_seen_at");

            migrationBuilder.CreateIndex(
                name: "ix_security_events_session_kind_at",
                table: "security_events",
                columns: new[] { "session_id", "kind", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_user_devices_last_seen_at",
                table: "user_devices");

            migrationBuilder.DropIndex(
                name: "ix_security_events_session_kind_at",
                table: "security_events");

            migrationBuilder.CreateIndex(
                name: "ix_security_events_session_id",
                table: "security_events",
                column: "session_id");
        }
    }
}
