namespace UserSystem.Application.Pipeline;

/// <summary>
/// A command that makes something new, which a client may send again under the same key until it hears the answer. Its handler commits
/// once, and what it does after that comes before the change is really kept.
/// </summary>
public interface IIdempotent : ICommandBase;
