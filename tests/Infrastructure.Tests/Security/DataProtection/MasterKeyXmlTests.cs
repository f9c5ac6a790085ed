using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using UserSystem.Infrastructure.Security.DataProtection;
using UserSystem.Infrastructure.Security.Keys;

namespace UserSystem.Infrastructure.Tests.Security.DataProtection;

internal sealed class MasterKeyXmlTests
{
    private static readonly XElement Secret = XElement.Parse("<masterKey><value>c2VjcmV0IGFuZCBtb3Jl</value></masterKey>");

    private readonly string _key = AnyMasterKey.Text();

    [Test]
    public void Opens_what_it_sealed_and_shows_nothing_of_it()
    {
        var info = new MasterKeyXmlEncryptor(new Encryption(AnyMasterKey.Of(_key))).Encrypt(Secret);

        Assert.That(info.EncryptedElement.ToString(), Does.Not.Contain("c2VjcmV0"));
        Assert.That(XNode.DeepEquals(Decryptor(AnyMasterKey.Of(AnyMasterKey.Text(), _key)).Decrypt(info.EncryptedElement), Secret), Is.True);
    }

    [Test]
    public void Names_the_setting_where_the_master_key_was_replaced_without_a_trace()
    {
        var info = new MasterKeyXmlEncryptor(new Encryption(AnyMasterKey.Of(_key))).Encrypt(Secret);

        Assert.That(
            () => Decryptor(AnyMasterKey.Of(AnyMasterKey.Text())).Decrypt(info.EncryptedElement),
            Throws.TypeOf<CryptographicException>().With.Message.Contains("Security__PreviousMasterKeys"));
    }

    private static MasterKeyXmlDecryptor Decryptor(MasterKey key) =>
        new(new ServiceCollection().AddMasterKey(key).BuildServiceProvider());
}
