using Microsoft.Extensions.Options;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>The rules of <see cref="PasswordPolicy"/> with the list of common passwords, which is read when it is first needed.</summary>
internal sealed class ListedPasswordPolicy(IOptions<PasswordOptions> options) : IPasswordPolicy
{
    private readonly Lazy<CommonPasswords> _common = new(CommonPasswords.Load);

    public int MinLength => options.Value.MinLength;

    public int MaxLength => PasswordPolicy.MaxLength;

    public IReadOnlyList<Fault> Known => [.. PasswordPolicy.Known(MinLength).Select(static fault => new Fault("", fault.Code, fault.Message))];

    public IReadOnlyList<Fault> Judge(string password, string email, string fullName, string path) =>
        [.. PasswordPolicy.Check(password, email, fullName, options.Value.MinLength, _common.Value)
            .Select(fault => new Fault(path, fault.Code, fault.Message))];
}
