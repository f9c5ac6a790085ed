using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Identity;
using UserSystem.Domain.Users;

namespace UserSystem.WebApi.Tests.Harness;

/// <summary>Counts the hashes that a request costs, by the trace to which the request belongs.</summary>
internal sealed class CountedHasher(IPasswordHasher<User> inner) : IPasswordHasher<User>
{
    private static readonly ConcurrentDictionary<string, int> Counts = new(StringComparer.Ordinal);

    public static int Of(ApiAnswer answer) => Counts.GetValueOrDefault(answer.TraceId);

    public string HashPassword(User user, string password)
    {
        Count();
        return inner.HashPassword(user, password);
    }

    public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
    {
        Count();
        return inner.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }

    private static void Count() => Counts.AddOrUpdate(Activity.Current?.TraceId.ToHexString() ?? "", 1, static (_, count) => count + 1);
}

/// <summary>Writes down what a request sends to the database, by the trace to which the request belongs: each entry is one wait for the network.</summary>
internal static class Statements
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Sent = new(StringComparer.Ordinal);

    static Statements() => ActivitySource.AddActivityListener(new ActivityListener
    {
        ShouldListenTo = static source => source.Name == "Npgsql",
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        ActivityStopped = static activity => Sent.GetOrAdd(activity.TraceId.ToHexString(), static _ => new ConcurrentQueue<string>())
            .Enqueue(activity.GetTagItem("db.query.text") as string ?? activity.GetTagItem("db.statement") as string ?? activity.DisplayName),
    });

    /// <summary>Begins to listen; to be called before the first request that counts.</summary>
    public static void Listen()
    {
    }

    public static IReadOnlyList<string> Of(ApiAnswer answer) => Sent.TryGetValue(answer.TraceId, out var statements) ? [.. statements.Where(static sent => !sent.StartsWith("CONNECT ", StringComparison.Ordinal))] : [];
}
