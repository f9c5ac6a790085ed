namespace UserSystem.Infrastructure;

/// <summary>The first administrator, made at start where the address is not known yet.</summary>
public sealed class BootstrapOptions
{
    /// <summary>The address (<c>Bootstrap__AdminEmail</c>); empty makes nobody.</summary>
    public string? AdminEmail { get; set; }

    /// <summary>The password (<c>Bootstrap__AdminPassword</c>).</summary>
    public string? AdminPassword { get; set; }
}
