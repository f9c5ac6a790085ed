using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserSystem.Infrastructure.Persistence.Migrations
{
    /// <summary>People invite others, by mail or by open links, and it is known who came of it.</summary>
    public partial class PeopleInvite : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "invitations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    inviter_user_id = table.Column<Guid>(type: "uuid", nullable: false, comment: "While they are suspended or deleted, it is worth nothing."),
                    email = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true, comment: "Whom it was mailed to; null for an open link."),
                    message = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, comment: "A line to the invited."),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false, comment: "SHA-256 of the secret; of one by mail, of the secret mailed last."),
                    max_uses = table.Column<int>(type: "integer", nullable: false, comment: "For how many addresses it is good."),
                    used_count = table.Column<int>(type: "integer", nullable: false, defaultValue: 0, comment: "How many addresses used it."),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", rowVersion: true, nullable: false, defaultValue: 1, comment: "Bumped by a trigger with every change."),
                    role_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false, defaultValueSql: "'{}'", comment: "Roles for whoever signs up with it; one that is gone by then is not given, so that these are no references.")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invitations", x => x.id);
                    table.CheckConstraint("ck_invitations_mailed_once", "email is null or max_uses = 1");
                    table.CheckConstraint("ck_invitations_uses", "used_count between 0 and max_uses");
                    table.ForeignKey(
                        name: "fk_invitations_users_inviter_user_id",
                        column: x => x.inviter_user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Words of people that somebody may sign up. They go with the person who gave them.");

            migrationBuilder.CreateTable(
                name: "invitation_acceptances",
                columns: table => new
                {
                    invitation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    address_hash = table.Column<byte[]>(type: "bytea", nullable: false, comment: "HMAC of the address; nothing can be read from it."),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true, comment: "Who signed up; null for an address that had an account already, and for a registration that another one replaced."),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invitation_acceptances", x => new { x.invitation_id, x.address_hash });
                    table.ForeignKey(
                        name: "fk_invitation_acceptances_invitations_invitation_id",
                        column: x => x.invitation_id,
                        principalTable: "invitations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_invitation_acceptances_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Which addresses used which invitations, each once, and who came of it.");

            migrationBuilder.CreateIndex(
                name: "ux_invitation_acceptances_user_id",
                table: "invitation_acceptances",
                column: "user_id",
                unique: true,
                filter: "user_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_invitations_created_at",
                table: "invitations",
                column: "created_at")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.CreateIndex(
                name: "ix_invitations_inviter",
                table: "invitations",
                columns: new[] { "inviter_user_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_invitations_token_hash",
                table: "invitations",
                column: "token_hash",
                unique: true);

            migrationBuilder.Sql("create trigger set_version before update on invitations for each row execute function set_version();");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "invitation_acceptances");

            migrationBuilder.DropTable(
                name: "invitations");
        }
    }
}
