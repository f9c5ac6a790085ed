using System.Net;
using System.Security.Cryptography;
using UserSystem.Application.Accounts;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Tests.Persistence.Sessions;

/// <summary>Logins on a node, by the node's clock.</summary>
internal static class LogIns
{
    public static readonly IPAddress Home = IPAddress.Parse("192.0.2.1");

    public static LogInAttempt Attempt(this Node node, string email = "jo@example.org", IPAddress? from = null, DeviceId? device = null) =>
        new(EmailAddress.Parse(email), from ?? Home, device, node.Now);

    /// <summary>Tries; true where it was let through to the password.</summary>
    public static async Task<bool> TryAsync(this Node node, LogInAttempt attempt, CancellationToken ct) =>
        (await node.Get<ILogInStore>().AttemptAsync(attempt, ct)).RetryAfter is null;

    public static async Task<int> TryAsync(this Node node, int times, LogInAttempt attempt, CancellationToken ct)
    {
        var admitted = 0;
        for (var i = 0; i < times; i++)
        {
            admitted += await node.TryAsync(attempt, ct) ? 1 : 0;
        }

        return admitted;
    }

    public static async Task<TimeSpan?> WaitAsync(this Node node, LogInAttempt attempt, CancellationToken ct) =>
        (await node.Get<ILogInStore>().AttemptAsync(attempt, ct)).RetryAfter;

    public static Session NewSession(this Node node, Guid userId, DeviceId? device = null, bool remembered = false) => new(
        node.Ids.Next<SessionId>(), new UserId(userId), device ?? node.Ids.Next<DeviceId>(), RandomNumberGenerator.GetBytes(32), remembered,
        node.Sessions.Lifetime, Home, "Browser", node.Now);

    /// <summary>A login that succeeds from the first statement to the last; null where it was refused at the last.</summary>
    public static async Task<(Session Session, IReadOnlyList<SessionId>? Displaced)> LogInAsync(
        this Node node, Guid userId, CancellationToken ct, LogInAttempt? attempt = null, bool remembered = false, string? deviceName = null)
    {
        attempt ??= node.Attempt();
        var standing = await node.Get<ILogInStore>().AttemptAsync(attempt, ct);
        var session = node.NewSession(userId, standing.Person?.KnowsDevice is true ? attempt.DeviceId : null, remembered);
        var completed = await node.Get<ILogInStore>().CompleteAsync(new LogInSuccess(attempt, session, deviceName, null), ct);
        return (session, completed.Error is null ? completed.Value : null);
    }
}
