using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.Testing.InMemory;

/// <summary>Answers in memory, kept with what the unit of work saved. They stay for ever, and nobody waits for anybody.</summary>
public sealed class InMemoryIdempotency(InMemoryWork work, InMemoryData data) : IIdempotency
{
    private RequestKey? _key;

    /// <inheritdoc/>
    public Task<KeptAnswer?> FindAsync(RequestKey key, Type type, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Task.FromResult(data.Answers.GetValueOrDefault((key.Scope, key.Key)));
    }

    /// <inheritdoc/>
    public void Begin(RequestKey key)
    {
        _key = key;
        work.Hold = () => data.Answers.ContainsKey((key.Scope, key.Key)) ? CommonErrors.LostRace : null;
    }

    /// <inheritdoc/>
    public Task<Result> CommitAsync(object value, CancellationToken ct)
    {
        if (work.Holds)
        {
            work.Keep();
            data.Answers[(_key!.Scope, _key.Key)] = new KeptAnswer(_key.BodyHash, value);
        }

        return Task.FromResult(Result.Success);
    }
}
