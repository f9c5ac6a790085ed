namespace UserSystem.Infrastructure.Security.Keys;

/// <summary>The service cannot start without a usable master key. The message is one line for whoever runs it and never holds key material.</summary>
public sealed class MasterKeyException(string message, Exception? innerException = null) : Exception(message, innerException);
