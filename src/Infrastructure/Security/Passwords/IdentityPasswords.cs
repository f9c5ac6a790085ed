using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>Hashes through Identity's port, behind the gate that bounds how many do at a time.</summary>
internal sealed class IdentityPasswords(IPasswordHasher<User> hasher, HashingGate gate, DummyHash dummy, ICaller caller) : IPasswords
{
    // Identity's port asks for a person; our hasher needs none, and at sign-up there is none yet.
    private static readonly User Nobody = null!;

    public Task<Result<string>> HashAsync(string password, CancellationToken ct) =>
        InTurnAsync(() => hasher.HashPassword(Nobody, password), ct);

    public Task<Result<PasswordVerdict>> VerifyAsync(string password, string? hash, CancellationToken ct) =>
        InTurnAsync(
            () =>
            {
                var result = hasher.VerifyHashedPassword(Nobody, hash ?? dummy.Value, password);
                return (hash, result) switch
                {
                    (null, _) or (_, PasswordVerificationResult.Failed) => PasswordVerdict.Wrong,
                    (_, PasswordVerificationResult.SuccessRehashNeeded) => PasswordVerdict.RightButOutdated,
                    _ => PasswordVerdict.Right,
                };
            },
            ct);

    // A core for some 50 ms: too long for the threads that serve requests, which would all stand still behind it.
    private async Task<Result<T>> InTurnAsync<T>(Func<T> work, CancellationToken ct)
    {
        using var span = Traces.Part("passwords.hash");
        using var turn = await gate.EnterAsync(ClientNetwork.Of(caller.Address).ToString(), ct);
        if (turn is null)
        {
            Instruments.HashingRefused.Add(1);
            span.Failed(CommonErrors.Busy.Code);
            return CommonErrors.Busy;
        }

        // What is before it was the wait.
        span?.AddEvent(new ActivityEvent("turn"));
        var start = Stopwatch.GetTimestamp();
        var done = await Task.Run(work, ct);
        Instruments.HashingDuration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds);
        return done;
    }
}

/// <summary>The hash of no password: comparing with it costs what comparing with a real one does, from the first time on.</summary>
internal sealed class DummyHash(Argon2Parameters parameters)
{
    public string Value { get; } = new PhcString(parameters, RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(32)).ToString();
}
