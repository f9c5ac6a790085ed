using System.Collections.Concurrent;

namespace UserSystem.WebApi.Tests.Contract;

/// <summary>Which answers any test of this run has seen.</summary>
internal static class SeenAnswers
{
    private static readonly ConcurrentDictionary<(string OperationId, int Status), bool> Seen = new();

    public static void Add(string operationId, int status) => Seen.TryAdd((operationId, status), true);

    public static bool Contains(string operationId, int status) => Seen.ContainsKey((operationId, status));
}
