namespace UserSystem.Infrastructure.Persistence.Migrations;

/// <summary>What the first migration says in SQL because the model has no words for it: triggers, the view, row-level security, first rows.</summary>
internal static class InitialSql
{
    public const string Up =
        """
        -- Functions below keep this search path: nobody can slip a table of their own in front of ours.
        select set_config('search_path', format('%I, pg_temp', current_schema()), true);

        -- updated_at and version ---------------------------------------------------------------------------------------------------
        -- The arguments of a trigger name columns whose change does not count: bookkeeping, and generated ones, which are not computed yet.

        create function set_updated_at() returns trigger language plpgsql security definer set search_path from current as $$
        begin
            if tg_nargs = 0 or (to_jsonb(new) - tg_argv::text[]) is distinct from (to_jsonb(old) - tg_argv::text[]) then
                new.updated_at := now();
            else
                new.updated_at := old.updated_at;
            end if;
            return new;
        end $$;

        create function set_version() returns trigger language plpgsql security definer set search_path from current as $$
        begin
            if tg_nargs = 0 or (to_jsonb(new) - tg_argv::text[]) is distinct from (to_jsonb(old) - tg_argv::text[]) then
                new.version := old.version + 1;
            else
                new.version := old.version;
            end if;
            return new;
        end $$;

        create trigger set_updated_at before update on users for each row
            execute function set_updated_at('last_login_at', 'security_stamp', 'email_normalized', 'updated_at', 'version');
        create trigger set_version before update on users for each row
            execute function set_version('last_login_at', 'security_stamp', 'email_normalized', 'updated_at', 'version');
        create trigger set_updated_at before update on user_profiles for each row execute function set_updated_at();
        create trigger set_version before update on user_profiles for each row execute function set_version();
        create trigger set_updated_at before update on user_preferences for each row execute function set_updated_at();
        create trigger set_version before update on user_preferences for each row execute function set_version();
        create trigger set_updated_at before update on roles for each row execute function set_updated_at();

        -- Every way in, bulk COPY included, leaves complete people --------------------------------------------------------------------

        create function complete_users() returns trigger language plpgsql security definer set search_path from current as $$
        begin
            insert into user_profiles (user_id) select id from added on conflict do nothing;
            insert into user_preferences (user_id) select id from added on conflict do nothing;
            return null;
        end $$;

        create trigger complete_users after insert on users referencing new table as added
            for each statement execute function complete_users();

        -- The backfill for rows that predate the trigger; repeating it changes nothing.
        insert into user_profiles (user_id) select id from users on conflict do nothing;
        insert into user_preferences (user_id) select id from users on conflict do nothing;

        -- Roles inherit, but never from themselves ------------------------------------------------------------------------------------

        create function refuse_role_cycles() returns trigger language plpgsql security definer set search_path from current as $$
        begin
            -- One change of the hierarchy at a time: two that are harmless alone could close a circle together.
            perform pg_advisory_xact_lock(hashtextextended('role hierarchy', 0));
            if exists (
                with recursive ancestor as (
                    select new.parent_role_id as id
                    union
                    select r.parent_role_id from roles r join ancestor a on r.id = a.id
                )
                select 1 from ancestor where id = new.id)
            then
                raise exception 'role % would inherit from itself', new.id
                    using errcode = 'check_violation', constraint = 'ck_roles_no_cycle';
            end if;
            return new;
        end $$;

        create trigger refuse_role_cycles before insert or update of parent_role_id on roles
            for each row when (new.parent_role_id is not null) execute function refuse_role_cycles();

        -- Throttling: from the limit on, a minute that doubles with every further failure, up to an hour --------------------------------

        create function login_blocked_until(failures integer, allowed integer, at timestamptz) returns timestamptz
            language sql immutable parallel safe
            return case when failures >= allowed
                        then at + least(interval '1 hour', interval '60 seconds' * power(2, least(failures - allowed, 10))) end;

        -- Soft delete lives here ----------------------------------------------------------------------------------------------------

        create view live_users with (security_invoker = true) as select * from users where deleted_at is null;
        comment on view live_users is 'Everybody who was not deleted; what ordinary queries read.';
        comment on column login_throttles.updated_at is
            'By the clock of the service: the last attempt, and for a whole account the start of the hour that is counted.';

        -- Row-level security: who reads the tables directly sees their own record and nobody else's ---------------------------------------

        do $$
        begin
            create role user_system_reader nologin;
        exception
            when duplicate_object or unique_violation then null;
            when insufficient_privilege then
                raise notice 'The role user_system_reader does not exist and may not be made here: direct readers are not set up.';
        end $$;

        alter table users enable row level security;
        alter table user_profiles enable row level security;

        do $$
        begin
            if not exists (select 1 from pg_roles where rolname = 'user_system_reader') then
                return;
            end if;

            execute format('grant usage on schema %I to user_system_reader', current_schema());
            grant select (id, email, email_normalized, name, status, email_verified_at, terms_accepted_at, terms_version, external_id,
                          last_password_change_at, last_login_at, version, created_at, updated_at, deleted_at)
                on users to user_system_reader;
            grant select on user_profiles to user_system_reader;
            create policy own_record on users for select to user_system_reader
                using (id = nullif(current_setting('app.current_user_id', true), '')::uuid and deleted_at is null);
            create policy own_record on user_profiles for select to user_system_reader
                using (user_id = nullif(current_setting('app.current_user_id', true), '')::uuid
                       and exists (select 1 from users u where u.id = user_id and u.deleted_at is null));
        end $$;

        -- First rows ----------------------------------------------------------------------------------------------------------------

        insert into roles (name, description, is_system) values
            ('user', 'Every active person has it, without an assignment.', true),
            ('support', 'Looks after other people.', true),
            ('admin', 'May do everything.', true);

        insert into permissions (name, resource, action)
        select name, split_part(name, ':', 1), split_part(name, ':', 2)
        from unnest(array[
            'users:read', 'users:write', 'users:delete', 'users:suspend', 'users:import', 'attributes:read', 'attributes:write',
            'invitations:create', 'invitations:read', 'invitations:bulk', 'roles:read', 'roles:write', 'roles:assign',
            'permissions:read', 'permissions:write', 'permissions:grant', 'authorization:check', 'audit:read', 'audit:verify',
            'sessions:read', 'sessions:end', 'activity:read', 'analytics:read', 'profiles:read', 'profiles:verify',
            'service_accounts:read', 'service_accounts:write', 'metrics:read', 'exports:read']) as name;
        insert into permissions (name, resource, action, description) values ('*', '*', '*', 'Everything.');

        insert into role_permissions (role_id, permission_id)
        select r.id, p.id
        from (values ('user', 'invitations:create'),
                     ('support', 'users:read'), ('support', 'sessions:read'), ('support', 'sessions:end'),
                     ('support', 'attributes:read'), ('support', 'profiles:read'), ('support', 'invitations:read'),
                     ('admin', '*')) as grants (role, permission)
        join roles r on r.name = grants.role
        join permissions p on p.name = grants.permission;
        """;

    public const string Down =
        """
        drop view live_users;
        drop trigger complete_users on users;
        drop trigger refuse_role_cycles on roles;
        drop function complete_users(), refuse_role_cycles(), set_updated_at(), set_version(), login_blocked_until(integer, integer, timestamptz) cascade;

        -- The generated way down leaves the type behind, and the next way up would find it there. The tables that use it go next anyway.
        drop type user_status cascade;

        do $$
        begin
            if exists (select 1 from pg_roles where rolname = 'user_system_reader') then
                execute format('revoke usage on schema %I from user_system_reader', current_schema());
            end if;
        end $$;
        """;
}
