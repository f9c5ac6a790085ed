using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Invitations;

/// <summary>Makes invitations, one or many, and bounds how many one person makes.</summary>
internal sealed class Inviting(
    IInvitationRepository invitations, InvitedAttributes attributes, IPermissions permissions, IOutbox outbox, ICaller caller, Ids ids, IOptions<AppOptions> app)
{
    /// <summary>How many invitations of one person may be open.</summary>
    public const int MaxOpen = 20;

    /// <summary>How many invitations one person makes in 24 hours at most.</summary>
    public const int MaxPerDay = 50;

    /// <summary>The roles that are asked for, each once.</summary>
    public static IReadOnlyList<RoleId> RolesOf(CreateInvitation request) => [.. (request.RoleIds ?? []).Distinct().Select(static id => new RoleId(id))];

    /// <summary>What is written down about an invitation; whom it went to is nobody's business.</summary>
    public static AuditEntry RecordOf(InvitationDto made) => new("invitation.create", $"invitation:{made.Id}", Before: null, new JsonObject
    {
        ["byMail"] = made.Email is not null,
        ["maxUses"] = made.MaxUses,
        ["roleIds"] = new JsonArray([.. made.RoleIds.Select(static role => (JsonNode)role)]),
        ["attributes"] = JsonNode.Parse(made.Attributes.Text),
    });

    /// <summary>Null where the caller may make one more; from then on until the commit nobody else makes one in their name.</summary>
    public async Task<Error?> CheckQuotaAsync(DateTimeOffset now, CancellationToken ct)
    {
        if ((await permissions.OfAsync(caller.UserId, ct)).Holds(Permissions.InvitationsBulk))
        {
            return null;
        }

        var counts = await invitations.CountAsync(caller.UserId, now, ct);
        return counts.LastDay >= MaxPerDay ? InvitationErrors.TooManyToday(counts.OldestOfLastDay!.Value + TimeSpan.FromDays(1) - now)
            : counts.Open >= MaxOpen ? InvitationErrors.TooManyOpen
            : null;
    }

    /// <summary>Makes one of a request that was validated. A mail is deferred, and finds out by itself what to say to the address.</summary>
    public InvitationDto Make(CreateInvitation request, DateTimeOffset now)
    {
        // Of one that travels by mail nobody knows this secret: the mail brings another.
        var secret = OneTimeToken.Create();
        var invitation = new Invitation(
            ids.Next<InvitationId>(), caller.UserId, request.Email is null ? null : EmailAddress.Parse(request.Email),
            string.IsNullOrWhiteSpace(request.Message) ? null : Text.Normalize(request.Message), RolesOf(request), request.MaxUses ?? 1, secret.Hash, now,
            request.ExpiresInSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Invitation.DefaultLifetime,
            attributes.Keep(request.Attributes));
        invitations.Add(invitation);
        var shown = InvitationDto.Of(invitation, now);
        if (invitation.Email is not null)
        {
            outbox.Defer(new IssueInvitation(invitation.Id.Value, caller.Language));
            return shown;
        }

        return shown with { Token = secret.Text, Url = app.Value.LinkTo("invitation", secret.Text).AbsoluteUri };
    }
}
