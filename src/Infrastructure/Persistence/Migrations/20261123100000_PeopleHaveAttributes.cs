using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserSystem.Infrastructure.Persistence.Migrations
{
    /// <summary>People have attributes, with a history where the key asks for one.</summary>
    public partial class PeopleHaveAttributes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(AttributesSql.BeforeTables);

            migrationBuilder.CreateTable(
                name: "user_attribute_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "character varying(129)", maxLength: 129, nullable: false),
                    old_value = table.Column<string>(type: "jsonb", nullable: true, comment: "Null where there was none."),
                    new_value = table.Column<string>(type: "jsonb", nullable: true, comment: "Null where it went."),
                    changed_by_user_id = table.Column<Guid>(type: "uuid", nullable: true, comment: "Null for the service itself."),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_attribute_changes", x => x.id);
                    table.ForeignKey(
                        name: "fk_user_attribute_changes_users_changed_by_user_id",
                        column: x => x.changed_by_user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_user_attribute_changes_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "What happened to values of keys that keep a history; never changed.");

            migrationBuilder.CreateTable(
                name: "user_attributes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "character varying(129)", maxLength: 129, nullable: false),
                    value = table.Column<string>(type: "jsonb", nullable: false),
                    is_unique = table.Column<bool>(type: "boolean", nullable: false, defaultValue: false, comment: "Nobody else may have the value: the handler of the key said so when it was set."),
                    version = table.Column<long>(type: "bigint", rowVersion: true, nullable: false, defaultValueSql: "nextval('user_attribute_versions')", comment: "From a sequence over all attributes, renewed by a trigger with every change: one that is set again never has an old version."),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()", comment: "Set by a trigger with every change."),
                    created_by_user_id = table.Column<Guid>(type: "uuid", nullable: true, comment: "Null for the service itself."),
                    updated_by_user_id = table.Column<Guid>(type: "uuid", nullable: true, comment: "Null for the service itself."),
                    size = table.Column<int>(type: "integer", nullable: false, computedColumnSql: "octet_length(value::text)", stored: true, comment: "Bytes of the value as text; what limits the values of a person together.")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_attributes", x => x.id);
                    table.CheckConstraint("ck_user_attributes_key", "key ~ '^[a-z][a-z0-9_]{0,63}(\\.[a-z0-9_-]{1,64})?$'");
                    table.CheckConstraint("ck_user_attributes_value_not_null", "jsonb_typeof(value) <> 'null'");
                    table.ForeignKey(
                        name: "fk_user_attributes_users_created_by_user_id",
                        column: x => x.created_by_user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_user_attributes_users_updated_by_user_id",
                        column: x => x.updated_by_user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_user_attributes_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Values of people under keys. What a key means, and who may see it, is said by its handler in the service.");

            migrationBuilder.CreateIndex(
                name: "ix_user_attribute_changes_changed_by",
                table: "user_attribute_changes",
                column: "changed_by_user_id",
                filter: "changed_by_user_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_user_attribute_changes_history",
                table: "user_attribute_changes",
                columns: new[] { "user_id", "key", "changed_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_user_attributes_created_by",
                table: "user_attributes",
                column: "created_by_user_id",
                filter: "created_by_user_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_user_attributes_updated_by",
                table: "user_attributes",
                column: "updated_by_user_id",
                filter: "updated_by_user_id is not null");

            migrationBuilder.CreateIndex(
                name: "ux_user_attributes_user_key",
                table: "user_attributes",
                columns: new[] { "user_id", "key" },
                unique: true);

            migrationBuilder.Sql(AttributesSql.Up);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "user_attribute_changes");

            migrationBuilder.DropTable(
                name: "user_attributes");

            migrationBuilder.Sql(AttributesSql.Down);
        }
    }
}
