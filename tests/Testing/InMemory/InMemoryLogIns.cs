using UserSystem.Application.Accounts;
using UserSystem.Application.Mail;
using UserSystem.Application.Shared;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.InMemory;

/// <summary>Logins in memory, held back by the same rules as in the database.</summary>
public sealed class InMemoryLogIns(InMemoryData data, AccountsOptions accounts, SessionsOptions sessions) : ILogInStore
{
    private const int AccountLimit = 100;

    /// <summary>The mails about new devices that went out; here they do not enter the security history.</summary>
    public List<NewDeviceMail> Told { get; } = [];

    /// <inheritdoc/>
    public Task<LogInStanding> AttemptAsync(LogInAttempt attempt, CancellationToken ct)
    {
        var (pair, account) = (Find(PairOf(attempt)), Find(AccountOf(attempt)));
        var person = PersonOf(attempt);
        var pairIsFree = IsFree(pair, attempt.Now);
        var accountIsFree = person is { KnowsDevice: true } || IsFree(account, attempt.Now);
        var heldUntil = new[] { pair, account }.Select(static throttle => throttle?.BlockedUntil).Where(until => until > attempt.Now).Max();
        if (pairIsFree)
        {
            CountForPair(attempt, pair);
        }

        if (pairIsFree && person is not { KnowsDevice: true } && accountIsFree)
        {
            CountForAccount(attempt, account);
        }

        return Task.FromResult(pairIsFree && accountIsFree
            ? new LogInStanding(RetryAfter: null, person)
            : new LogInStanding(heldUntil - attempt.Now, Person: null));
    }

    /// <inheritdoc/>
    public Task ForgiveAsync(LogInAttempt attempt, CancellationToken ct)
    {
        data.Throttles.Remove(PairOf(attempt));
        if (Find(AccountOf(attempt)) is { } account)
        {
            data.Throttles[AccountOf(attempt)] = account with { Failures = Math.Max(account.Failures - 1, 0) };
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<Result<SessionId[]>> CompleteAsync(LogInSuccess success, CancellationToken ct)
    {
        await ForgiveAsync(success.Attempt, ct);
        var (session, now) = (success.Session, success.Session.CreatedAt);
        if (data.Users.Find(user => user.Id == session.UserId) is not { Status: UserStatus.Active, DeletedAt: null } owner
            || (success.VerifiedHash ?? owner.PasswordHash) != owner.PasswordHash)
        {
            return CommonErrors.LostRace;
        }

        var alive = data.Sessions.Where(each => each.UserId == session.UserId && each.EndedAt is null && each.ExpiresAt > now)
            .OrderByDescending(static each => each.LastActivityAt).ThenByDescending(static each => each.Id.Value).ToList();
        if (sessions.WhenFull is WhenSessionsFull.Refuse && alive.Count >= sessions.MaxConcurrent)
        {
            return SessionErrors.TooMany;
        }

        var displaced = sessions.WhenFull is WhenSessionsFull.Refuse ? [] : alive.Skip(sessions.MaxConcurrent - 1).ToList();
        displaced.ForEach(each => each.End(SessionEndReason.Displaced, now));
        data.Sessions.Add(session);
        if (success.NewDevice is { } mail && data.Devices.Values.Any(device => device.Owner == session.UserId))
        {
            Told.Add(mail);
        }

        var known = data.Devices.GetValueOrDefault(session.DeviceId);
        data.Devices[session.DeviceId] = (session.UserId, success.DeviceName ?? known.Name);
        owner.With(user => user.LastLoginAt, now).With(user => user.PasswordHash, success.UpgradedHash ?? owner.PasswordHash);
        return displaced.Select(static each => each.Id).ToArray();
    }

    private static bool IsFree(InMemoryData.Throttle? throttle, DateTimeOffset now) => throttle?.BlockedUntil is not { } until || until <= now;

    private void CountForPair(LogInAttempt attempt, InMemoryData.Throttle? before)
    {
        var failures = before is null || before.UpdatedAt < attempt.Now.AddDays(-1) ? 1 : before.Failures + 1;
        var over = failures - accounts.MaxLoginAttempts;
        var blockedFor = TimeSpan.FromSeconds(Math.Min(3600, 60 * Math.Pow(2, Math.Min(over, 10))));
        data.Throttles[PairOf(attempt)] = new(failures, over >= 0 ? attempt.Now + blockedFor : null, attempt.Now);
    }

    // Here the instant is the beginning of the hour that is counted.
    private void CountForAccount(LogInAttempt attempt, InMemoryData.Throttle? before)
    {
        var begins = before is null || before.UpdatedAt < attempt.Now.AddHours(-1);
        var failures = begins ? 1 : before!.Failures + 1;
        data.Throttles[AccountOf(attempt)] = new(
            failures, !begins && failures >= AccountLimit ? attempt.Now.AddSeconds(30) : null, begins ? attempt.Now : before!.UpdatedAt);
    }

    private LogInPerson? PersonOf(LogInAttempt attempt) => data.ByEmail(attempt.Email) is { DeletedAt: null } user
        ? new LogInPerson(
            user.Id, user.Email.Value, user.Name, data.Languages.GetValueOrDefault(user.Id, "en"), user.PasswordHash, user.Status,
            Knows(user.Id, attempt.DeviceId))
        : null;

    private bool Knows(UserId user, DeviceId? device) => device is { } id && data.Devices.TryGetValue(id, out var known) && known.Owner == user;

    private InMemoryData.Throttle? Find(string key) => data.Throttles.GetValueOrDefault(key);

    private static string AccountOf(LogInAttempt attempt) => $"account|{InMemoryData.Fold(attempt.Email)}";

    private static string PairOf(LogInAttempt attempt) => $"pair|{ClientNetwork.Of(attempt.Address)}|{InMemoryData.Fold(attempt.Email)}";
}
