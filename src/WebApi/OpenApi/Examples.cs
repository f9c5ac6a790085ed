using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using UserSystem.Application.Accounts;
using UserSystem.Application.Attributes;
using UserSystem.Application.Invitations;
using UserSystem.Application.Sessions;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.WebApi.Http;
using UserSystem.WebApi.Operations;

namespace UserSystem.WebApi.OpenApi;

/// <summary>What requests and answers look like: real values of their types, written as the service writes them.</summary>
internal sealed class Examples(IOptions<JsonOptions> json, IOptions<AppOptions> app, IOptions<AccountsOptions> accounts)
{
    private const string Email = "ann@example.org";
    private const string Name = "Ann Example";
    private const string AccessToken = "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiIwMTk5YzJmMCJ9.c2lnbmF0dXJl";
    private const string RefreshToken = "urt_AZnC8KoAe4uVhUu1JmAo2QAAAAHk3W0";

    private static readonly Guid UserId = new("0199c2f0-aa00-7b8b-9585-4bb5266028d9");
    private static readonly Guid SessionId = new("0199c2f0-bb10-7c41-8f0e-6f2d1f9f7a11");
    private static readonly Guid DeviceId = new("0199c2f0-bb10-7d52-9a1f-70ae2a0a8b22");
    private static readonly Guid EventId = new("0199c2f0-cc10-7e63-8a2f-81bf3b1b9c33");
    private static readonly Guid InvitationId = new("0199c2f0-ee10-7a85-8c4f-a3d15d3dbe55");
    private static readonly DateTimeOffset Moment = new(2026, 3, 1, 9, 30, 0, 123, 456, TimeSpan.Zero);

    /// <summary>An example of a type that crosses the edge. One without an example stops whoever describes it: every body has one.</summary>
    public JsonNode Of(Type type)
    {
        var node = JsonSerializer.SerializeToNode(Value(type), json.Value.SerializerOptions.GetTypeInfo(type))!;
        if (type.IsAssignableTo(typeof(Application.Pipeline.IGuarded)))
        {
            // What a request leaves out is clearer than what it sends as null.
            foreach (var empty in node.AsObject().Where(static member => member.Value is null).Select(static member => member.Key).ToList())
            {
                node.AsObject().Remove(empty);
            }
        }

        return node;
    }

    /// <summary>What a part of a path names, and an example of it. A part without both stops whoever describes it.</summary>
    public static (string Meaning, JsonNode Example) OfPath(string name) => name switch
    {
        "userId" => ("The id of the person.", UserId.ToString()),
        "key" => ("The key of the attribute.", "onboarding_milestones"),
        "invitationId" => ("The id of the invitation.", InvitationId.ToString()),
        "sessionId" => ("The id of the session.", SessionId.ToString()),
        _ => throw new InvalidOperationException($"The part {name} of a path has no example."),
    };

    /// <summary>A problem with a code.</summary>
    public JsonNode Problem(int status, string code, string meaning)
    {
        var failed = code == "validation.failed";
        return JsonSerializer.SerializeToNode(
            new ProblemDto(
                $"{app.Value.PublicUrl?.TrimEnd('/')}/docs/problems#{code}", ReasonPhrases.GetReasonPhrase(status), status, meaning, "/api/v1/…", code,
                "4bf92f3577b34da6a3ce929d0e0e4736",
                failed ? new Dictionary<string, IReadOnlyList<string>> { ["email"] = ["This is not an e-mail address."] } : null,
                failed ? new Dictionary<string, IReadOnlyList<string>> { ["email"] = ["email.malformed"] } : null,
                code == SessionErrors.ReauthenticationRequired.Code ? (int?)SessionErrors.ReauthenticationRequired.MaxAge!.Value.TotalSeconds : null),
            ApiJson.Default.ProblemDto)!;
    }

    private static InvitationDto Invitation() => new(
        InvitationId, UserId, "bea@example.org", "Come and see what we build.", [], new AttributeMap("{}"), 1, 0, InvitationStatus.Pending, Moment, Moment.AddDays(7), RevokedAt: null);

