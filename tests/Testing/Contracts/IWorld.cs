using UserSystem.Application.Accounts;
using UserSystem.Application.Attributes;
using UserSystem.Application.Ports;
using UserSystem.Application.Users;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Preferences;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.Contracts;

/// <summary>One unit of work with its repositories, wherever they keep things: what a contract speaks to.</summary>
public interface IWorld
{
    /// <summary>The unit of work.</summary>
    IUnitOfWork Work { get; }

    /// <summary>People.</summary>
    IUserRepository Users { get; }

    /// <summary>How they like things to be.</summary>
    IPreferencesRepository Preferences { get; }

    /// <summary>How much mail they got.</summary>
    IMailLimits MailLimits { get; }

    /// <summary>Their roles.</summary>
    IRoleRepository Roles { get; }

    /// <summary>Whom they invite.</summary>
    IInvitationRepository Invitations { get; }

    /// <summary>Their sessions.</summary>
    ISessionRepository Sessions { get; }

    /// <summary>Their logins.</summary>
    ILogInStore LogIns { get; }

    /// <summary>How they are shown.</summary>
    IUserReader Reader { get; }

    /// <summary>What requests were answered.</summary>
    IIdempotency Idempotency { get; }

    /// <summary>Attributes, to be changed.</summary>
    IUserAttributeRepository Attributes { get; }

    /// <summary>Attributes, set one by one.</summary>
    IAttributeStore AttributeStore { get; }

    /// <summary>Attributes as they are shown.</summary>
    IAttributeReader AttributeReader { get; }

    /// <summary>Another unit of work on the same data, which has loaded nothing yet.</summary>
    IWorld Anew();
}
