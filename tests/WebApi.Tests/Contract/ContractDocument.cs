using System.Globalization;
using System.Text.Json;
using UserSystem.Testing.Schemas;

namespace UserSystem.WebApi.Tests.Contract;

/// <summary>An operation of the description.</summary>
internal sealed record Operation(string Id, HttpMethod Method, string Path, JsonElement Json)
{
    /// <summary>The path with an id that nothing has in the place of each parameter, and a query of what has to be there.</summary>
    public string AnyPath => string.Join('/', Path.Split('/').Select(static part => part.StartsWith('{') ? "0199c2f0-0000-7000-8000-000000000000" : part)) + AnyQuery;

    /// <summary>A query of what has to be there.</summary>
    public string AnyQuery => Json.TryGetProperty("parameters", out var parameters)
        ? parameters.EnumerateArray()
            .Where(static each => each.GetProperty("in").GetString() == "query" && each.TryGetProperty("required", out var required) && required.GetBoolean())
            .Aggregate("", static (query, each) => $"{query}{(query.Length == 0 ? '?' : '&')}{each.GetProperty("name").GetString()}=any")
        : "";

    /// <summary>True where a request's path is this one, with whatever for its parameters that may stand there.</summary>
    public bool Takes(string path) =>
        (Path.Split('/'), path.Split('/')) is var (mine, theirs) && mine.Length == theirs.Length
        && mine.Zip(theirs).All(static pair => pair.First == pair.Second
            || (pair.First.StartsWith('{') && (!pair.First.EndsWith("Id}", StringComparison.Ordinal) || Guid.TryParse(pair.Second, out _))));

    public IEnumerable<int> Statuses => Json.GetProperty("responses").EnumerateObject().Select(static response => int.Parse(response.Name, CultureInfo.InvariantCulture));

    public JsonElement? Response(int status) =>
        Json.GetProperty("responses").TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var response) ? response : null;

    /// <summary>The media types of the body, each with its schema and examples; empty where there is none.</summary>
    public IReadOnlyList<JsonProperty> Bodies => Json.TryGetProperty("requestBody", out var body) ? [.. body.GetProperty("content").EnumerateObject()] : [];
}

/// <summary>The description of the API as a service serves it.</summary>
internal sealed class ContractDocument
{
    private ContractDocument(JsonElement json)
    {
        Json = json;
        Validator = new SchemaValidator(json);
        Operations =
        [
            .. from path in json.GetProperty("paths").EnumerateObject()
               from method in path.Value.EnumerateObject()
               select new Operation(method.Value.GetProperty("operationId").GetString()!, new HttpMethod(method.Name.ToUpperInvariant()), path.Name, method.Value),
        ];
    }

    public JsonElement Json { get; }

    public SchemaValidator Validator { get; }

    public IReadOnlyList<Operation> Operations { get; }

    public static async Task<ContractDocument> FetchAsync(Uri service)
    {
        using var http = new HttpClient { BaseAddress = service };
        return Parse(await http.GetStringAsync("/openapi/v1.json"));
    }

    public static ContractDocument Parse(string json) => new(JsonDocument.Parse(json).RootElement);

    /// <summary>The operation that a request is for; null where the description has none.</summary>
    public Operation? Find(HttpMethod method, string path) =>
        Operations.Where(operation => operation.Method == method && operation.Takes(path)).MinBy(static operation => operation.Path.Count(static letter => letter == '{'));

    /// <summary>What an answer has that the description does not allow, and what it lacks.</summary>
    public IReadOnlyList<string> Judge(Operation operation, int status, string? mediaType, Func<string, bool> hasHeader, string body)
    {
        if (operation.Response(status) is not { } response)
        {
            return [$"{operation.Id} does not document {status}: {body}"];
        }

        var faults = new List<string>();
        if (response.TryGetProperty("headers", out var headers))
        {
            faults.AddRange(headers.EnumerateObject().Where(static header => header.Value.TryGetProperty("required", out var required) && required.GetBoolean())
                .Where(header => !hasHeader(header.Name)).Select(header => $"the header {header.Name} is missing"));
        }

        if (!response.TryGetProperty("content", out var content))
        {
            if (body.Length > 0)
            {
                faults.Add($"there is a body where none is documented: {body}");
            }
        }
        else if (mediaType is null || !content.TryGetProperty(mediaType, out var media))
        {
            faults.Add($"{mediaType ?? "no media type"} is not documented");
        }
        else
        {
            faults.AddRange(Validator.Validate(media.GetProperty("schema"), JsonDocument.Parse(body).RootElement));
        }

        return [.. faults.Select(fault => $"{operation.Id} {status}: {fault}")];
    }
}
