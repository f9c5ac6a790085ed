using Microsoft.Extensions.Options;
using NSubstitute;
using UserSystem.Application.Accounts;
using UserSystem.Application.Mail;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Accounts;

/// <summary>Everything that leads back into an account, put together on one world in memory; what is deferred is kept, and reactions react.</summary>
internal sealed class Recovery : IOutbox
{
    /// <summary>The password of everybody whose hash is <see cref="Any.PasswordHash"/>.</summary>
    public const string Password = "secret";

    private readonly Ids _ids;
    private readonly IOptions<AccountsOptions> _accounts;

    public Recovery(Caller? caller = null)
    {
        Caller = caller ?? Asking.Stranger("ar");
        World = new InMemoryWorld(Options);
        _ids = new Ids(Clock);
        _accounts = Microsoft.Extensions.Options.Options.Create(Options);
        Passwords.VerifyAsync(default!, default, default).ReturnsForAnyArgs(static call => (Result<PasswordVerdict>)(
            (call.ArgAt<string>(0), call.ArgAt<string?>(1)) is (Password, Any.PasswordHash) ? PasswordVerdict.Right : PasswordVerdict.Wrong));
        var reaction = World.Work.Reaction;
        World.Work.Reaction = happened =>
        {
            reaction?.Invoke(happened);
            React(happened);
        };
    }

    public FakeClock Clock { get; } = new();

    public AccountsOptions Options { get; } = new() { MaxLoginAttempts = 3 };

    public InMemoryWorld World { get; }

    public Caller Caller { get; private set; }

    public IPasswords Passwords { get; } = Asking.Passwords();

    public IPasswordPolicy Policy { get; } = Asking.NoPolicy();

    public FakeEndedSessions Ended { get; } = [];

    public FakeRefreshTokens Tokens { get; } = new();

    public List<DeferredCommand> Deferred { get; } = [];

    public DateTimeOffset Now => Clock.GetUtcNow();

    public IEnumerable<SecurityEventKind> Events => World.Sessions.SecurityEvents.Select(static happened => happened.Kind);

    public void Defer(DeferredCommand command, DateTimeOffset? notBefore = null) => Deferred.Add(command);

    /// <summary>The only mail of its kind, which is forgotten.</summary>
    public TMail Mailed<TMail>()
        where TMail : MailMessage
    {
        var sent = Deferred.OfType<SendMail>().Single(static send => send.Message is TMail);
        Deferred.Remove(sent);
        return (TMail)sent.Message;
    }

    /// <summary>Logs somebody in who is saved, for whom the caller speaks from now on.</summary>
    public Session LogIn(User user)
    {
        var session = World.Sessions.Begin(Any.Session(user, at: Now));
        Caller = new Caller
        {
            Identity = new CallerIdentity(user.Id, session.Id, session.Generation, session.AuthenticatedAt),
            Address = Any.Address,
            Language = "ar",
        };
        return session;
    }

    public async Task SpeakAsync(User user, string language, CancellationToken ct)
    {
        World.Preferences.SetLanguage(user.Id, language);
        await World.Work.CommitAsync(ct);
    }

    public Task<Result> ForgetAsync(string email, CancellationToken ct) => new ForgotPasswordHandler(this, World.Work, Caller).Handle(new ForgotPassword(email), ct);

    public Task<Result> IssueResetAsync(string email, CancellationToken ct) => new IssuePasswordResetHandler(
        World.Users, World.Preferences, World.MailLimits, MailedTokens, Farewell, this, World.Work, Clock, _accounts)
        .Handle(new IssuePasswordReset(email, "192.0.2.7"), ct);

    public Task<Result> ResetAsync(string token, CancellationToken ct, string password = "new") =>
        new ResetPasswordHandler(World.Users, Policy, Passwords, SessionEnding, World.Work, Clock).Handle(new ResetPassword(token, password), ct);

    public Task<Result> ChangePasswordAsync(string? current, CancellationToken ct, string password = "new") =>
        new ChangePasswordHandler(World.Users, OwnPassword, Policy, Passwords, SessionEnding, World.Work, Caller, Clock)
            .Handle(new ChangePassword(current, password), ct);

    public Task<Result> ChangeEmailAsync(string email, CancellationToken ct, string? current = Password) =>
        new ChangeEmailHandler(World.Users, OwnPassword, this, World.Work, Caller).Handle(new ChangeEmail(email, current), ct);

    public Task<Result> IssueEmailChangeAsync(IssueEmailChange command, CancellationToken ct) => new IssueEmailChangeHandler(
        World.Users, World.Preferences, World.MailLimits, MailedTokens, this, World.Work, Clock, _accounts).Handle(command, ct);

    public Task<Result> VerifyAsync(string token, CancellationToken ct) =>
        new VerifyEmailHandler(World.Users, new EmailMoves(MailedTokens, World.Preferences, this), Farewell, SessionEnding, World.Work, Caller, Clock)
            .Handle(new VerifyEmail(token), ct);

    public Task<Result<TokensDto>> ReauthenticateAsync(string password, CancellationToken ct) => new ReauthenticateHandler(
        World.Users, OwnPassword, World.Sessions, Tokens, TokenAnswers, Caller, Clock).Handle(new Reauthenticate(password), ct);

    public Task<Result<TokensDto>> RefreshAsync(string token, CancellationToken ct) => new RefreshTokensHandler(
        World.Sessions, Tokens, TokenAnswers, Ended, Substitute.For<ISessionActivity>(), World.Work, _ids, Clock, Asking.Default<SessionsOptions>())
        .Handle(new RefreshTokens(token), ct);

    public Task<Result> DeleteAsync(string? current, CancellationToken ct) => new DeleteMeHandler(
        World.Users, World.Roles, OwnPassword, Farewell, SessionEnding, World.Work, Caller, Clock).Handle(new DeleteMe(current), ct);

    public Task<Result> RestoreAsync(string token, CancellationToken ct) =>
        new RestoreMeHandler(World.Users, World.Work, Clock, _accounts).Handle(new RestoreMe(token), ct);

    private static TokenAnswers TokenAnswers => new(new FakeAccessTokens(), Asking.Mapping, Asking.Default<SessionsOptions>());

    private MailedTokens MailedTokens => new(World.Users, _ids);

    private Farewell Farewell => new(MailedTokens, World.Preferences, this, _accounts);

    private SessionEnding SessionEnding => new(World.Sessions, Ended, Clock);

    private OwnPassword OwnPassword => new(World.LogIns, World.Sessions, Passwords, new FreshLogin(Caller, Clock), Caller, Clock);

    private SecurityHistory History => new(World.Sessions, Caller, _ids);

    private void React(IDomainEvent happened)
    {
        var done = happened switch
        {
            PasswordChanged changed => new NotePasswordChange(World.Users, World.Preferences, History, this, Caller)
                .Handle(new Happened<PasswordChanged>(changed), default),
            EmailChanged changed => new NoteEmailChange(World.Users, History).Handle(new Happened<EmailChanged>(changed), default),
            EmailReverted reverted => new NoteEmailChange(World.Users, History).Handle(new Happened<EmailReverted>(reverted), default),
            UserDeleted deleted => new NoteLeaving(World.Users, History).Handle(new Happened<UserDeleted>(deleted), default),
            UserRestored restored => new NoteLeaving(World.Users, History).Handle(new Happened<UserRestored>(restored), default),
            _ => Task.CompletedTask,
        };
        if (!done.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("A reaction in memory is done at once.");
        }
    }
}
