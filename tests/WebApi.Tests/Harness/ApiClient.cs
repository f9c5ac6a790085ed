using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using UserSystem.Testing;
using UserSystem.WebApi.Tests.Contract;

namespace UserSystem.WebApi.Tests.Harness;

/// <summary>Speaks to a service as its users would. Every answer is held against the served description.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly ApiHost _host;
    private readonly HttpClient _http;

    public ApiClient(ApiHost host)
    {
        _host = host;
        _http = new HttpClient(new ContractHandler(host) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } })
        {
            BaseAddress = host.Address,
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    /// <summary>Sent with every request.</summary>
    public string? AccessToken { get; set; }

    public static string NewEmail(string domain = "example.org") => $"ann.{RandomNumberGenerator.GetHexString(12, lowercase: true)}@{domain}";

    public Task<ApiAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, (string?)null, headers);

    public Task<ApiAnswer> PostAsync(string path, object? body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : body as string ?? JsonSerializer.Serialize(body), headers);

    /// <summary>Sends JSON as it stands, however wrong it is; a header <c>Content-Type</c> says what it claims to be.</summary>
    public Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? json, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, json is null ? null : new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")), headers);

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (AccessToken is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {AccessToken}");
        }

        foreach (var (name, value) in headers)
        {
            if (name == "Content-Type")
            {
                content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        var traceId = RandomNumberGenerator.GetHexString(32, lowercase: true);
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{traceId}-{traceId[..16]}-01");
        using var response = await _http.SendAsync(request);
        return await ApiAnswer.ReadAsync(response, traceId);
    }

    public Task<ApiAnswer> RegisterAsync(
        string email, string password = "a quiet green river", string fullName = "Ann Example", params (string Name, string Value)[] headers) =>
        PostAsync("/api/v1/auth/register", new { email, password, fullName, acceptTerms = true }, headers);

    public Task<ApiAnswer> AcceptAsync(string invitationToken, string email, string password = "a quiet green river", string fullName = "Bea Example") =>
        PostAsync("/api/v1/auth/register", new { email, password, fullName, acceptTerms = true, invitationToken });

    public Task<ApiAnswer> InviteAsync(object? invitation = null, params (string Name, string Value)[] headers) =>
        PostAsync("/api/v1/invitations", invitation ?? new { }, headers);

    /// <summary>Makes an open link; returns its id and its secret.</summary>
    public async Task<(Guid Id, string Token)> OpenLinkAsync(int maxUses = 1, params Guid[] roleIds)
    {
        var answer = await InviteAsync(new { maxUses, roleIds });
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Created), answer.Body);
        return (answer.Json.GetProperty("id").GetGuid(), answer.Text("token"));
    }

    /// <summary>Invites an address; returns the id of the invitation and the secret that was mailed.</summary>
    public async Task<(Guid Id, string Token)> InviteByMailAsync(string email, params Guid[] roleIds)
    {
        var answer = await InviteAsync(new { email, roleIds });
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Created), answer.Body);
        return (answer.Json.GetProperty("id").GetGuid(), await _host.TokenToAsync(email, "invitation"));
    }

    public Task<ApiAnswer> LookUpAsync(string token) => PostAsync("/api/v1/invitations/lookup", new { token });

    public Task<ApiAnswer> RevokeAsync(Guid invitation, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Delete, $"/api/v1/invitations/{invitation}", (string?)null, headers);

    public Task<ApiAnswer> ResendAsync(Guid invitation, params (string Name, string Value)[] headers) =>
        PostAsync($"/api/v1/invitations/{invitation}/resend", null, headers);

    public Task<ApiAnswer> GetInvitationAsync(Guid invitation, params (string Name, string Value)[] headers) =>
        GetAsync($"/api/v1/invitations/{invitation}", headers);

    public Task<ApiAnswer> VerifyAsync(string token) => PostAsync("/api/v1/auth/verify-email", new { token });

    public Task<ApiAnswer> ResendVerificationAsync(string email) => PostAsync("/api/v1/auth/verify-email/resend", new { email });

    public Task<ApiAnswer> LogInAsync(string email, string password) => PostAsync("/api/v1/auth/login", new { email, password });

    public Task<ApiAnswer> LogInAsync(Person person) => LogInAsync(person.Email, person.Password);

    public Task<ApiAnswer> RefreshAsync(string refreshToken) => PostAsync("/api/v1/auth/refresh", new { refreshToken });

    public Task<ApiAnswer> LogOutAsync(string? refreshToken = null) => PostAsync("/api/v1/auth/logout", refreshToken is null ? null : new { refreshToken });

    public Task<ApiAnswer> GetMeAsync(params (string Name, string Value)[] headers) => GetAsync("/api/v1/users/me", headers);

    public Task<ApiAnswer> PatchMeAsync(string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Patch, "/api/v1/users/me", json, headers);

    public Task<ApiAnswer> ForgotPasswordAsync(string email) => PostAsync("/api/v1/auth/password/forgot", new { email });

    public Task<ApiAnswer> ResetPasswordAsync(string token, string newPassword) => PostAsync("/api/v1/auth/password/reset", new { token, newPassword });

    public Task<ApiAnswer> ChangePasswordAsync(string? currentPassword, string newPassword) =>
        PostAsync("/api/v1/auth/password/change", new { currentPassword, newPassword });

    public Task<ApiAnswer> ReauthenticateAsync(string password) => PostAsync("/api/v1/auth/reauthenticate", new { password });

    public Task<ApiAnswer> ChangeEmailAsync(string newEmail, string? currentPassword) => PostAsync("/api/v1/users/me/email", new { newEmail, currentPassword });

    public Task<ApiAnswer> DeleteMeAsync(string? currentPassword) =>
        SendAsync(HttpMethod.Delete, "/api/v1/users/me", JsonSerializer.Serialize(new { currentPassword }));

    public Task<ApiAnswer> RestoreAsync(string token) => PostAsync("/api/v1/auth/restore", new { token });

    public Task<ApiAnswer> GetUserAsync(Guid id, params (string Name, string Value)[] headers) => GetAsync($"/api/v1/users/{id}", headers);

    public Task<ApiAnswer> PatchUserAsync(Guid id, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Patch, $"/api/v1/users/{id}", json, headers);

    public Task<ApiAnswer> DeleteUserAsync(Guid id, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Delete, $"/api/v1/users/{id}", (string?)null, headers);

    public Task<ApiAnswer> SuspendAsync(Guid id, string reason = "because", params (string Name, string Value)[] headers) =>
        PostAsync($"/api/v1/users/{id}/suspend", new { reason }, headers);

    public Task<ApiAnswer> ReactivateAsync(Guid id, params (string Name, string Value)[] headers) => PostAsync($"/api/v1/users/{id}/reactivate", null, headers);

    public Task<ApiAnswer> RestoreUserAsync(Guid id, params (string Name, string Value)[] headers) => PostAsync($"/api/v1/users/{id}/restore", null, headers);

    /// <summary>The value of a key; of the caller's own where nobody is named.</summary>
    public Task<ApiAnswer> GetAttributeAsync(string key, Guid? of = null, params (string Name, string Value)[] headers) => GetAsync(AttributePath(of, key), headers);

    /// <summary>Sets a value, written as JSON.</summary>
    public Task<ApiAnswer> PutAttributeAsync(string key, string json, Guid? of = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, AttributePath(of, key), $$"""{"value":{{json}}}""", headers);

    public Task<ApiAnswer> MergeAttributeAsync(string key, string json, Guid? of = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Patch, AttributePath(of, key), $$"""{"value":{{json}}}""", headers);

    public Task<ApiAnswer> DeleteAttributeAsync(string key, Guid? of = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Delete, AttributePath(of, key), (string?)null, headers);

    /// <summary>Sets and takes away several values, written as a JSON object.</summary>
    public Task<ApiAnswer> PatchAttributesAsync(string json, Guid? of = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Patch, AttributePath(of), $$"""{"values":{{json}}}""", headers);

    public Task<ApiAnswer> GetAttributesAsync(string query = "", Guid? of = null) => GetAsync(AttributePath(of) + query);

    /// <summary>Signs somebody up who has not verified the address yet; returns them with the token from the mail.</summary>
    public async Task<(Person Person, string Token)> SignUpAsync()
    {
        var person = new Person(NewEmail(), $"{RandomNumberGenerator.GetHexString(8)} green rivers", "Ann Example");
        Assert.That((await RegisterAsync(person.Email, person.Password, person.FullName)).Status, Is.EqualTo(HttpStatusCode.Accepted));
        return (person, EmlReader.TokenIn((await _host.MailToAsync(person.Email))[^1].Text));
    }

    /// <summary>Signs somebody up who can log in.</summary>
    public async Task<Person> SignUpVerifiedAsync()
    {
        var (person, token) = await SignUpAsync();
        Assert.That((await VerifyAsync(token)).Status, Is.EqualTo(HttpStatusCode.NoContent));
        return person;
    }

    /// <summary>Signs somebody up for whom this client speaks from now on.</summary>
    public async Task<(Person Person, Tokens Tokens)> SignUpVerifiedAndLoggedInAsync()
    {
        var person = await SignUpVerifiedAsync();
        var answer = await LogInAsync(person);
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), answer.Body);
        var tokens = Tokens.Read(answer);
        AccessToken = tokens.AccessToken;
        return (person, tokens);
    }

    /// <summary>Signs somebody up who looks after others, for whom this client speaks from now on.</summary>
    public async Task<(Person Person, Tokens Tokens)> SignUpStaffAsync(string role)
    {
        var staff = await SignUpVerifiedAndLoggedInAsync();
        await _host.QueryAsync<object>(
            "insert into user_roles (user_id, role_id) select $1, id from roles where name = $2", staff.Tokens.UserId, role);
        return staff;
    }

    private static string AttributePath(Guid? of, string? key = null) =>
        $"/api/v1/users/{(of is { } id ? $"{id}/" : "")}attributes{(key is null ? "" : $"/{Uri.EscapeDataString(key)}")}";

    public void Dispose() => _http.Dispose();
}
