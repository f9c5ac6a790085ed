namespace UserSystem.Infrastructure.Persistence.Embedded;

/// <summary>The private PostgreSQL cannot run; the message is one line for the operator, with the remedy where there is one.</summary>
/// <param name="message">What is wrong and what helps.</param>
/// <param name="cause">What was caught, if anything.</param>
public class EmbeddedPostgresException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Another living process owns the private PostgreSQL.</summary>
internal sealed class ClusterInUseException(string message, Exception fault) : EmbeddedPostgresException(message, fault);
