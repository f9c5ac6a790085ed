using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace UserSystem.WebApi.OpenApi;

/// <summary>The description as it is served: written once, for nothing in it changes while the service runs.</summary>
internal sealed class ApiDocument([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider)
{
    public const string Name = "v1";

    // It belongs to all who ask, so that none of them can call it off.
    private readonly Lazy<Task<Written>> _written = new(() => WriteAsync(provider, CancellationToken.None));

    /// <summary>The description in both spellings.</summary>
    public Task<Written> ReadAsync(CancellationToken ct) => _written.Value.WaitAsync(ct);

    private static async Task<Written> WriteAsync(IOpenApiDocumentProvider provider, CancellationToken ct)
    {
        var document = await provider.GetOpenApiDocumentAsync(ct);
        return new Written(
            new Spelling(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, ct)),
            new Spelling(await document.SerializeAsYamlAsync(OpenApiSpecVersion.OpenApi3_1, ct)));
    }

    /// <summary>The description in both spellings.</summary>
    internal sealed record Written(Spelling Json, Spelling Yaml);

    /// <summary>The description in one spelling.</summary>
    internal sealed class Spelling(string text)
    {
        private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);
        private readonly EntityTagHeaderValue _tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8))}\"");

        public string Text => text;

        /// <summary>The text, or 304 for who has it already.</summary>
        public IResult ToHttp(string mediaType) => TypedResults.Bytes(_bytes, mediaType, entityTag: _tag);
    }
}
