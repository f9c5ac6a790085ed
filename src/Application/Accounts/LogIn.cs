using FluentValidation;
using Microsoft.Extensions.Options;
using UserSystem.Application.Mail;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>Somebody logs in with a password.</summary>
/// <param name="Email">The address, in any case.</param>
/// <param name="Password">The password.</param>
/// <param name="DeviceName">What to call the device in lists.</param>
/// <param name="DeviceId">The device as an earlier login named it; left out, a new one.</param>
/// <param name="RememberMe">Keeps the session alive through longer silence.</param>
public sealed record LogIn(string? Email, string? Password, string? DeviceName = null, Guid? DeviceId = null, bool? RememberMe = null)
    : ICommand<TokensDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Anonymous;
}

internal sealed class LogInValidator : AbstractValidator<LogIn>
{
    public LogInValidator()
    {
        RuleFor(request => request.Email).Required().EmailAddress();
        RuleFor(request => request.Password).Required()
            .MaximumLength(1024).WithErrorCode("password.too_long").WithMessage("No password is that long.");
        RuleFor(request => request.DeviceName).Line(100);
    }
}

internal sealed class LogInHandler(
    ILogInStore logIns, IPasswords passwords, IRefreshTokens refreshTokens, TokenAnswers answers, IEndedSessions endedSessions,
    ICaller caller, Ids ids, TimeProvider clock, IOptions<SessionsOptions> options)
    : ICommandHandler<LogIn, TokensDto>
{
    // Failures are answered on these steps only, so that the time of an answer tells nothing.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    public async Task<Result<TokensDto>> Handle(LogIn request, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var attempt = new LogInAttempt(
            EmailAddress.Parse(request.Email!), caller.Address, request.DeviceId is { } id ? new DeviceId(id) : null, clock.GetUtcNow());
        var standing = await logIns.AttemptAsync(attempt, cancellationToken);
        if (standing.RetryAfter is { } wait)
        {
            return SessionErrors.TooManyAttempts(wait);
        }

        var verdict = await passwords.VerifyAsync(request.Password!, standing.Person?.PasswordHash, cancellationToken);
        if (verdict.Error is { } busy)
        {
            await logIns.ForgiveAsync(attempt, cancellationToken);
            return busy;
        }

        if (verdict.Value is PasswordVerdict.Wrong || standing.Person is not { } person)
        {
            await clock.DelayToStepAsync(start, Step, cancellationToken);
            return SessionErrors.InvalidCredentials;
        }

        if (Refusal(person) is { } refusal)
        {
            await logIns.ForgiveAsync(attempt, cancellationToken);
            return refusal;
        }

        return await BeginAsync(request, attempt, person, verdict.Value, cancellationToken);
    }

    private static Error? Refusal(LogInPerson person) => person.Status switch
    {
        UserStatus.Active => null,
        UserStatus.PendingVerification => SessionErrors.EmailNotVerified,
        _ => SessionErrors.AccountSuspended,
    };

    private async Task<Result<TokensDto>> BeginAsync(
        LogIn request, LogInAttempt attempt, LogInPerson person, PasswordVerdict verdict, CancellationToken ct)
    {
        string? upgraded = null;
        if (verdict is PasswordVerdict.RightButOutdated)
        {
            // A service too busy to hash keeps the old hash until the next login.
            var hash = await passwords.HashAsync(request.Password!, ct);
            upgraded = hash.Error is null ? hash.Value : null;
        }

        var now = clock.GetUtcNow();
        var sessionId = ids.Next<SessionId>();
        var refreshToken = refreshTokens.Create(sessionId, generation: 1);
        var session = new Session(
            sessionId, person.Id, person.KnowsDevice ? attempt.DeviceId!.Value : ids.Next<DeviceId>(), refreshToken.Hash,
            request.RememberMe ?? false, options.Value.Lifetime, caller.Address, caller.UserAgent, now);
        var deviceName = string.IsNullOrWhiteSpace(request.DeviceName) ? null : Text.Normalize(request.DeviceName);
        var newDevice = person.KnowsDevice
            ? null
            : new NewDeviceMail(
                person.Email, person.Name, person.Language, deviceName ?? caller.UserAgent, now, caller.Address?.ToString());
        var completed = await logIns.CompleteAsync(
            new LogInSuccess(attempt, session, deviceName, upgraded, newDevice) { VerifiedHash = person.PasswordHash }, ct);
        if (completed.Error is { } refused)
        {
            return refused;
        }

        foreach (var ended in completed.Value)
        {
            endedSessions.Add(ended);
        }

        var live = new LiveSession(
            session.Id, session.Generation, session.DeviceId, session.AuthenticatedAt, session.ExpiresAt, session.AbsoluteExpiresAt,
            person.Id, person.Email, person.Name, person.Status);
        return answers.For(live, refreshToken, now);
    }
}
