namespace UserSystem.WebApi.Accounts;

/// <summary>What several operations say of the password that they ask for.</summary>
internal static class OwnPasswordText
{
    public const string Description =
        "The right `currentPassword` in this very call is the proof that the caller is the person, however long ago they logged in. A wrong one is 400 "
        + "`validation.failed` with `password.wrong` at `currentPassword`, and counts like a failed login. Somebody without a password "
        + "(`hasPassword` is false) leaves it out and must have logged in within the last `maxAgeSeconds`.";
}
