using NUnit.Framework;
using UserSystem.Infrastructure.Security.Passwords;

namespace UserSystem.Infrastructure.Tests.Security.Passwords;

[NonParallelizable]
internal sealed class CommonPasswordsTests
{
    [Test]
    public void Knows_the_list_that_was_built_in()
    {
        var common = CommonPasswords.Load();

        Assert.That(common.Count, Is.GreaterThan(49_000));
        Assert.That(common.Contains("123456789"), Is.True);
        Assert.That(common.Contains("QwertyUiop"), Is.True);
        Assert.That(common.Contains("violet-otter-72"), Is.False);
        Assert.That(common.Contains(""), Is.False);
    }

    [Test]
    public void Takes_less_than_ten_megabytes()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var common = CommonPasswords.Load();
        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(common);

        TestContext.Out.WriteLine($"{taken / 1024} KiB for {common.Count} passwords");
        Assert.That(taken, Is.LessThan(10 * 1024 * 1024));
    }
}
