using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Users;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Pipeline;

[CancelAfter(30_000)]
public sealed class AuthorizationBehaviorTests
{
    private readonly Pipe _pipe = new();

    [Test]
    public async Task Lets_anyone_ask_what_is_open_to_anyone(CancellationToken ct)
    {
        Assert.That((await _pipe.SendAsync(new ResendVerification("jo@example.org"), ct)).Error, Is.Null);
        await _pipe.Work.ReceivedWithAnyArgs(1).CommitAsync(default);
    }

    [Test]
    public async Task Asks_who_is_there_before_it_shows_their_own_things(CancellationToken ct)
    {
        Assert.That((await _pipe.SendAsync(new GetTerms(), ct)).Error, Is.EqualTo(CommonErrors.TokenMissing));
        await _pipe.Reader.DidNotReceiveWithAnyArgs().ListTermsAsync(default, default);
    }

    [Test]
    public async Task Tells_why_a_token_did_not_count(CancellationToken ct)
    {
        _pipe.Caller.Refusal = SessionErrors.TokenExpired;

        Assert.That((await _pipe.SendAsync(new GetTerms(), ct)).Error, Is.EqualTo(SessionErrors.TokenExpired));
    }

    [Test]
    public async Task Shows_somebody_known_their_own_things(CancellationToken ct)
    {
        var id = Any.Id<UserId>();
        _pipe.Caller.Identity = Asking.CallerOf(id).Identity;
        _pipe.Reader.ListTermsAsync(id, ct).Returns([new TermsAcceptanceDto("v1.0", Any.Instant)]);

        Assert.That((await _pipe.SendAsync(new GetTerms(), ct)).Value.Items, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Lets_nobody_send_what_the_service_sends_itself(CancellationToken ct)
    {
        _pipe.Caller.Identity = Asking.CallerOf(Any.Id<UserId>()).Identity;

        Assert.That((await _pipe.SendAsync(new IssueVerification("jo@example.org"), ct)).Error, Is.EqualTo(CommonErrors.AccessDenied));
    }

    [Test]
    public async Task Lets_the_service_itself_do_its_own_work(CancellationToken ct)
    {
        _pipe.Caller.IsSystem = true;

        Assert.That((await _pipe.SendAsync(new IssueVerification("jo@example.org"), ct)).Error, Is.Null);
    }

    [Test]
    public async Task Judges_who_asks_before_what_is_asked(CancellationToken ct) =>
        Assert.That((await _pipe.SendAsync(new UpdateMe { FullName = new(null) }, ct)).Error, Is.EqualTo(CommonErrors.TokenMissing));

    [Test]
    public void Has_a_word_for_each_kind_of_access() => Assert.That(
        (Access.Anonymous.Name, Access.OwnData.Name, Access.System.Name), Is.EqualTo(("anonymous", "own_data", "system")));

    [Test]
    public void Every_request_says_who_may_send_it()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                new[]
                {
                    RegisterUser.Access, VerifyEmail.Access, ResendVerification.Access, LogIn.Access, RefreshTokens.Access, LogOut.Access,
                    GetJwks.Access, GetDiscovery.Access,
                },
                Is.All.EqualTo(Access.Anonymous));
            Assert.That(new[] { GetMe.Access, UpdateMe.Access, GetTerms.Access, AcceptTerms.Access }, Is.All.EqualTo(Access.OwnData));
            Assert.That(
                new[] { CompleteUsers.Access, CreateAdministrator.Access, IssueVerification.Access, Application.Mail.SendMail.Access },
                Is.All.EqualTo(Access.System));
        }
    }
}
