using System;
using System.Net;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserSystem.Infrastructure.Persistence.Migrations
{
    /// <summary>What staff changes is written down, and what is written down stays.</summary>
    public partial class StaffIsAudited : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_log",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false, comment: "user:{id}, service:{id} or system."),
                    action = table.Column<string>(type: "text", nullable: false, comment: "resource.act"),
                    target = table.Column<string>(type: "text", nullable: false, comment: "resource:{id}"),
                    before = table.Column<string>(type: "jsonb", nullable: true, comment: "The members that changed, as they were."),
                    after = table.Column<string>(type: "jsonb", nullable: true, comment: "The same members, as they are."),
                    ip_address = table.Column<IPAddress>(type: "inet", nullable: true),
                    session_id = table.Column<Guid>(type: "uuid", nullable: true, comment: "Outlives the session, and is no reference to one."),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false, comment: "HMAC of the row under a key of the service.")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_log", x => x.id);
                },
                comment: "Who changed what of others; rows are added and nothing else.");

            migrationBuilder.CreateIndex(
                name: "ix_audit_log_actor",
                table: "audit_log",
                columns: new[] { "actor", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_log_at",
                table: "audit_log",
                columns: new[] { "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_log_target",
                table: "audit_log",
                columns: new[] { "target", "at", "id" });

            migrationBuilder.Sql(
                """
                create function refuse_change() returns trigger language plpgsql as $$
                begin
                    raise exception 'Rows of % are never changed and never deleted', tg_table_name using errcode = 'insufficient_privilege';
                end $$;

                create trigger refuse_change before update or delete or truncate on audit_log for each statement execute function refuse_change();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_log");

            migrationBuilder.Sql("drop function refuse_change();");
        }
    }
}
