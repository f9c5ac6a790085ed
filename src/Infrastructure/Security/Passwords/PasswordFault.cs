namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>Why a password will not do.</summary>
/// <param name="Code">For programs, never renamed.</param>
/// <param name="Message">For people.</param>
internal readonly record struct PasswordFault(string Code, string Message);
