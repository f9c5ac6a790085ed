using System;
using System.Net;
using Microsoft.EntityFrameworkCore.Migrations;
using UserSystem.Domain.Users;

#nullable disable

namespace UserSystem.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:Enum:user_status", "active,pending_verification,suspended");

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    friendly_name = table.Column<string>(type: "text", nullable: true),
                    xml = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_keys", x => x.id);
                },
                comment: "Keys of the framework's data protection, shared by all nodes, encrypted under the master key.");

            migrationBuilder.CreateTable(
                name: "login_throttles",
                columns: table => new
                {
                    key_hash = table.Column<byte[]>(type: "bytea", nullable: false, comment: "HMAC of what is counted; nothing can be read from it."),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    blocked_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_login_throttles", x => x.key_hash);
                },
                comment: "Failed attempts, by keyed hashes of account and address.");

            migrationBuilder.CreateTable(
                name: "outbox_messages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    payload = table.Column<byte[]>(type: "bytea", nullable: true, comment: "Encrypted under the master key; null once delivered."),
                    attempts = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, comment: "While it is being worked on: the end of the lease."),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_error = table.Column<string>(type: "text", nullable: true, comment: "The kind of the last failure, never its text.")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox_messages", x => x.id);
                },
                comment: "Commands to be carried out later, at least once; written in the transaction that asks for them.");

            migrationBuilder.CreateTable(
                name: "permissions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    name = table.Column<string>(type: "character varying(151)", maxLength: 151, nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    resource = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    action = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    conditions = table.Column<string>(type: "jsonb", nullable: true, comment: "When it holds; null for always.")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_permissions", x => x.id);
                },
                comment: "What can be allowed, as resource:action; * is everything.");

            migrationBuilder.CreateTable(
                name: "roles",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    parent_role_id = table.Column<Guid>(type: "uuid", nullable: true),
                    is_system = table.Column<bool>(type: "boolean", nullable: false, defaultValue: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false, defaultValue: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    name_normalized = table.Column<string>(type: "varchar(100)", nullable: true, computedColumnSql: "lower(name collate \"und-x-icu\")", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_roles", x => x.id);
                    table.CheckConstraint("ck_roles_not_its_own_parent", "parent_role_id <> id");
                    table.ForeignKey(
                        name: "fk_roles_roles_parent_role_id",
                        column: x => x.parent_role_id,
                        principalTable: "roles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Sets of permissions that are given together.");

            migrationBuilder.CreateTable(
                name: "signing_keys",
                columns: table => new
                {
                    kid = table.Column<string>(type: "text", nullable: false),
                    public_jwk = table.Column<string>(type: "jsonb", nullable: false, comment: "RFC 7517."),
                    private_key = table.Column<byte[]>(type: "bytea", nullable: false, comment: "PKCS#8, encrypted by data protection."),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    active_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, comment: "Signs from here on; published before."),
                    signs_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    verifies_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, comment: "Published until here.")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signing_keys", x => x.kid);
                },
                comment: "Keys that sign access tokens (ES256).");

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    email = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, comment: "As the person typed it."),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, comment: "Null only for people brought in without one."),
                    password_hash = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true, comment: "PHC or crypt string; null for people who log in only through a provider."),
                    status = table.Column<UserStatus>(type: "user_status", nullable: false, defaultValue: UserStatus.PendingVerification),
                    email_verified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    terms_accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    terms_version = table.Column<string>(type: "text", nullable: true),
                    external_id = table.Column<string>(type: "text", nullable: true, comment: "The id in the system that the person came from."),
                    security_stamp = table.Column<string>(type: "text", nullable: true, comment: "Bookkeeping: changing it bumps neither updated_at nor version."),
                    last_password_change_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_login_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true, comment: "Bookkeeping: changing it bumps neither updated_at nor version."),
                    version = table.Column<int>(type: "integer", rowVersion: true, nullable: false, defaultValue: 1, comment: "Bumped by a trigger with every visible change."),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()", comment: "Set by a trigger with every visible change."),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    email_normalized = table.Column<string>(type: "varchar(255)", nullable: true, computedColumnSql: "lower(email collate \"und-x-icu\")", stored: true, comment: "The look-up key; look-ups fold the same way, in SQL."),
                    pending_email = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true, comment: "The new address, until it is verified."),
                    status_before_deletion = table.Column<UserStatus>(type: "user_status", nullable: true, comment: "What a restored person goes back to."),
                    suspended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    suspended_by = table.Column<Guid>(type: "uuid", nullable: true),
                    suspension_reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_users", x => x.id);
                    table.CheckConstraint("ck_users_deleted_is_not_active", "deleted_at is null or status <> 'active'");
                    table.CheckConstraint("ck_users_terms_not_in_future", "terms_accepted_at <= now() + interval '5 minutes'");
                    table.CheckConstraint("ck_users_terms_together", "(terms_accepted_at is null) = (terms_version is null)");
                    table.CheckConstraint("ck_users_terms_version", "terms_version ~ '^v[0-9]+\\.[0-9]+$'");
                    table.ForeignKey(
                        name: "fk_users_users_suspended_by",
                        column: x => x.suspended_by,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                },
                comment: "People. Ordinary queries read the view live_users, where soft delete lives.");

            migrationBuilder.CreateTable(
                name: "role_permissions",
                columns: table => new
                {
                    role_id = table.Column<Guid>(type: "uuid", nullable: false),
                    permission_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conditions = table.Column<string>(type: "jsonb", nullable: true, comment: "When the grant holds; null for always.")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_role_permissions", x => new { x.role_id, x.permission_id });
                    table.ForeignKey(
                        name: "fk_role_permissions_permissions_permission_id",
                        column: x => x.permission_id,
                        principalTable: "permissions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_role_permissions_roles_role_id",
                        column: x => x.role_id,
                        principalTable: "roles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "What roles grant.");

            migrationBuilder.CreateTable(
                name: "user_devices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    device_info = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'", comment: "Type, operating system and browser."),
                    trusted = table.Column<bool>(type: "boolean", nullable: false, defaultValue: false),
                    first_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_devices", x => x.id);
                    table.ForeignKey(
                        name: "fk_user_devices_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Devices from which people log in.");

            migrationBuilder.CreateTable(
                name: "user_preferences",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    theme = table.Column<string>(type: "text", nullable: false, defaultValue: "light"),
                    language = table.Column<string>(type: "text", nullable: false, defaultValue: "en", comment: "BCP 47."),
                    locale = table.Column<string>(type: "text", nullable: true, comment: "BCP 47."),
                    timezone = table.Column<string>(type: "text", nullable: false, defaultValue: "UTC", comment: "IANA."),
                    date_format = table.Column<string>(type: "text", nullable: true),
                    appearance = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'"),
                    notification_settings = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'"),
                    privacy_settings = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'"),
                    accessibility_settings = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'"),
                    version = table.Column<int>(type: "integer", rowVersion: true, nullable: false, defaultValue: 1),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_preferences", x => x.user_id);
                    table.ForeignKey(
                        name: "fk_user_preferences_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "How people like things to be. A trigger makes everybody's row; the service only updates.");

            migrationBuilder.CreateTable(
                name: "user_profiles",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bio = table.Column<string>(type: "text", nullable: true),
                    location = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    website = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    social_links = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'[]'"),
                    date_of_birth = table.Column<DateOnly>(type: "date", nullable: true),
                    phone_number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true, comment: "E.164."),
                    emergency_contact = table.Column<string>(type: "jsonb", nullable: true),
                    avatar_key = table.Column<string>(type: "text", nullable: true, comment: "Where the picture is stored."),
                    avatar_content_type = table.Column<string>(type: "text", nullable: true),
                    avatar_width = table.Column<int>(type: "integer", nullable: true),
                    avatar_height = table.Column<int>(type: "integer", nullable: true),
                    avatar_hash = table.Column<byte[]>(type: "bytea", nullable: true, comment: "SHA-256 of the picture."),
                    version = table.Column<int>(type: "integer", rowVersion: true, nullable: false, defaultValue: 1),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_profiles", x => x.user_id);
                    table.ForeignKey(
                        name: "fk_user_profiles_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "What people tell about themselves. A trigger makes everybody's row; the service only updates.");

            migrationBuilder.CreateTable(
                name: "user_roles",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role_id = table.Column<Guid>(type: "uuid", nullable: false),
                    assigned_by = table.Column<Guid>(type: "uuid", nullable: true),
                    assigned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    valid_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_roles", x => x.id);
                    table.ForeignKey(
                        name: "fk_user_roles_roles_role_id",
                        column: x => x.role_id,
                        principalTable: "roles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_user_roles_users_assigned_by",
                        column: x => x.assigned_by,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_user_roles_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Who has which role, since when, until when and from whom.");

            migrationBuilder.CreateTable(
                name: "user_terms_acceptances",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<string>(type: "text", nullable: false),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_terms_acceptances", x => new { x.user_id, x.accepted_at, x.version });
                    table.ForeignKey(
                        name: "fk_user_terms_acceptances_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "What people agreed to, and when; never changed.");

            migrationBuilder.CreateTable(
                name: "verification_tokens",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    purpose = table.Column<string>(type: "text", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false, comment: "SHA-256 of the secret."),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true, comment: "When it was used or voided."),
                    payload = table.Column<string>(type: "jsonb", nullable: true, comment: "What the purpose needs to remember.")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_verification_tokens", x => x.id);
                    table.ForeignKey(
                        name: "fk_verification_tokens_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Single-use secrets that were mailed, as hashes.");

            migrationBuilder.CreateTable(
                name: "user_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    device_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false, comment: "SHA-256 of the current refresh token."),
                    previous_token_hash = table.Column<byte[]>(type: "bytea", nullable: true, comment: "SHA-256 of the refresh token before it."),
                    current_token_sealed = table.Column<byte[]>(type: "bytea", nullable: true, comment: "The current refresh token, encrypted under a key that only the previous token yields."),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    rotated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    successor_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true, comment: "First use of the current generation's tokens."),
                    remembered = table.Column<bool>(type: "boolean", nullable: false),
                    ip_address = table.Column<IPAddress>(type: "inet", nullable: true),
                    user_agent = table.Column<string>(type: "text", nullable: true),
                    authenticated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_activity_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    absolute_expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    end_reason = table.Column<string>(type: "text", nullable: true),
                    is_active = table.Column<bool>(type: "boolean", nullable: false, computedColumnSql: "ended_at is null", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_sessions", x => x.id);
                    table.ForeignKey(
                        name: "fk_user_sessions_user_devices_device_id",
                        column: x => x.device_id,
                        principalTable: "user_devices",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_user_sessions_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Logins; one that ran out has no ended_at.");

            migrationBuilder.CreateTable(
                name: "security_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    severity = table.Column<string>(type: "text", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    details = table.Column<string>(type: "jsonb", nullable: true, defaultValueSql: "'{}'")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_security_events", x => x.id);
                    table.ForeignKey(
                        name: "fk_security_events_user_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "user_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_security_events_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "What people and guards should know of; never changed.");

            migrationBuilder.CreateIndex(
                name: "ix_login_throttles_updated_at",
                table: "login_throttles",
                column: "updated_at");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_delivered_at",
                table: "outbox_messages",
                column: "delivered_at",
                filter: "delivered_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_due",
                table: "outbox_messages",
                column: "next_attempt_at",
                filter: "delivered_at is null");

            migrationBuilder.CreateIndex(
                name: "ux_permissions_name",
                table: "permissions",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_role_permissions_permission_id",
                table: "role_permissions",
                column: "permission_id");

            migrationBuilder.CreateIndex(
                name: "ix_roles_parent_role_id",
                table: "roles",
                column: "parent_role_id");

            migrationBuilder.CreateIndex(
                name: "ux_roles_name_normalized",
                table: "roles",
                column: "name_normalized",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_security_events_session_id",
                table: "security_events",
                column: "session_id");

            migrationBuilder.CreateIndex(
                name: "ix_security_events_user_at",
                table: "security_events",
                columns: new[] { "user_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_user_devices_user_id",
                table: "user_devices",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_user_roles_assigned_by",
                table: "user_roles",
                column: "assigned_by",
                filter: "assigned_by is not null");

            migrationBuilder.CreateIndex(
                name: "ix_user_roles_role_id",
                table: "user_roles",
                column: "role_id");

            migrationBuilder.CreateIndex(
                name: "ux_user_roles_user_role",
                table: "user_roles",
                columns: new[] { "user_id", "role_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_user_sessions_device_id",
                table: "user_sessions",
                column: "device_id");

            migrationBuilder.CreateIndex(
                name: "ix_user_sessions_ended_at",
                table: "user_sessions",
                column: "ended_at",
                filter: "ended_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_user_sessions_open",
                table: "user_sessions",
                columns: new[] { "user_id", "last_activity_at" },
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_user_sessions_user_id",
                table: "user_sessions",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ux_user_sessions_token_hash",
                table: "user_sessions",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_users_email_prefix",
                table: "users",
                column: "email_normalized")
                .Annotation("Npgsql:IndexOperators", new[] { "varchar_pattern_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_users_listing",
                table: "users",
                columns: new[] { "created_at", "id" },
                filter: "deleted_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_users_suspended_by",
                table: "users",
                column: "suspended_by",
                filter: "suspended_by is not null");

            migrationBuilder.CreateIndex(
                name: "ix_users_terms_accepted_at",
                table: "users",
                column: "terms_accepted_at",
                filter: "terms_accepted_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_users_terms_version",
                table: "users",
                column: "terms_version",
                filter: "terms_version is not null");

            migrationBuilder.CreateIndex(
                name: "ux_users_email_normalized",
                table: "users",
                column: "email_normalized",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_users_external_id",
                table: "users",
                column: "external_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_verification_tokens_open",
                table: "verification_tokens",
                columns: new[] { "user_id", "purpose" },
                filter: "used_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_verification_tokens_user_id",
                table: "verification_tokens",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ux_verification_tokens_token_hash",
                table: "verification_tokens",
                column: "token_hash",
                unique: true);

            migrationBuilder.Sql(InitialSql.Up);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(InitialSql.Down);

            migrationBuilder.DropTable(
                name: "data_protection_keys");

            migrationBuilder.DropTable(
                name: "login_throttles");

            migrationBuilder.DropTable(
                name: "outbox_messages");

            migrationBuilder.DropTable(
                name: "role_permissions");

            migrationBuilder.DropTable(
                name: "security_events");

            migrationBuilder.DropTable(
                name: "signing_keys");

            migrationBuilder.DropTable(
                name: "user_preferences");

            migrationBuilder.DropTable(
                name: "user_profiles");

            migrationBuilder.DropTable(
                name: "user_roles");

            migrationBuilder.DropTable(
                name: "user_terms_acceptances");

            migrationBuilder.DropTable(
                name: "verification_tokens");

            migrationBuilder.DropTable(
                name: "permissions");

            migrationBuilder.DropTable(
                name: "user_sessions");

            migrationBuilder.DropTable(
                name: "roles");

            migrationBuilder.DropTable(
                name: "user_devices");

            migrationBuilder.DropTable(
                name: "users");
        }
    }
}
