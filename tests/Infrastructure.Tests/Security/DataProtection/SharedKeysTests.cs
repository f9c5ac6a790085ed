using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using UserSystem.Infrastructure.Security.DataProtection;
using UserSystem.Infrastructure.Security.Keys;

namespace UserSystem.Infrastructure.Tests.Security.DataProtection;

[CancelAfter(120_000)]
internal sealed class SharedKeysTests
{
    private readonly string _key = AnyMasterKey.Text();

    [Test]
    public async Task What_one_node_protects_another_one_opens(CancellationToken ct)
    {
        await using var database = await SecurityDatabase.CreateAsync(ct);

        var output = Node(database, AnyMasterKey.Of(_key)).Protect("secret");

        Assert.That(Node(database, AnyMasterKey.Of(_key)).Unprotect(output), Is.EqualTo("secret"));
        Assert.That(await database.AskAsync<long>("select count(*) from data_protection_keys", ct), Is.EqualTo(1));
    }

    [Test]
    public async Task A_new_master_key_opens_it_too_if_it_names_the_previous_one(CancellationToken ct)
    {
        await using var database = await SecurityDatabase.CreateAsync(ct);
        var output = Node(database, AnyMasterKey.Of(_key)).Protect("secret");
        var young = AnyMasterKey.Text();

        Assert.That(Node(database, AnyMasterKey.Of(young, _key)).Unprotect(output), Is.EqualTo("secret"));
        Assert.That(() => Node(database, AnyMasterKey.Of(young)).Unprotect(output), Throws.InstanceOf<CryptographicException>());
    }

    [Test]
    public async Task The_table_shows_no_key_and_names_our_decryptor_without_a_version(CancellationToken ct)
    {
        await using var database = await SecurityDatabase.CreateAsync(ct);
        Node(database, AnyMasterKey.Of(_key)).Protect("secret");

        var xml = await database.AskAsync<string>("select xml from data_protection_keys", ct);

        Assert.That(xml, Does.Contain("<sealed ").And.Not.Contain("<masterKey").And.Not.Contain("<value"));
        Assert.That(xml, Does.Contain(
            "decryptorType=\"UserSystem.Infrastructure.Security.DataProtection.MasterKeyXmlDecryptor, UserSystem.Infrastructure\""));
    }

    private static IDataProtector Node(SecurityDatabase database, MasterKey key)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(database.Source).AddMasterKey(key).AddUserSystemDataProtection();
        return services.BuildServiceProvider().GetDataProtector("test");
    }
}
