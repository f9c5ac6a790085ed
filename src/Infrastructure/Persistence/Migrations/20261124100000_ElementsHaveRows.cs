using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserSystem.Infrastructure.Persistence.Migrations
{
    /// <summary>Whose lists have an element is found like whose value is one: by a b-tree, in the order of the pages.</summary>
    public partial class ElementsHaveRows : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            select set_config('search_path', format('%I, pg_temp', current_schema()), true);

            create table user_attribute_elements (
                user_id uuid not null,
                key varchar(129) not null,
                hash bigint not null,
                constraint pk_user_attribute_elements primary key (user_id, key, hash)
            );
            comment on table user_attribute_elements is
                'What the lists in user_attributes hold, each element once for each list; kept by a trigger. Whoever finds people here compares the elements themselves.';
            comment on column user_attribute_elements.key is 'As in user_attributes.';
            comment on column user_attribute_elements.hash is 'hashtextextended of the element as text, with seed 0.';

            -- Whoever has an element is read in pages, in the order of the index: that is right for common elements and costs rare ones nothing. So
            -- PostgreSQL shall expect that an element is common where it does not know, and not that it is one of few, for whom it would rather read
            -- and sort all. An element is mostly of one key, which it would not know either.
            alter table user_attribute_elements alter column hash set (n_distinct = 10);
            create statistics st_user_attribute_elements (dependencies, mcv) on key, hash from user_attribute_elements;

            -- No policy: nobody but the service reads it.
            alter table user_attribute_elements enable row level security;

            create function attribute_element_hashes(list jsonb) returns setof bigint language sql immutable strict parallel safe as $$
                select distinct hashtextextended(element::text, 0) from jsonb_array_elements(list) as element
            $$;
            comment on function attribute_element_hashes(jsonb) is 'What stands in user_attribute_elements for a list.';

            -- Only what changes is written: adding to a long list is one row.
            create function list_attribute_elements() returns trigger language plpgsql security definer set search_path from current as $$
            declare
                list jsonb := case when jsonb_typeof(new.value) = 'array' then new.value else '[]' end;
            begin
                if tg_op = 'UPDATE' then
                    delete from user_attribute_elements
                    where user_id = new.user_id and key = new.key and hash not in (select attribute_element_hashes(list));
                end if;
                insert into user_attribute_elements (user_id, key, hash)
                select new.user_id, new.key, added.hash
                from (select attribute_element_hashes(list)
                      except select hash from user_attribute_elements where user_id = new.user_id and key = new.key) as added (hash);
                return null;
            end $$;

            -- What is no list, which is most of what is set, passes by.
            create trigger list_attribute_elements_added after insert on user_attributes for each row
                when (jsonb_typeof(new.value) = 'array') execute function list_attribute_elements();
            create trigger list_attribute_elements_changed after update of value on user_attributes for each row
                when (jsonb_typeof(new.value) = 'array' or jsonb_typeof(old.value) = 'array') execute function list_attribute_elements();

            -- From here on nobody else sets anything until all is there.
            insert into user_attribute_elements (user_id, key, hash)
            select user_id, key, attribute_element_hashes(value) from user_attributes where jsonb_typeof(value) = 'array';
            create unique index ux_user_attribute_elements_holders on user_attribute_elements (key, hash, user_id);
            alter table user_attribute_elements add constraint fk_user_attribute_elements_user_attributes
                foreign key (user_id, key) references user_attributes (user_id, key) on delete cascade;

            drop index ix_user_attributes_elements;
            drop function attribute_term(text, jsonb);
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            drop table user_attribute_elements;
            drop trigger list_attribute_elements_added on user_attributes;
            drop trigger list_attribute_elements_changed on user_attributes;
            drop function list_attribute_elements();
            drop function attribute_element_hashes(jsonb);

            create function attribute_term(key text, value jsonb) returns jsonb language sql immutable strict parallel safe
                return jsonb_build_object(key, value);
            create index ix_user_attributes_elements on user_attributes using gin (attribute_term(key, value) jsonb_path_ops)
                where jsonb_typeof(value) = 'array';
            """);
    }
}