    private object Value(Type type)
    {
        var terms = accounts.Value.CurrentTermsVersion;
        return type switch
        {
            _ when type == typeof(RegisterUser) => new RegisterUser(Email, "a quiet green river", Name, AcceptTerms: true),
            _ when type == typeof(RegistrationDto) => new RegistrationDto(UserStatus.PendingVerification, Email, Moment, terms),
            _ when type == typeof(VerifyEmail) => new VerifyEmail("rYg3n0bC0lqZ8m0Jw2h5V1uQy7xTtK4sPzD6eFaGiHo"),
            _ when type == typeof(ResendVerification) => new ResendVerification(Email),
            _ when type == typeof(LogIn) => new LogIn(Email, "a quiet green river", "Ann's laptop", RememberMe: true),
            _ when type == typeof(RefreshTokens) => new RefreshTokens(RefreshToken),
            _ when type == typeof(ForgotPassword) => new ForgotPassword(Email),
            _ when type == typeof(ResetPassword) => new ResetPassword("rYg3n0bC0lqZ8m0Jw2h5V1uQy7xTtK4sPzD6eFaGiHo", "a quiet blue river"),
            _ when type == typeof(ChangePassword) => new ChangePassword("a quiet green river", "a quiet blue river"),
            _ when type == typeof(Reauthenticate) => new Reauthenticate("a quiet green river"),
            _ when type == typeof(RestoreMe) => new RestoreMe("rYg3n0bC0lqZ8m0Jw2h5V1uQy7xTtK4sPzD6eFaGiHo"),
            _ when type == typeof(ChangeEmail) => new ChangeEmail("ann.new@example.org", "a quiet green river"),
            _ when type == typeof(DeleteMe) => new DeleteMe("a quiet green river"),
            _ when type == typeof(LogOut) => new LogOut(RefreshToken),
            _ when type == typeof(TokensDto) => new TokensDto(
                AccessToken, "Bearer", 600, RefreshToken, Moment.AddHours(1), SessionId, DeviceId, new TokensUserDto(UserId, Email, Name, UserStatus.Active)),
            _ when type == typeof(Page<SessionDto>) => new Page<SessionDto>(
                [new SessionDto(SessionId, DeviceId, "Ann's laptop", "Example/1.0", "203.0.113.7", Remembered: true, Current: true, Moment, Moment, Moment.AddHours(1))],
                NextCursor: null),
            _ when type == typeof(Page<SecurityEventDto>) => new Page<SecurityEventDto>(
                [new SecurityEventDto(EventId, SecurityEventKind.NewDevice, SecurityEventSeverity.Info, SessionId, "Ann's laptop", "203.0.113.7", Moment)],
                NextCursor: null),
            _ when type == typeof(MeDto) => new MeDto(
                UserId, Email, Name, UserStatus.Active, EmailVerified: true, PendingEmail: null, HasPassword: true, Moment, Moment, terms, TermsOutdated: false, Moment.AddDays(2),
                Moment, Moment.AddDays(1)),
            _ when type == typeof(UpdateMe) => new UpdateMe { FullName = new Optional<string?>(Name) },
            _ when type == typeof(AcceptTerms) => new AcceptTerms(terms),
            _ when type == typeof(TermsAcceptanceDto) => new TermsAcceptanceDto(terms, Moment),
            _ when type == typeof(Page<TermsAcceptanceDto>) => new Page<TermsAcceptanceDto>([new TermsAcceptanceDto(terms, Moment)], NextCursor: null),
            _ when type == typeof(UserDto) => new UserDto(
                UserId, Email, Name, UserStatus.Suspended, EmailVerified: true, PendingEmail: null, HasPassword: true, Moment, "crm-4711", Moment, terms,
                TermsOutdated: false, Moment.AddDays(2), Moment.AddDays(3), "Asked us to.", UserId, Moment, Moment.AddDays(3), DeletedAt: null, DaysUntilPurge: null),
            _ when type == typeof(CreateUser) => new CreateUser(Email, Name, Password: null, InitialStatus.Active, "crm-4711"),
            _ when type == typeof(UpdateUser) => new UpdateUser { FullName = new Optional<string?>(Name), ExternalId = new Optional<string?>("crm-4711") },
            _ when type == typeof(SuspendUser) => new SuspendUser("Asked us to."),
            _ when type == typeof(Page<UserSummaryDto>) => new Page<UserSummaryDto>(
                [new UserSummaryDto(UserId, Email, Name, UserStatus.Active, Moment, Moment.AddDays(1), "crm-4711")], "AQAGKp5tN3g"),
            _ when type == typeof(CreateInvitation) => new CreateInvitation("bea@example.org", "Come and see what we build."),
            _ when type == typeof(CreateInvitations) => new CreateInvitations(
                [new CreateInvitation("bea@example.org", "Come and see what we build."), new CreateInvitation(MaxUses: 20, ExpiresInSeconds: 86_400)]),
            _ when type == typeof(LookUpInvitation) => new LookUpInvitation("rYg3n0bC0lqZ8m0Jw2h5V1uQy7xTtK4sPzD6eFaGiHo"),
            _ when type == typeof(InvitationDto) => Invitation(),
            _ when type == typeof(Page<InvitationDto>) => new Page<InvitationDto>([Invitation()], NextCursor: null),
            _ when type == typeof(InvitationOutcomesDto) => new InvitationOutcomesDto(
                1, 1,
                [
                    new InvitationOutcomeDto(Invitation(), Error: null),
                    new InvitationOutcomeDto(Invitation: null, new InvitationRefusalDto(
                        "validation.failed", "One or more members of the request are not valid.",
                        new Dictionary<string, IReadOnlyList<string>> { ["email"] = ["email.malformed"] })),
                ]),
            _ when type == typeof(InvitationPreviewDto) => new InvitationPreviewDto(Name, "bea@example.org", Moment.AddDays(7)),
            _ when type == typeof(InvitationAnalyticsDto) => new InvitationAnalyticsDto(
                40, 12, 8, 15, 5, 14, 0.3, 86_400, 1.4, [new TopInviterDto(UserId, Name, 10, 5)]),
            _ when type == typeof(InviteesDto) => new InviteesDto(
                [new InviteeDto(new Guid("0199c2f0-dd10-7f74-9b3f-92c04c2cad44"), "Bea Example", UserId, 1, Moment.AddDays(1))], Truncated: false),
            _ when type == typeof(JwksDto) => new JwksDto([new JwkDto(
                "EC", "P-256", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
                "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", "sig", "ES256")]),
            _ when type == typeof(DiscoveryDto) => new DiscoveryDto(
                app.Value.PublicUrl ?? "", $"{app.Value.PublicUrl?.TrimEnd('/')}/.well-known/jwks.json", [], ["public"], ["ES256"]),
            _ when type == typeof(HealthDto) => new HealthDto("ready"),
            _ => AttributeExamples.Of(type, UserId, Moment) ?? throw new NotSupportedException($"{type.Name} crosses the edge without an example."),
        };
    }
}
