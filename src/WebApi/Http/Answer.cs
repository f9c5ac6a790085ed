using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using UserSystem.Application.Shared;

namespace UserSystem.WebApi.Http;

/// <summary>A value as JSON. One that is tagged carries an ETag and answers 304 to whoever has it already (RFC 9110, 13.1.2).</summary>
internal sealed class Answer<T>(T value, int status, Action<Utf8JsonWriter, T>? write = null) : IResult
{
    private static JsonTypeInfo<T>? _typeInfo;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (response.Headers.CacheControl.Count == 0)
        {
            response.Headers.CacheControl = value is ITagged ? "private, no-cache" : "no-store";
        }

        if (value is ITagged tagged)
        {
            var tag = $"\"{tagged.Tag}\"";
            response.Headers.ETag = tag;
            if (HttpMethods.IsGet(httpContext.Request.Method) && ETags.IsNoneMatch(httpContext.Request, tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }

        response.StatusCode = status;
        return write is null
            ? response.WriteAsJsonAsync(value, TypeInfo(httpContext), cancellationToken: httpContext.RequestAborted)
            : WriteAsync(httpContext, write);
    }

    private async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter, T> write)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        var encoder = TypeInfo(http).Options.Encoder;
        await using (var json = new Utf8JsonWriter(http.Response.BodyWriter, new JsonWriterOptions { Encoder = encoder, SkipValidation = true }))
        {
            write(json, value);
        }

        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    // One set of options serves the whole process.
    private static JsonTypeInfo<T> TypeInfo(HttpContext http) => _typeInfo ??=
        (JsonTypeInfo<T>)http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions.GetTypeInfo(typeof(T));
}
