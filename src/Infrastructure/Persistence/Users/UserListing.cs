using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using UserSystem.Application.Attributes;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence.Attributes;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Users;

/// <summary>
/// Writes the statement of a list of people: only what is asked for stands in it, so that each has a plan of its own. Every value is a
/// parameter.
/// </summary>
internal sealed class UserListing(UserFilter filter, string currentTerms, DateTimeOffset now)
{
    // The status as its number: the driver reads words of an enumeration one by one as texts, which was a tenth of the cost of a page.
    private static readonly string Columns =
        $"u.id, u.email, u.name, case u.status {string.Join(' ', Enum.GetValues<UserStatus>().Select(static status => $"when '{Words.Of(status)}' then {status:D}"))} end, "
        + "u.created_at, u.last_login_at, u.external_id";

    private readonly List<NpgsqlParameter> _values = [];
    private readonly StringBuilder _where = new();

    // The value whose holders the list begins with. Who is named is found at once, and the values are looked at there.
    private AttributeSearch? Leading => filter is { Email: null, ExternalId: null, Sought: [var first, ..] } ? first : null;

    public Statement Command(NpgsqlDataSource database, Position? after, int limit)
    {
        Restrict();
        var columns = filter.IncludeDeleted ? Columns + ", u.deleted_at" : Columns;

        // A number and no parameter: for a limit that it does not know PostgreSQL expects a tenth of all rows, and would rather plan each
        // time than keep such a plan.
        var top = string.Create(CultureInfo.InvariantCulture, $"limit {limit}");
        var (lists, order) = Leading is { } first
            ? (Holders(first, columns, after, top), "id desc")
            : (Everybody(columns, after, top), "created_at desc, id desc");

        // Several lists, each in the order of its own index, are merged.
        var command = database.Statement("users.list", lists is [var only] ? only : $"({string.Join(") union all (", lists)}) order by {order} {top}");
        command.Parameters.AddRange(_values.ToArray());
        return command;
    }

    private List<string> Everybody(string columns, Position? after, string top)
    {
        if (after is { } position)
        {
            And($"(u.created_at, u.id) < ({Value(position.At.UtcDateTime)}, {Value(position.Id)})");
        }

        // Deleted people are in no index of the living.
        string[] people = filter.IncludeDeleted ? ["from live_users u where true", "from users u where u.deleted_at is not null"] : ["from live_users u where true"];
        return [.. people.Select(some => $"select {columns} {some}{_where} order by created_at desc, id desc {top}")];
    }

    // In the order of ids, which is that of who has a value in its index. In the order of instants, either all who have a common value would be
    // sorted for each page, or those who have a rare one be looked for among all people. Ids begin with when they were made, so that both are one
    // for all whom the service made.
    private List<string> Holders(AttributeSearch first, string columns, Position? after, string top)
    {
        var (alone, key, value) = (_where.Length == 0, Value(first.Key), Json(first.Value));
        var place = after is { } position ? Value(position.Id) : null;
        if (place is not null)
        {
            And($"u.id < {place}");
        }

        return [.. AttributeSql.Ways(first, key, value, alone).Select(way =>
            $"""
             select {columns}
             from {way.From} cross join lateral (
                 select * {(filter.IncludeDeleted ? "from users" : "from live_users")} u where u.id = {way.User}{_where} {(alone ? AttributeSql.OneByOne : "")}) u
             where {way.Where}{(place is null ? "" : $" and {way.User} < {place}")} order by {way.User} desc {top}
             """)];
    }

    private void Restrict()
    {
        if (filter.Status is { } status)
        {
            // A word and no parameter: only so does the plan see that the index of those who are not active serves.
            And($"u.status = '{Words.Of(status)}'");
        }

        if (filter.Email is { } email)
        {
            And($"u.email_normalized = lower({Value(EmailAddress.Parse(email).Value)} collate \"und-x-icu\") collate \"default\"");
        }

        if (filter.ExternalId is { } externalId)
        {
            And($"u.external_id = {Value(Text.Normalize(externalId))}");
        }

        if (filter.Search is { } search)
        {
            Search(Text.Normalize(search));
        }

        if (filter.Role is { } role)
        {
            Role(Text.Normalize(role));
        }

        Between("u.created_at", filter.CreatedFrom, filter.CreatedTo);
        if (filter.LastLoginBefore is { } lastLogin)
        {
            And($"(u.last_login_at < {Value(lastLogin.UtcDateTime)} or u.last_login_at is null)");
        }

        if (filter.TermsVersion is { } version)
        {
            And($"u.terms_version = {Value(version)}");
        }

        foreach (var sought in filter.Sought.Skip(Leading is null ? 0 : 1))
        {
            Attribute(sought);
        }

        if (filter.TermsOutdated is { } outdated)
        {
            And($"u.terms_version is {(outdated ? "" : "not ")}distinct from {Value(currentTerms)}");
        }
    }

    // Each word begins a word of the name, or all of it begins the address. The words are quoted: nothing in them is an operator.
    private void Search(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static word => $"'{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}':*");
        var prefix = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
        And($"""
             (to_tsvector('simple', lower(u.name collate "und-x-icu")) @@ to_tsquery('simple', lower({Value(string.Join(" & ", words))} collate "und-x-icu"))
              or u.email_normalized like lower({Value(prefix)} collate "und-x-icu") collate "default")
             """);
    }

    private void Attribute(AttributeSearch sought)
    {
        var ways = AttributeSql.Ways(sought, Value(sought.Key), Json(sought.Value), alone: false);
        And($"u.id in ({string.Join(" union all ", ways.Select(static way => $"select {way.User} from {way.From} where {way.Where}"))})");
    }

    // Everybody active has the role of everybody, without a row that says so.
    private void Role(string role) => And(
        $"""
         (exists (select 1 from user_roles a join roles r on r.id = a.role_id
                  where a.user_id = u.id and r.name_normalized = lower({Value(role)} collate "und-x-icu") collate "default"
                    and in_its_time(a.valid_from, a.expires_at, {Value(now.UtcDateTime)}))
          or (lower({Value(role)} collate "und-x-icu") = 'user' and u.status = 'active'))
         """);

    private void Between(string column, DateTimeOffset? from, DateTimeOffset? to)
    {
        if (from is { } first)
        {
            And($"{column} >= {Value(first.UtcDateTime)}");
        }

        if (to is { } end)
        {
            And($"{column} < {Value(end.UtcDateTime)}");
        }
    }

    private void And(string condition) => _where.Append(" and ").Append(condition);

    private string Json(string value)
    {
        _values.Add(new NpgsqlParameter<string> { NpgsqlDbType = NpgsqlDbType.Jsonb, TypedValue = value });
        return $"${_values.Count}";
    }

    private string Value<T>(T value)
    {
        _values.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${_values.Count}";
    }
}
