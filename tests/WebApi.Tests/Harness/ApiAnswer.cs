using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace UserSystem.WebApi.Tests.Harness;

/// <summary>An answer, read to its end.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, HttpResponseHeaders Headers, MediaTypeHeaderValue? ContentType, string Body, string TraceId)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The code of a problem.</summary>
    public string Code => Text("code");

    public string? ETag => Headers.ETag?.ToString();

    /// <summary>A member that is a string.</summary>
    public string Text(string member) => Json.GetProperty(member).GetString()!;

    /// <summary>The codes of the faults at a member of the request, with commas between them; empty where there is none.</summary>
    public string Faults(string path) => Json.GetProperty("errorCodes").TryGetProperty(path, out var codes)
        ? string.Join(',', codes.EnumerateArray().Select(static code => code.GetString()))
        : "";

    public static async Task<ApiAnswer> ReadAsync(HttpResponseMessage response, string traceId) => new(
        response.StatusCode, response.Headers, response.Content.Headers.ContentType, await response.Content.ReadAsStringAsync(), traceId);
}

/// <summary>Somebody who signed up.</summary>
internal sealed record Person(string Email, string Password, string FullName);

/// <summary>Tokens as a client keeps them.</summary>
internal sealed record Tokens(string AccessToken, string RefreshToken, Guid SessionId, Guid DeviceId, Guid UserId)
{
    public static Tokens Read(ApiAnswer answer) => new(
        answer.Text("accessToken"), answer.Text("refreshToken"), answer.Json.GetProperty("sessionId").GetGuid(),
        answer.Json.GetProperty("deviceId").GetGuid(), answer.Json.GetProperty("user").GetProperty("id").GetGuid());
}
