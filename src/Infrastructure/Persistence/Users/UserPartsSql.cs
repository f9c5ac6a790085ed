using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using UserSystem.Application.Attributes;
using UserSystem.Application.Users;

namespace UserSystem.Infrastructure.Persistence.Users;

/// <summary>Joins what is shown together with a record to the statement that reads it from <c>u</c>, and reads it from the row.</summary>
internal sealed class UserPartsSql
{
    private static readonly UserPartsSql?[] All =
        [.. Enumerable.Range(0, 16).Select(static parts => parts == 0 ? null : new UserPartsSql((UserParts)parts))];

    private readonly UserParts _parts;

    private UserPartsSql(UserParts parts)
    {
        _parts = parts;
        Columns = Part(
                UserParts.Attributes,
                """
                , (select json_object_agg(each.key, each.value order by each.key)::text from user_attributes each
                   where each.user_id = u.id and (each.key = any($2) or starts_with(each.key, $3)))
                """)
            + Part(UserParts.Profile, ", p.bio, p.location, p.website, p.social_links::text, p.date_of_birth, p.phone_number, p.emergency_contact::text, p.created_at, p.updated_at, p.version")
            + Part(UserParts.Preferences, ", s.theme, s.language, s.timezone, s.locale, s.date_format, s.appearance::text, s.notification_settings::text, s.accessibility_settings::text, s.updated_at, s.version")
            + Part(UserParts.Roles, ", r.names");
        Joins = Part(UserParts.Profile, " join user_profiles p on p.user_id = u.id")
            + Part(UserParts.Preferences, " join user_preferences s on s.user_id = u.id")
            + Part(
                UserParts.Roles,
                """
                 cross join lateral (
                    select array_agg(named.name order by named.name) as names
                    from (select held.name from user_roles given join roles held on held.id = given.role_id
                          where given.user_id = u.id and held.is_active and in_its_time(given.valid_from, given.expires_at, $4)
                          union select 'user' where u.status = 'active' and u.deleted_at is null) named
                ) r
                """);
    }

    public string Columns { get; }

    public string Joins { get; }

    /// <summary>The text of a statement for each set of parts, none included, by <see cref="IndexOf"/>.</summary>
    public static string[] Texts(Func<UserPartsSql?, string> write) => [.. All.Select(write)];

    /// <summary>Where the text for these parts stands.</summary>
    public static int IndexOf(UserInclusion? inclusion) => (int)(inclusion?.Parts ?? UserParts.None);

    /// <summary>What these parts add to a statement whose first parameter is the person; null for nothing.</summary>
    public static UserPartsSql? Of(UserInclusion? inclusion) => All[IndexOf(inclusion)];

    /// <summary>The parameters after the first: the same for any parts, whether or not they need them.</summary>
    public static void Bind(NpgsqlParameterCollection parameters, UserInclusion inclusion)
    {
        parameters.With(inclusion.Keys as string[] ?? [.. inclusion.Keys])
            .WithNullable(NpgsqlDbType.Text, inclusion.Namespace is { } open ? open + "." : null)
            .With(inclusion.Now.UtcDateTime);
    }

    /// <summary>Reads the parts, which begin at a column.</summary>
    public T Read<T>(NpgsqlDataReader row, int column, T shown)
        where T : WithParts
    {
        var next = column;
        var tag = "";
        AttributeMap? attributes = null;
        ProfileDto? profile = null;
        PreferencesDto? preferences = null;
        string[]? roles = null;
        if (Has(UserParts.Attributes))
        {
            var values = row.IsDBNull(next) ? "{}" : row.GetString(next);
            (attributes, tag) = (new AttributeMap(values), "a" + Digest(values));
            next++;
        }

        if (Has(UserParts.Profile))
        {
            profile = new ProfileDto(
                row.TextOrNull(next), row.TextOrNull(next + 1), row.TextOrNull(next + 2), new RawJson(row.GetString(next + 3)),
                row.IsDBNull(next + 4) ? null : row.GetFieldValue<DateOnly>(next + 4), row.TextOrNull(next + 5), row.JsonOrNull(next + 6),
                row.Instant(next + 7), row.Instant(next + 8));
            tag += string.Create(CultureInfo.InvariantCulture, $"p{row.GetInt32(next + 9)}");
            next += 10;
        }

        if (Has(UserParts.Preferences))
        {
            preferences = new PreferencesDto(
                row.GetString(next), row.GetString(next + 1), row.GetString(next + 2), row.TextOrNull(next + 3), row.TextOrNull(next + 4),
                new RawJson(row.GetString(next + 5)), new RawJson(row.GetString(next + 6)), new RawJson(row.GetString(next + 7)), row.Instant(next + 8));
            tag += string.Create(CultureInfo.InvariantCulture, $"s{row.GetInt32(next + 9)}");
            next += 10;
        }

        if (Has(UserParts.Roles))
        {
            roles = row.IsDBNull(next) ? [] : row.GetFieldValue<string[]>(next);
            tag += "r" + Digest(string.Join('\n', roles));
        }

        return shown with { Attributes = attributes, Profile = profile, Preferences = preferences, Roles = roles, PartsTag = tag };
    }

    // What has no version of its own is told apart by what it is: to read the versions of many values costs more than this.
    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));

    private bool Has(UserParts part) => (_parts & part) != 0;

    private string Part(UserParts part, string sql) => Has(part) ? sql : "";
}
