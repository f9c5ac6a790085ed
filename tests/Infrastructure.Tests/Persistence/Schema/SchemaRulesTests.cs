using NUnit.Framework;

namespace UserSystem.Infrastructure.Tests.Persistence.Schema;

/// <summary>Rules of the house for every table there is, and for those to come.</summary>
[CancelAfter(120_000)]
public sealed class SchemaRulesTests : DatabaseFixture
{
    private const string OurTables =
        "pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'schema_migrations'";

    /// <summary>Columns that their name, their type and the comment of their table explain; all others carry a comment.</summary>
    private static readonly string[] Obvious =
    [
        "id", "invitation_id", "name", "name_normalized", "description", "status", "user_id", "role_id", "permission_id", "device_id", "session_id", "parent_role_id",
        "assigned_by", "suspended_by", "suspension_reason", "is_active", "is_system", "resource", "action", "kid", "xml", "friendly_name",
        "bio", "location", "website", "social_links", "date_of_birth", "emergency_contact", "avatar_content_type", "avatar_width", "avatar_height",
        "theme", "date_format", "appearance", "notification_settings", "privacy_settings", "accessibility_settings", "terms_version", "trusted",
        "kind", "severity", "details", "at", "purpose", "generation", "remembered", "ip_address", "user_agent", "end_reason", "attempts", "failures",
        "blocked_until", "valid_from", "signs_until", "user_profiles.version", "user_preferences.version", "user_terms_acceptances.version",
    ];

    /// <summary>The history of migrations is the framework's.</summary>
    private static readonly string[] Frameworks =
        ["column MigrationId", "column MigrationId", "column ProductVersion", "constraint PK_schema_migrations", "relation PK_schema_migrations"];

    [Test]
    public async Task Every_table_says_what_it_is_for(CancellationToken ct) =>
        Assert.That(
            await Database.ListAsync<string>($"select c.relname::text from {OurTables} and obj_description(c.oid, 'pg_class') is null", ct), Is.Empty);

    [Test]
    public async Task Every_column_whose_name_does_not_say_it_all_has_a_comment(CancellationToken ct)
    {
        var silent = await Database.ListAsync<string>(
            $"""
            select c.relname || '.' || a.attname
            from (select * from {OurTables}) c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where col_description(c.oid, a.attnum) is null and not (a.atttypid = 'timestamptz'::regtype and a.attname like '%\_at')
            """, ct);

        Assert.That(silent.Where(static column => !Obvious.Contains(column) && !Obvious.Contains(column.Split('.')[1])), Is.Empty);
    }

    [Test]
    public async Task Every_foreign_key_says_what_a_deletion_does(CancellationToken ct)
    {
        Assert.That(await Database.OneAsync<long>("select count(*) from pg_constraint where contype = 'f'", ct), Is.Positive);
        Assert.That(
            await Database.ListAsync<string>("select conname::text from pg_constraint where contype = 'f' and confdeltype = 'a'", ct), Is.Empty);
    }

    [Test]
    public async Task Every_foreign_key_has_an_index_that_begins_with_its_columns(CancellationToken ct) =>
        Assert.That(
            await Database.ListAsync<string>(
                """
                select f.conname::text from pg_constraint f
                where f.contype = 'f' and not exists (
                    select 1 from pg_index i
                    where i.indrelid = f.conrelid and i.indisvalid and (i.indkey::int2[])[0:cardinality(f.conkey) - 1] = f.conkey
                      and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) = format('(%I IS NOT NULL)', (
                          select attname from pg_attribute where attrelid = f.conrelid and attnum = f.conkey[1]))))
                """, ct),
            Is.Empty);

    [Test]
    public async Task Every_updated_at_is_kept_by_the_trigger_but_for_one_that_counts_by_the_services_clock(CancellationToken ct) =>
        Assert.That(
            await Database.ListAsync<string>(
                $"""
                select c.relname::text from (select * from {OurTables}) c join pg_attribute a on a.attrelid = c.oid and a.attname = 'updated_at'
                where not exists (
                    select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgfoid in ('set_updated_at'::regproc, 'stamp_attribute'::regproc) and t.tgtype = 1 + 2 + 16)
                """, ct),
            Is.EqualTo(["login_throttles"]));

    [Test]
    public async Task Every_version_is_counted_by_the_trigger(CancellationToken ct) =>
        Assert.That(
            await Database.ListAsync<string>(
                $"""
                select c.relname::text
                from (select * from {OurTables}) c
                join pg_attribute a on a.attrelid = c.oid and a.attname = 'version' and a.atttypid = 'integer'::regtype
                where not exists (
                    select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgfoid = 'set_version'::regproc and t.tgtype = 1 + 2 + 16)
                """, ct),
            Is.Empty);

    [Test]
    public async Task Every_instant_knows_its_time_zone(CancellationToken ct) =>
        Assert.That(
            await Database.ListAsync<string>(
                """
                select table_name || '.' || column_name from information_schema.columns
                where table_schema = 'public' and data_type in ('timestamp without time zone', 'time without time zone', 'time with time zone')
                """, ct),
            Is.Empty);

    [Test]
    public async Task Every_name_is_snake_case(CancellationToken ct) =>
        Assert.That(
            await Database.ListAsync<string>(
                """
                select kind || ' ' || name from (
                    select 'relation' as kind, relname as name from pg_class where relnamespace = 'public'::regnamespace
                    union all
                    select 'column', attname from pg_attribute a join pg_class c on c.oid = a.attrelid
                    where c.relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped
                    union all
                    -- From PostgreSQL 18 on, not null is a constraint too, under a name that the server gives.
                    select 'constraint', conname from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'
                    union all
                    select 'function', proname from pg_proc where pronamespace = 'public'::regnamespace
                    union all
                    select 'trigger', tgname from pg_trigger where not tgisinternal
                    union all
                    select 'word', enumlabel from pg_enum) as names
                where name !~ '^[a-z][a-z0-9_]*$'
                order by name
                """, ct),
            Is.EquivalentTo(Frameworks));
}
