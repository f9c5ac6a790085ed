namespace UserSystem.Infrastructure.Persistence.Migrations;

/// <summary>What the migration of attributes says in SQL: indexes of values, limits, history that stays, and who reads the table directly.</summary>
internal static class AttributesSql
{
    public const string BeforeTables = "create sequence user_attribute_versions;";

    public const string Up =
        """
        select set_config('search_path', format('%I, pg_temp', current_schema()), true);

        alter sequence user_attribute_versions owned by user_attributes.version;

        comment on column user_attributes.key is 'The handler of the key says what its values mean.';
        comment on column user_attributes.value is 'Never null; numbers in plain notation without needless zeros, so that equal values have equal text.';
        comment on column user_attribute_changes.key is 'A key that keeps a history.';

        -- A value that stays the same is not changed: whoever sets it again finds the version and the hand that it had.
        create function stamp_attribute() returns trigger language plpgsql security definer set search_path from current as $$
        begin
            if new.value = old.value and new.is_unique = old.is_unique then
                new.version := old.version;
                new.updated_at := old.updated_at;
                new.updated_by_user_id := case when new.updated_by_user_id is null and old.updated_by_user_id is not null
                                                and not exists (select from users where id = old.updated_by_user_id)
                                           then null else old.updated_by_user_id end;
            else
                new.version := nextval('user_attribute_versions');
                new.updated_at := now();
            end if;
            return new;
        end $$;

        create trigger stamp_attribute before update on user_attributes for each row execute function stamp_attribute();

        -- Who has a value. By its hash, so that a long one is indexed like a short one; whoever asks compares the value itself.
        create index ix_user_attributes_value on user_attributes (key, hashtextextended(value::text, 0), user_id);

        -- Whose list has an element. The key is part of the term, so that elements of other keys are not met.
        create function attribute_term(key text, value jsonb) returns jsonb language sql immutable strict parallel safe
            return jsonb_build_object(key, value);
        create index ix_user_attributes_elements on user_attributes using gin (attribute_term(key, value) jsonb_path_ops)
            where jsonb_typeof(value) = 'array';

        create unique index ux_user_attributes_unique_value on user_attributes (key, md5(value::text)) where is_unique;

        -- How much one person can keep ------------------------------------------------------------------------------------------------

        create table attribute_limits (
            only_one boolean primary key default true check (only_one),
            max_per_user integer not null,
            max_bytes_per_user integer not null
        );
        comment on table attribute_limits is 'How much one person can keep as attributes; the service writes its settings here when it starts.';
        comment on column attribute_limits.only_one is 'There is one row.';
        comment on column attribute_limits.max_per_user is 'Attributes of one person.';
        comment on column attribute_limits.max_bytes_per_user is 'Bytes of their values together.';
        insert into attribute_limits (max_per_user, max_bytes_per_user) values (500, 1048576);

        create function limit_attributes() returns trigger language plpgsql security definer set search_path from current as $$
        declare
            present record;
            allowed record;
        begin
            -- One at a time for each person: two that would fit alone could be too much together. People share a thousand locks, since a bulk
            -- insert holds all that it takes, and PostgreSQL has room for some thousands.
            perform pg_advisory_xact_lock(hashtext('user_attributes'), hashtext(new.user_id::text) & 1023);
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

        create trigger limit_attributes_added after insert on user_attributes for each row execute function limit_attributes();
        -- A value counts for 256 bytes at least, so that small ones, which change most often, can grow without anybody adding up.
        create trigger limit_attributes_grown after update of value on user_attributes for each row
            when (greatest(new.size, 256) > greatest(old.size, 256)) execute function limit_attributes();

        -- Who reads the table directly sees their own values of keys that they may see ---------------------------------------------------

        create table attribute_keys (
            key varchar(129) primary key,
            description text not null,
            person_reads boolean not null
        );
        comment on table attribute_keys is 'The keys that handlers take, written by the service when it starts; key.* stands for an open namespace.';
        comment on column attribute_keys.key is 'As in user_attributes, or key.*.';
        comment on column attribute_keys.person_reads is 'Whether people see their own values.';

        alter table user_attributes enable row level security;

        do $$
        begin
            if not exists (select 1 from pg_roles where rolname = 'user_system_reader') then
                return;
            end if;

            grant select (user_id, key, value, created_at, updated_at) on user_attributes to user_system_reader;
            grant select on attribute_keys to user_system_reader;
            create policy own_record on user_attributes for select to user_system_reader
                using (user_id = nullif(current_setting('app.current_user_id', true), '')::uuid
                       and exists (select 1 from users u where u.id = user_id and u.deleted_at is null)
                       and exists (select 1 from attribute_keys k
                                   where k.person_reads and k.key in (user_attributes.key, split_part(user_attributes.key, '.', 1) || '.*')));
        end $$;
        """;

    public const string Down =
        """
        drop table attribute_keys;
        drop table attribute_limits;
        drop function limit_attributes(), stamp_attribute(), attribute_term(text, jsonb);
        """;
}
