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
using UserSystem.Testing.Contracts;

namespace UserSystem.Testing.InMemory;

/// <summary>All repositories in memory, on the same data and in one unit of work; agreements enter the history by themselves.</summary>
public sealed class InMemoryWorld : IWorld
{
    private readonly InMemoryData _data;
    private readonly AccountsOptions _accounts;
    private readonly SessionsOptions _sessions;

    /// <summary>Empty.</summary>
    public InMemoryWorld(AccountsOptions? accounts = null, SessionsOptions? sessions = null)
        : this(new InMemoryData(), accounts ?? new AccountsOptions(), sessions ?? new SessionsOptions())
    {
    }

    private InMemoryWorld(InMemoryData data, AccountsOptions accounts, SessionsOptions sessions)
    {
        (_data, _accounts, _sessions) = (data, accounts, sessions);
        Users = new InMemoryUsers(Work, data);
        Preferences = new InMemoryPreferences(Work, data);
        MailLimits = new InMemoryMailLimits(Work, data);
        Roles = new InMemoryRoles(Work, data);
        Invitations = new InMemoryInvitations(Work, data);
        Sessions = new InMemorySessions(Work, data);
        LogIns = new InMemoryLogIns(data, accounts, sessions);
        Reader = new InMemoryUserReader(data);
        Idempotency = new InMemoryIdempotency(Work, data);
        Attributes = new InMemoryAttributes(Work, data);
        AttributeStore = new InMemoryAttributeStore(data, Attributes);
        AttributeReader = new InMemoryAttributeReader(data);
        Work.Reaction = happened =>
        {
            if (happened is TermsAccepted accepted)
            {
                Users.Add(new TermsAcceptance(accepted.UserId, accepted.Version, accepted.AcceptedAt));
            }
        };
    }

    /// <summary>The unit of work.</summary>
    public InMemoryWork Work { get; } = new();

    /// <summary>People.</summary>
    public InMemoryUsers Users { get; }

    /// <summary>How they like things to be.</summary>
    public InMemoryPreferences Preferences { get; }

    /// <summary>How much mail they got.</summary>
    public InMemoryMailLimits MailLimits { get; }

    /// <summary>Their roles.</summary>
    public InMemoryRoles Roles { get; }

    /// <summary>Whom they invite.</summary>
    public InMemoryInvitations Invitations { get; }

    /// <summary>Their sessions.</summary>
    public InMemorySessions Sessions { get; }

    /// <summary>Their logins.</summary>
    public InMemoryLogIns LogIns { get; }

    /// <summary>How they are shown.</summary>
    public InMemoryUserReader Reader { get; }

    /// <summary>What requests were answered.</summary>
    public InMemoryIdempotency Idempotency { get; }

    /// <summary>Their attributes, to be changed.</summary>
    public InMemoryAttributes Attributes { get; }

    /// <summary>Their attributes, set one by one.</summary>
    public InMemoryAttributeStore AttributeStore { get; }

    /// <summary>Their attributes as they are shown.</summary>
    public InMemoryAttributeReader AttributeReader { get; }

    IUserAttributeRepository IWorld.Attributes => Attributes;

    IAttributeStore IWorld.AttributeStore => AttributeStore;

    IAttributeReader IWorld.AttributeReader => AttributeReader;

    IIdempotency IWorld.Idempotency => Idempotency;

    IUnitOfWork IWorld.Work => Work;

    IUserRepository IWorld.Users => Users;

    IPreferencesRepository IWorld.Preferences => Preferences;

    IMailLimits IWorld.MailLimits => MailLimits;

    IRoleRepository IWorld.Roles => Roles;

    IInvitationRepository IWorld.Invitations => Invitations;

    ISessionRepository IWorld.Sessions => Sessions;

    ILogInStore IWorld.LogIns => LogIns;

    IUserReader IWorld.Reader => Reader;

    /// <summary>People and tokens that were there before.</summary>
    public InMemoryWorld With(User user, params VerificationToken[] tokens)
    {
        _data.Users.Add(user);
        _data.Tokens.AddRange(tokens);
        return this;
    }

    /// <summary>An invitation that was there before.</summary>
    public InMemoryWorld With(Invitation invitation)
    {
        _data.Invitations.Add(invitation);
        return this;
    }

    /// <inheritdoc/>
    public IWorld Anew() => new InMemoryWorld(_data, _accounts, _sessions);
}
