namespace UserSystem.Domain.Roles;

/// <summary>The roles that every installation has. They can be given, not changed.</summary>
public static class BuiltInRoles
{
    /// <summary>Every active person, implicitly: there is no assignment, and none can be made.</summary>
    public const string User = "user";

    /// <summary>People who look after others.</summary>
    public const string Support = "support";

    /// <summary>May do everything.</summary>
    public const string Admin = "admin";

    /// <summary>What each of them may do; <c>*</c> is everything.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Grants = new Dictionary<string, IReadOnlyList<string>>
    {
        [User] = [Permissions.InvitationsCreate],
        [Support] =
        [
            Permissions.UsersRead, Permissions.SessionsRead, Permissions.SessionsEnd, Permissions.AttributesRead,
            Permissions.ProfilesRead, Permissions.InvitationsRead,
        ],
        [Admin] = [Permissions.Everything],
    };
}
