using NUnit.Framework;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Domain.Tests.Shared;

public sealed class ErrorTests
{
    private static readonly object[] Kinds =
    [
        new object[] { Error.Invalid("a.b", "c"), ErrorKind.Invalid },
        new object[] { Error.Unauthenticated("a.b", "c"), ErrorKind.Unauthenticated },
        new object[] { Error.Forbidden("a.b", "c"), ErrorKind.Forbidden },
        new object[] { Error.NotFound("a.b", "c"), ErrorKind.NotFound },
        new object[] { Error.Conflict("a.b", "c"), ErrorKind.Conflict },
    ];

    [TestCaseSource(nameof(Kinds))]
    public void Says_its_kind_its_code_and_its_meaning(Error error, ErrorKind kind) =>
        Assert.That(error, Is.EqualTo(new Error(kind, "a.b", "c")));

    private static readonly object[] Contract =
    [
        new object[] { UserErrors.NotFound, ErrorKind.NotFound, "user.not_found" },
        new object[] { UserErrors.EmailTaken, ErrorKind.Conflict, "user.email_taken" },
        new object[] { UserErrors.ExternalIdTaken, ErrorKind.Conflict, "user.external_id_taken" },
        new object[] { VerificationTokenErrors.Invalid, ErrorKind.Invalid, "token.invalid" },
        new object[] { SessionErrors.InvalidCredentials, ErrorKind.Unauthenticated, "auth.invalid_credentials" },
        new object[] { SessionErrors.EmailNotVerified, ErrorKind.Forbidden, "auth.email_not_verified" },
        new object[] { SessionErrors.AccountSuspended, ErrorKind.Forbidden, "auth.account_suspended" },
        new object[] { SessionErrors.TooMany, ErrorKind.Conflict, "session.too_many" },
        new object[] { SessionErrors.TokenInvalid, ErrorKind.Unauthenticated, "auth.token_invalid" },
        new object[] { SessionErrors.TokenExpired, ErrorKind.Unauthenticated, "auth.token_expired" },
        new object[] { SessionErrors.TokenReused, ErrorKind.Unauthenticated, "auth.token_reused" },
        new object[] { SessionErrors.Ended, ErrorKind.Unauthenticated, "auth.session_ended" },
        new object[] { CommonErrors.TokenMissing, ErrorKind.Unauthenticated, "auth.token_missing" },
        new object[] { CommonErrors.AccessDenied, ErrorKind.Forbidden, "access.denied" },
        new object[] { CommonErrors.LostRace, ErrorKind.Conflict, "concurrency.conflict" },
        new object[] { CommonErrors.Stale, ErrorKind.PreconditionFailed, "concurrency.stale" },
        new object[] { CommonErrors.Busy, ErrorKind.Unavailable, "service.busy" },
    ];

    [TestCaseSource(nameof(Contract))]
    public void Codes_and_kinds_are_a_contract(Error error, ErrorKind kind, string code) =>
        Assert.That((error.Kind, error.Code), Is.EqualTo((kind, code)));

    [Test]
    public void Says_when_trying_again_may_help()
    {
        Assert.That(CommonErrors.Busy.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(UserErrors.NotFound.RetryAfter, Is.Null);
        Assert.That(
            SessionErrors.TooManyAttempts(TimeSpan.FromMinutes(2)),
            Is.EqualTo(new Error(ErrorKind.TooManyRequests, "auth.too_many_attempts", "Too many failed attempts. Try again later.")
            {
                RetryAfter = TimeSpan.FromMinutes(2),
            }));
    }

    [Test]
    public void One_fault_alone_is_a_validation_error_too()
    {
        var error = ValidationError.Of("items[3].email", "email.malformed", "No.");

        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Invalid, "validation.failed")));
        Assert.That(error.Faults, Is.EqualTo(new[] { new Fault("items[3].email", "email.malformed", "No.") }));
    }
}
