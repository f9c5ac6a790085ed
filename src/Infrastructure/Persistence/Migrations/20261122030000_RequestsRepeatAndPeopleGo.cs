using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserSystem.Infrastructure.Persistence.Migrations
{
    /// <summary>Answers are kept for requests that are sent again, and people who were deleted long ago are found to go for good.</summary>
    public partial class RequestsRepeatAndPeopleGo : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "idempotency_keys",
                columns: table => new
                {
                    key_hash = table.Column<byte[]>(type: "bytea", nullable: false, comment: "SHA-256 of caller, method, path and key."),
                    answer = table.Column<byte[]>(type: "bytea", nullable: false, comment: "SHA-256 of the request's body and the result, encrypted under the master key."),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotency_keys", x => x.key_hash);
                },
                comment: "What requests were answered that may be sent again; written in the transaction of what they changed.");

            migrationBuilder.CreateIndex(
                name: "ix_users_purge",
                table: "users",
                column: "deleted_at",
                filter: "deleted_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_keys_expires_at",
                table: "idempotency_keys",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "idempotency_keys");

            migrationBuilder.DropIndex(
                name: "ix_users_purge",
                table: "users");
        }
    }
}
