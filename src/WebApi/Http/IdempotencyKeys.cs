using System.Security.Cryptography;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;

namespace UserSystem.WebApi.Http;

/// <summary>Marks what can be sent again under an <c>Idempotency-Key</c>.</summary>
internal sealed record IdempotentMetadata;

/// <summary>
/// Reads <c>Idempotency-Key</c> where an endpoint knows it, and says which answers are earlier ones. A key counts for one caller, method and path;
/// where nobody is known, and for uploads, the header means nothing.
/// </summary>
internal static class IdempotencyKeys
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotent-Replayed";
    public const int MaxLength = 255;

    public static void UseIdempotencyKeys(this WebApplication app) => app.Use(static (http, next) =>
        http.Request.Headers.TryGetValue(Header, out var given)
        && http.GetEndpoint()?.Metadata.GetMetadata<IdempotentMetadata>() is not null
        && http.RequestServices.GetRequiredService<ICaller>().Identity is { } caller
        && http.Request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) is not true
            ? given is [{ Length: > 0 and <= MaxLength } key] && !key.AsSpan().ContainsAnyExceptInRange('!', '~')
                ? SendAsync(http, $"user:{caller.UserId.Value}", key, next)
                : Problems.WriteAsync(http, IdempotencyErrors.KeyInvalid)
            : next(http));

    private static async Task SendAsync(HttpContext http, string caller, string key, RequestDelegate next)
    {
        // In memory, not in a file as the framework would: it may hold a password. The server bounds it.
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        body.Position = 0;
        http.Request.Body = body;

        var repetition = http.RequestServices.GetRequiredService<Repetition>();
        repetition.Key = new RequestKey(
            $"{caller} {http.Request.Method} {http.Request.PathBase}{http.Request.Path}", key, SHA256.HashData(body.GetBuffer().AsSpan(0, (int)body.Length)));
        http.Response.OnStarting(() =>
        {
            if (repetition.IsReplayed)
            {
                http.Response.Headers[ReplayedHeader] = "true";
            }

            return Task.CompletedTask;
        });
        await next(http);
    }
}
