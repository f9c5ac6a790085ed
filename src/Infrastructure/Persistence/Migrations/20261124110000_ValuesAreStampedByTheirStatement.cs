using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserSystem.Infrastructure.Persistence.Migrations
{
    /// <summary>What brings its version along needs no trigger to stamp it, and several new values can be set in the order of their locks.</summary>
    public partial class ValuesAreStampedByTheirStatement : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            $"""
             select set_config('search_path', format('%I, pg_temp', current_schema()), true);

             create or replace trigger stamp_attribute before update on user_attributes for each row
                 when (new.version = old.version) execute function stamp_attribute();

             create function attribute_limits_place(user_id uuid) returns integer language sql immutable strict parallel safe
                 return hashtext(user_id::text) & 1023;
             comment on function attribute_limits_place(uuid) is
                 'Where those who add to the attributes of one person wait for each other. People share a thousand places, since a bulk insert holds all that it takes, and PostgreSQL has room for some thousands.';

             {Limits("attribute_limits_place(new.user_id)")}
             """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            $"""
             select set_config('search_path', format('%I, pg_temp', current_schema()), true);

             {Limits("hashtext(new.user_id::text) & 1023")}

             drop function attribute_limits_place(uuid);
             create or replace trigger stamp_attribute before update on user_attributes for each row execute function stamp_attribute();
             """);

        private static string Limits(string place) =>
            $$"""
              create or replace function limit_attributes() returns trigger language plpgsql security definer set search_path from current as $$
              declare
                  present record;
                  allowed record;
              begin
                  -- One at a time for each person: two that would fit alone could be too much together.
                  perform pg_advisory_xact_lock(hashtext('user_attributes'), {{place}});
                  select count(*) as number, sum(greatest(size, 256)) as bytes into present from user_attributes where user_id = new.user_id;
                  select max_per_user, max_bytes_per_user into allowed from attribute_limits;
                  if present.number > allowed.max_per_user and tg_op = 'INSERT' then
                      raise exception 'too many attributes' using errcode = 'check_violation', constraint = 'ck_user_attributes_count';
                  end if;
                  if present.bytes > allowed.max_bytes_per_user then
                      raise exception 'too large attributes' using errcode = 'check_violation', constraint = 'ck_user_attributes_size';
                  end if;
                  return null;
              end $$;
              """;
    }
}
