using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using UserSystem.Infrastructure.Security.Keys;

namespace UserSystem.Infrastructure.Security.DataProtection;

/// <summary>Seals data-protection keys under the master key before they are stored.</summary>
internal sealed class MasterKeyXmlEncryptor(Encryption encryption) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedKey = encryption.Seal(KeyLabels.DataProtection, plain);
        CryptographicOperations.ZeroMemory(plain);
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(sealedKey)), typeof(MasterKeyXmlDecryptor));
    }
}

/// <summary>Opens them again. The framework makes it by the name that is stored beside each key, which is why it asks for the services.</summary>
internal sealed class MasterKeyXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    private readonly Encryption _encryption = services.GetRequiredService<Encryption>();

    /// <summary>Throws <see cref="CryptographicException"/>, as the framework expects, where neither the master key nor a previous one fits.</summary>
    public XElement Decrypt(XElement encryptedElement)
    {
        var plain = _encryption.Open(KeyLabels.DataProtection, Convert.FromBase64String(encryptedElement.Value))
            ?? throw new CryptographicException(
                "A data-protection key was sealed under another master key. Name that one in Security__PreviousMasterKeys.");
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
