using MediatR;
using UserSystem.Application.Accounts;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.Accounts;

/// <summary>Signing up, logging in, staying logged in.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/auth").WithTags("Accounts");

        accounts.MapPost("/register", Register)
            .For<RegisterUser>("registerUser", "Sign up")
            .WithDescription("The answer is the same whether or not the address has an account; its owner gets a mail either way.")
            .Produces<RegistrationDto>(StatusCodes.Status202Accepted)
            .Refuses(AccountErrors.RegistrationClosed).Refuses(CommonErrors.Busy);

        accounts.MapPost("/verify-email", VerifyEmail)
            .For<VerifyEmail>("verifyEmail", "Prove an e-mail address with the mailed token")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(VerificationTokenErrors.Invalid);

        accounts.MapPost("/verify-email/resend", ResendVerification)
            .For<ResendVerification>("resendVerification", "Send the verification mail again")
            .WithDescription("Always accepted; only an address that waits for verification gets a mail.")
            .Produces(StatusCodes.Status202Accepted);

        accounts.MapPost("/login", LogIn)
            .For<LogIn>("logIn", "Log in with a password")
            .Produces<TokensDto>()
            .Refuses(SessionErrors.InvalidCredentials).Refuses(SessionErrors.EmailNotVerified).Refuses(SessionErrors.AccountSuspended)
            .Refuses(SessionErrors.TooMany).Refuses(SessionErrors.TooManyAttempts(TimeSpan.FromMinutes(1))).Refuses(CommonErrors.Busy);

        accounts.MapPost("/refresh", Refresh)
            .For<RefreshTokens>("refreshTokens", "Exchange a refresh token for new tokens")
            .WithDescription("The refresh token is replaced with each use; the one just before is honoured for an answer that got lost.")
            .Produces<TokensDto>()
            .Refuses(SessionErrors.TokenInvalid).Refuses(SessionErrors.TokenReused).Refuses(SessionErrors.Ended);

        accounts.MapPost("/logout", LogOut)
            .For<LogOut>("logOut", "End the session of the access token, or of the refresh token in the body")
            .MayBeKnown()
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> Register(RegisterUser request, ISender sender, CancellationToken ct) =>
        (await sender.Send(request, ct)).ToHttp(StatusCodes.Status202Accepted);

    private static async Task<IResult> VerifyEmail(VerifyEmail request, ISender sender, CancellationToken ct) =>
        (await sender.Send(request, ct)).ToHttp(StatusCodes.Status204NoContent);

    private static async Task<IResult> ResendVerification(ResendVerification request, ISender sender, CancellationToken ct) =>
        (await sender.Send(request, ct)).ToHttp(StatusCodes.Status202Accepted);

    private static async Task<IResult> LogIn(LogIn request, ISender sender, CancellationToken ct) =>
        (await sender.Send(request, ct)).ToHttp();

    private static async Task<IResult> Refresh(RefreshTokens request, ISender sender, CancellationToken ct) =>
        (await sender.Send(request, ct)).ToHttp();

    private static async Task<IResult> LogOut(LogOut? request, ISender sender, CancellationToken ct) =>
        (await sender.Send(request ?? new LogOut(), ct)).ToHttp(StatusCodes.Status204NoContent);
}
