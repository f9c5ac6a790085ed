using System.ComponentModel.DataAnnotations;

namespace UserSystem.Infrastructure.Persistence.Outbox;

/// <summary>Settings of background work.</summary>
public sealed class WorkerOptions
{
    /// <summary>How often a node looks for work that nobody woke it for, in seconds (<c>Worker__PollSeconds</c>).</summary>
    [Range(1, 3600)]
    public int PollSeconds { get; set; } = 5;
}
