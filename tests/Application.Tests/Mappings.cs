using Mapster;
using UserSystem.Application.Accounts;

namespace UserSystem.Application.Tests;

/// <summary>The mappings as the host has them.</summary>
internal static class Mappings
{
    public static readonly TypeAdapterConfig All = Scan();

    private static TypeAdapterConfig Scan()
    {
        var mappings = new TypeAdapterConfig();
        mappings.Scan(typeof(LogIn).Assembly);
        return mappings;
    }
}
