namespace UserSystem.Infrastructure.Persistence.Outbox;

/// <summary>Wakes the worker of this node when there is something to do; the others find it when they next look.</summary>
internal sealed class OutboxSignal : Signal;
