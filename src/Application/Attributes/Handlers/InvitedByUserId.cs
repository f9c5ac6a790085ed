using UserSystem.Application.Attributes.Types;

namespace UserSystem.Application.Attributes.Handlers;

/// <summary>Who invited the person; written when they sign up with an invitation.</summary>
public sealed class InvitedByUserId() : AttributeHandler<Guid>(Key, AttributeTypes.Uuid)
{
    /// <summary>The key.</summary>
    public static readonly AttributeKey<Guid> Key = new("invited_by_user_id");

    /// <inheritdoc/>
    public override string Description => "Who invited the person. Written by the service when they sign up with an invitation.";

    /// <inheritdoc/>
    public override Audience Readers => Audience.Person | Audience.Staff;

    /// <inheritdoc/>
    public override Audience Writers => Audience.System;

    /// <inheritdoc/>
    public override bool Searchable => true;

    /// <inheritdoc/>
    public override Guid Example => new("0199c2f0-aa00-7b8b-9585-4bb5266028d9");
}
