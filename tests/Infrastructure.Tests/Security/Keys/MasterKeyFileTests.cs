using NUnit.Framework;
using UserSystem.Infrastructure.Security.Keys;

namespace UserSystem.Infrastructure.Tests.Security.Keys;

internal sealed class MasterKeyFileTests
{
    [Test]
    public void Makes_a_missing_key_that_only_its_owner_can_read()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder["data"], "master-key");

        MasterKey.Load(new SecurityOptions(), path);

        Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(Convert.FromBase64String(File.ReadAllText(path)), Has.Length.EqualTo(32));
    }

    [Test]
    public void Keeps_the_key_from_start_to_start()
    {
        using var folder = new TemporaryFolder();

        var first = MasterKey.Load(new SecurityOptions(), folder["key"]).Derive(KeyLabels.Cursors);
        var second = MasterKey.Load(new SecurityOptions(), folder["key"]).Derive(KeyLabels.Cursors);

        Assert.That(second, Is.EqualTo(first));
    }

    [Test, Repeat(20)]
    public void Starts_at_the_same_moment_agree_on_one_key_and_leave_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        var path = folder["key"];
        using var gate = new Barrier(8);
        var keys = new string[8];
        var starts = Enumerable.Range(0, 8).Select(i => new Thread(() =>
        {
            gate.SignalAndWait();
            keys[i] = MasterKeyFile.ReadOrCreate(path);
        })).ToList();

        starts.ForEach(start => start.Start());
        starts.ForEach(start => start.Join());

        Assert.That(keys, Is.All.EqualTo(File.ReadAllText(path).Trim()));
        Assert.That(folder.Names.Single(), Is.EqualTo("key"));
    }

    [Test]
    public void Names_the_file_where_it_cannot_be_made()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["blocked"], "a file, no folder");
        var path = Path.Combine(folder["blocked"], "key");

        Assert.That(() => MasterKey.Load(new SecurityOptions(), path), Throws.TypeOf<MasterKeyException>().With.Message.Contains(path));
    }
}
