using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserSystem.Infrastructure.Persistence.Migrations
{
    /// <summary>
    /// A password that is hashed anew at a login is the same password: it changes neither version nor time of a person. Whoever sets another
    /// one changes <c>last_password_change_at</c> with it, which counts as before.
    /// </summary>
    public partial class HashUpgrades : Migration
    {
        private const string Before = "'last_login_at', 'security_stamp', 'email_normalized', 'updated_at', 'version'";

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Triggers("'password_hash', " + Before));

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Triggers(Before));

        private static string Triggers(string bookkeeping) =>
            $"""
            create or replace trigger set_updated_at before update on users for each row execute function set_updated_at({bookkeeping});
            create or replace trigger set_version before update on users for each row execute function set_version({bookkeeping});
            """;
    }
}
