using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserSystem.Infrastructure.Persistence.Migrations
{
    /// <summary>Whoever changes roles, by whatever way, every node hears of it and forgets what it remembers of permissions.</summary>
    public partial class RolesAreAnnounced : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            create function announce_roles() returns trigger language plpgsql as $$
            begin
                -- The same message twice in a transaction is sent once.
                perform pg_notify('user_system', 'roles_changed:');
                return null;
            end $$;

            create trigger announce_roles after insert or update or delete or truncate on roles
                for each statement execute function announce_roles();
            create trigger announce_roles after insert or update or delete or truncate on permissions
                for each statement execute function announce_roles();
            create trigger announce_roles after insert or update or delete or truncate on role_permissions
                for each statement execute function announce_roles();
            create trigger announce_roles after insert or update or delete or truncate on user_roles
                for each statement execute function announce_roles();
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("drop function announce_roles() cascade;");
    }
}
