using Microsoft.Extensions.Primitives;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;

namespace UserSystem.WebApi.Http;

/// <summary>
/// Finds out who calls, and asks at the door whether they may send what the endpoint takes, before a body is read. A token that does not
/// count is no fault where nobody has to be known.
/// </summary>
internal sealed class CallerMiddleware(RequestDelegate next, IAccessTokens accessTokens, ISessionActivity activity, IPermissions permissions)
{
    private const string Scheme = "Bearer";
    private const int SchemeLength = 6;
    private const int MaxUserAgent = 512;

    public async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var headers = http.Request.Headers;
        caller.Address = http.Connection.RemoteIpAddress;
        caller.UserAgent = Shorten(headers.UserAgent);
        caller.Language = AcceptLanguage.Negotiate(headers.AcceptLanguage);
        Identify(caller, headers.Authorization);

        // Whoever looks at the health of the service is told even where there is no database to ask.
        var access = http.GetEndpoint()?.Metadata.GetMetadata<AccessMetadata>()?.Access;
        if (access is not null && caller.Identity is { } identity && await activity.SeenAsync(identity, http.RequestAborted) is { } ended)
        {
            (caller.Identity, caller.Refusal) = (null, ended);
        }

        if (access is not null && await access.CheckAsync(caller, permissions, http.RequestAborted) is { } refusal)
        {
            await Problems.WriteAsync(http, refusal);
            return;
        }

        await next(http);
    }

    private void Identify(Caller caller, StringValues authorization)
    {
        // What another scheme carries is no token, neither good nor bad.
        if (!authorization.Any(IsBearer))
        {
            return;
        }

        if (authorization is not [{ Length: > SchemeLength } value])
        {
            caller.Refusal = SessionErrors.TokenInvalid;
            return;
        }

        var verified = accessTokens.Verify(value[(SchemeLength + 1)..]);
        if (verified.Error is { } error)
        {
            caller.Refusal = error;
        }
        else
        {
            caller.Identity = verified.Value;
        }
    }

    private static bool IsBearer(string? value) =>
        value?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) is true && (value.Length == SchemeLength || value[SchemeLength] == ' ');

    // Half a surrogate pair cannot be written as UTF-8: the driver would fail in the middle of a message and spoil the connection for the next.
    private static string? Shorten(string? text) => text is not { Length: > MaxUserAgent }
        ? text
        : text[..(char.IsHighSurrogate(text[MaxUserAgent - 1]) ? MaxUserAgent - 1 : MaxUserAgent)];
}
