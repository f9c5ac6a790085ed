using MediatR;
using UserSystem.Application.Accounts;
using UserSystem.Application.Attributes;
using UserSystem.Domain.Invitations;
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
            .WithDescription(
                "The answer is the same whether or not the address has an account; its owner gets a mail either way. `verifyEmail` takes the token in it, "
                + "and only then does `logIn` work. An invitation that came by mail proves the address: `active`, and there is nothing to verify. One use "
                + "of an open link is used up by each address that signs up with it, however often, and whether or not it has an account.")
            .Produces<RegistrationDto>(StatusCodes.Status202Accepted)
            .Refuses(AccountErrors.RegistrationClosed).Refuses(AccountErrors.InvitationRequired).Refuses(InvitationErrors.Invalid).Refuses(ValueFaults.OfValues)
            .Refuses(SessionErrors.TooManyAttempts(TimeSpan.FromMinutes(1))).Refuses(CommonErrors.Busy);

        accounts.MapPost("/verify-email", VerifyEmail)
            .For<VerifyEmail>("verifyEmail", "Prove an e-mail address with the mailed token")
            .WithDescription(
                "For the address that somebody signed up with, the one that they move to, and the one that they take back after a move by somebody else. "
                + "After a move all sessions end, except for that of the access token which is sent along. With a change taken back all of them end and "
                + "the password goes as well; `forgotPassword` brings a new one.")
            .MayBeKnown()
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(VerificationTokenErrors.Invalid).Refuses(SessionErrors.TooManyAttempts(TimeSpan.FromMinutes(1)));

        accounts.MapPost("/verify-email/resend", ResendVerification)
            .For<ResendVerification>("resendVerification", "Send the verification mail again")
            .WithDescription("Always accepted; only an address that waits for verification gets a mail.")
            .Produces(StatusCodes.Status202Accepted);

        accounts.MapPost("/login", LogIn)
            .For<LogIn>("logIn", "Log in with a password")
            .Produces<TokensDto>()
            .Refuses(SessionErrors.InvalidCredentials).Refuses(SessionErrors.EmailNotVerified).Refuses(SessionErrors.AccountSuspended)
            .Refuses(SessionErrors.TooMany).Refuses(CommonErrors.LostRace).Refuses(SessionErrors.TooManyAttempts(TimeSpan.FromMinutes(1))).Refuses(CommonErrors.Busy);

        accounts.MapPost("/refresh", Refresh)
            .For<RefreshTokens>("refreshTokens", "Exchange a refresh token for new tokens")
            .WithDescription("The refresh token is replaced with each use; the one just before is honoured for an answer that got lost.")
            .Produces<TokensDto>()
            .Refuses(SessionErrors.TokenInvalid).Refuses(SessionErrors.TokenReused).Refuses(SessionErrors.Ended)
            .Refuses(SessionErrors.TooManyAttempts(TimeSpan.FromMinutes(1)));

        accounts.MapPost("/logout", LogOut)
            .For<LogOut>("logOut", "End the session of the access token, or of the refresh token in the body")
            .MayBeKnown()
            .Produces(StatusCodes.Status204NoContent);

        MapRecovery(accounts);
    }

    private static void MapRecovery(IEndpointRouteBuilder accounts)
    {
        accounts.MapPost("/password/forgot", ForgotPassword)
            .For<ForgotPassword>("forgotPassword", "Ask for a link to set a new password")
            .WithDescription(
                "Always accepted; only an address with an account gets a mail, in the language of its owner: with a link to set a new password, "
                + "whose token `resetPassword` takes, or, where the account was deleted, to restore it, whose token `restoreMe` takes. To one address goes one such mail a minute; what is beyond is dropped in silence.")
            .Produces(StatusCodes.Status202Accepted);

        accounts.MapPost("/password/reset", ResetPassword)
            .For<ResetPassword>("resetPassword", "Set a new password with the mailed token; every session ends")
            .WithDescription(
                "It proves the address of somebody who has not verified it yet. A suspension stays. Other links to set a password, and a change of "
                + "address that is not proven yet, are void.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(VerificationTokenErrors.Invalid).Refuses(SessionErrors.TooManyAttempts(TimeSpan.FromMinutes(1)))
            .Refuses(CommonErrors.LostRace).Refuses(CommonErrors.Busy);

        accounts.MapPost("/password/change", ChangePassword)
            .For<ChangePassword>("changePassword", "Set a new password; every other session ends")
            .WithDescription(OwnPasswordText.Description)
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(AccountFaults.All).Refuses(SessionErrors.ReauthenticationRequired).Refuses(UserErrors.NotFound).Refuses(CommonErrors.LostRace)
            .Refuses(SessionErrors.TooManyAttempts(TimeSpan.FromMinutes(1))).Refuses(CommonErrors.Busy);

        accounts.MapPost("/reauthenticate", Reauthenticate)
            .For<Reauthenticate>("reauthenticate", "Give the password again, for what asks for one given lately")
            .WithDescription(
                "The session goes on with new tokens, whose `auth_time` is now. A wrong password is 401 `auth.invalid_credentials` and counts like a "
                + "failed login; the session lives on. The refresh token of before is refused with 401 `auth.token_invalid` while it is excused, and "
                + "ends the session after that, like any that was replaced.")
            .Produces<TokensDto>()
            .Refuses(SessionErrors.InvalidCredentials)
            .Refuses(SessionErrors.TooManyAttempts(TimeSpan.FromMinutes(1))).Refuses(CommonErrors.Busy);

        accounts.MapPost("/restore", Restore)
            .For<RestoreMe>("restoreMe", "Come back after a deletion, with the mailed token")
            .WithDescription("The person is what they were before: one who was suspended still is.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(VerificationTokenErrors.Invalid).Refuses(SessionErrors.TooManyAttempts(TimeSpan.FromMinutes(1)))
            .Refuses(UserErrors.RestoreTooLate).Refuses(CommonErrors.LostRace);
    }

    private static async Task<IResult> ForgotPassword(ForgotPassword request, ISender sender, CancellationToken ct) =>
        (await sender.Send(request, ct)).ToHttp(StatusCodes.Status202Accepted);

    private static async Task<IResult> ResetPassword(ResetPassword request, ISender sender, CancellationToken ct) =>
        (await sender.Send(request, ct)).ToHttp(StatusCodes.Status204NoContent);

    private static async Task<IResult> ChangePassword(ChangePassword request, ISender sender, CancellationToken ct) =>
        (await sender.Send(request, ct)).ToHttp(StatusCodes.Status204NoContent);

    private static async Task<IResult> Reauthenticate(Reauthenticate request, ISender sender, CancellationToken ct) =>
        (await sender.Send(request, ct)).ToHttp();

    private static async Task<IResult> Restore(RestoreMe request, ISender sender, CancellationToken ct) =>
        (await sender.Send(request, ct)).ToHttp(StatusCodes.Status204NoContent);

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
