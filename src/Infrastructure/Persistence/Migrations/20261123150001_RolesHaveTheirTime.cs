using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserSystem.Infrastructure.Persistence.Migrations
{
    /// <summary>When an assignment holds is said once, in a function that statements take in as if it were written in them.</summary>
    public partial class RolesHaveTheirTime : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            create function in_its_time(valid_from timestamptz, expires_at timestamptz, at timestamptz) returns boolean
                language sql immutable parallel safe
                return (valid_from is null or valid_from <= at) and (expires_at is null or expires_at > at);

            comment on function in_its_time(timestamptz, timestamptz, timestamptz) is
                'Whether what holds from the first instant on and until before the second does so at the third; without one of them that side is open.';
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("drop function in_its_time(timestamptz, timestamptz, timestamptz);");
    }
}
