using System.Text.Json;
using System.Text.Json.Nodes;
using Mapster;
using Microsoft.Extensions.Options;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Application.Roles;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Users;

/// <summary>
/// What all acts of staff on a person have in common: who is meant, whether the caller may act on them, whether they are still as the
/// caller saw them; and afterwards the record of it, and the person as they are now.
/// </summary>
internal sealed class StaffAct(
    IUserRepository users, IRoleRepository roles, Rank rank, IAuditLog audit, SessionEnding sessions, IUnitOfWork work,
    TypeAdapterConfig mapping, TimeProvider clock, IOptions<AccountsOptions> options)
{
    /// <summary>The person, who is to be changed, with the state before; or why the caller may not.</summary>
    public async Task<Result<StaffTarget>> BeginAsync(Guid userId, VersionCondition? condition, CancellationToken ct)
    {
        if (await users.FindWithDeletedAsync(new UserId(userId), ct) is not { } user)
        {
            return UserErrors.NotFound;
        }

        if (await rank.CheckAsync(user.Id, ct) is { } outranked)
        {
            return outranked;
        }

        return condition?.Accepts(user.Version) is false ? CommonErrors.Stale : new StaffTarget(user, StateOf(user));
    }

    /// <summary>Why somebody must stay who is the last that may do everything; null for everybody else.</summary>
    public async Task<Error?> CheckNotLastAsync(User user, CancellationToken ct) =>
        await roles.IsLastAdministratorAsync(user.Id, clock.GetUtcNow(), ct) ? AccessErrors.LastAdministrator : null;

    /// <summary>Saves the change with its record, and shows the person.</summary>
    public async Task<Result<UserDto>> EndAsync(StaffTarget target, string action, CancellationToken ct)
    {
        Record(target, action);
        return await work.CommitAsync(ct) is { Error: { } error } ? error : Show(target.User);
    }

    /// <summary>The same, and with it end all sessions of the person.</summary>
    public async Task<Result<UserDto>> EndWithSessionsAsync(StaffTarget target, string action, SessionEndReason reason, CancellationToken ct)
    {
        Record(target, action);
        var ended = await sessions.EndAllAndCommitAsync(target.User.Id, except: null, reason, work, ct);
        return ended.Error is { } error ? error : Show(target.User);
    }

    /// <summary>Saves somebody new with the record of it, and shows them.</summary>
    public async Task<Result<UserDto>> AddAsync(User user, CancellationToken ct)
    {
        users.Add(user);
        audit.Record(new AuditEntry("user.create", $"user:{user.Id.Value}", Before: null, StateOf(user)));
        return await work.CommitAsync(ct) is { Error: { } error } ? error : Show(user);
    }

    // From what was saved: it has what the database counted and stamped, and is not read once more.
    private UserDto Show(User user) => user.Adapt<UserDto>(mapping).At(clock.GetUtcNow(), options.Value);

    private void Record(StaffTarget target, string action) =>
        audit.Record(new AuditEntry(action, $"user:{target.User.Id.Value}", target.Before, StateOf(target.User)));

    private static JsonObject StateOf(User user) => new()
    {
        ["email"] = user.Email.Value,
        ["fullName"] = user.Name,
        ["status"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(user.Status.ToString()),
        ["emailVerified"] = user.EmailVerifiedAt is not null,
        ["externalId"] = user.ExternalId,
        ["suspensionReason"] = user.SuspensionReason,
        ["deletedAt"] = user.DeletedAt?.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
    };
}

/// <summary>Whom staff acts on, and how they were before.</summary>
internal sealed record StaffTarget(User User, JsonObject Before);
