using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;

namespace UserSystem.Application.Shared;

/// <summary>What one network address may ask for, and who is believed about addresses.</summary>
public sealed class RateLimitingOptions : IValidatableObject
{
    /// <summary>
    /// Whether what one network address may do is bounded (<c>RateLimiting__Enabled</c>). To be switched off only where all requests come
    /// from one address, as behind a proxy that is not told apart or in a measurement.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed (<c>RateLimiting__TrustedProxies</c>):
    /// addresses and networks in CIDR notation, separated by commas. Nobody where it is empty.
    /// </summary>
    public string TrustedProxies { get; set; } = "";

    /// <summary>The same, read. Throws for what <see cref="Validate"/> refuses.</summary>
    public IReadOnlyList<IPNetwork> TrustedNetworks =>
        [.. Entries.Select(static entry => Read(entry) ?? throw new FormatException($"'{entry}' is neither an address nor a network."))];

    private string[] Entries => TrustedProxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Entries.Where(static entry => Read(entry) is null).Select(static entry => new ValidationResult(
            $"RateLimiting__TrustedProxies: '{entry}' is neither an address nor a network, for example 10.0.0.0/8,2001:db8::7.",
            [nameof(TrustedProxies)]));

    private static IPNetwork? Read(string entry)
    {
        var (text, length) = entry.Split('/') is [var prefix, var bits] ? (prefix, bits) : (entry, null);

        // The framework also reads 1 as 0.0.0.1, and addresses of one interface: a slip in a list of whom to believe must not pass.
        if (!IPAddress.TryParse(text, out var address) || text.Contains('%', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal)
            || (address.AddressFamily is AddressFamily.InterNetwork && address.ToString() != text))
        {
            return null;
        }

        if (length is null)
        {
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }

        // To believe everybody is to let each client choose its address. Bits beyond the prefix are a slip in one of the two.
        return IPNetwork.TryParse(entry, out var network) && network.PrefixLength > 0 && network.BaseAddress.Equals(address) ? network : null;
    }
}
