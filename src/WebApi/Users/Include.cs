using UserSystem.Application.Users;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.Users;

/// <summary>What can be shown together with a record.</summary>
internal static class Include
{
    public static readonly QueryParameter<UserParts> Parts = QueryParameter.WordList<UserParts>(
        "include", "What is to be shown with it, with commas in between: `attributes`, `profile`, `preferences`, `roles`.");
}
