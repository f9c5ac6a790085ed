using System.Runtime.Versioning;
using NUnit.Framework;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Mail;

[CancelAfter(30_000)]
public sealed class PickupMailTransportTests
{
    // The first 16 hexadecimal digits of: printf ada@example.org | sha256sum
    private const string Name = "20200229T1904056789010Z-cfe00dde46ef9426";

    [Test]
    public async Task The_file_is_named_by_time_and_recipient_in_any_case(CancellationToken ct)
    {
        using var mail = new MailFixture();
        await mail.Sender.SendAsync(MailFixture.Verify(to: "Ada@Example.org"), ct);

        Assert.That(mail.Files.Select(Path.GetFileName), Is.EqualTo(new[] { $"{Name}.eml" }));
    }

    [Test]
    public async Task Messages_to_one_person_at_one_moment_are_each_a_file(CancellationToken ct)
    {
        const int Count = 64;
        using var mail = new MailFixture();
        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => Task.Run(
            () => mail.Sender.SendAsync(MailFixture.Verify() with { Token = $"t{i}" }, ct), ct)));

        Assert.Multiple(() =>
        {
            Assert.That(mail.Files.Select(Path.GetFileName), Has.One.EqualTo($"{Name}.eml").And.One.EqualTo($"{Name}-2.eml"));
            Assert.That(mail.Files, Has.All.Match($"/{Name}(-[0-9]+)?[.]eml$"));
            Assert.That(
                mail.Files.Select(static file => EmlReader.TokenIn(EmlReader.Read(file).Text)),
                Is.EquivalentTo(Enumerable.Range(0, Count).Select(static i => $"t{i}")));
        });
    }

    [Test]
    public async Task A_name_that_another_node_is_about_to_use_is_left_to_it(CancellationToken ct)
    {
        using var mail = new MailFixture();
        Directory.CreateDirectory(Path.Combine(mail.Pickup, ".writing"));
        await File.WriteAllTextAsync(Path.Combine(mail.Pickup, ".writing", $"{Name}.claim"), "", ct);
        await mail.Sender.SendAsync(MailFixture.Verify(), ct);

        Assert.That(mail.Files.Select(Path.GetFileName), Is.EqualTo(new[] { $"{Name}-2.eml" }));
    }

    [Test]
    public async Task Whoever_watches_the_directory_sees_whole_files_only(CancellationToken ct)
    {
        using var mail = new MailFixture();
        Directory.CreateDirectory(mail.Pickup);
        var seen = new List<string>();
        using var stop = new CancellationTokenSource();
        var watching = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                foreach (var file in Directory.EnumerateFiles(mail.Pickup))
                {
                    seen.Add(EmlReader.Read(file).Subject);
                }
            }
        }, ct);
        for (var i = 0; i < 20; i++)
        {
            await mail.Sender.SendAsync(MailFixture.Verify(), ct);
        }

        await stop.CancelAsync();
        await watching;

        Assert.Multiple(() =>
        {
            Assert.That(seen, Has.Count.GreaterThan(0).And.All.EqualTo("Confirm your e-mail address for UserSystem"));
            Assert.That(mail.Files, Has.Length.EqualTo(20).And.All.EndsWith(".eml"));
        });
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_reads_the_mail(CancellationToken ct)
    {
        using var mail = new MailFixture();
        await mail.Sender.SendAsync(MailFixture.Verify(), ct);

        Assert.Multiple(() =>
        {
            Assert.That(File.GetUnixFileMode(mail.Pickup), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
            Assert.That(File.GetUnixFileMode(mail.Files.Single()), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        });
    }

    [Test]
    public async Task Nothing_but_the_mail_stays_behind(CancellationToken ct)
    {
        using var mail = new MailFixture();
        await mail.Sender.SendAsync(MailFixture.Verify(), ct);

        Assert.That(Directory.EnumerateFileSystemEntries(Path.Combine(mail.Pickup, ".writing")), Is.Empty);
    }

    [Test]
    public async Task A_developer_reads_the_text_and_copies_the_link_without_any_tool(CancellationToken ct)
    {
        using var mail = new MailFixture();
        await mail.Sender.SendAsync(MailFixture.Verify("ar"), ct);
        var lines = await File.ReadAllLinesAsync(mail.Files.Single(), ct);

        Assert.That(lines, Has.One.EqualTo($"https://users.example.org/base/verify-email?token={MailFixture.Token}").And.One.EqualTo("مرحبًا،"));
    }

    [Test]
    public async Task No_line_is_longer_than_mail_allows(CancellationToken ct)
    {
        var name = string.Concat(Enumerable.Repeat("🚀", 100));
        using var mail = new MailFixture();
        var eml = await mail.SendAndReadAsync(MailFixture.Verify(name: name), ct);
        var lines = await File.ReadAllLinesAsync(mail.Files.Single(), ct);

        Assert.Multiple(() =>
        {
            Assert.That(lines.Max(System.Text.Encoding.UTF8.GetByteCount), Is.LessThanOrEqualTo(998));
            Assert.That(System.Net.WebUtility.HtmlDecode(eml.Html), Does.Contain(name));
        });
    }

    [Test]
    public async Task An_address_of_another_script_is_written_as_it_is(CancellationToken ct)
    {
        using var mail = new MailFixture();
        var eml = await mail.SendAndReadAsync(MailFixture.Verify(to: "آدا@example.org"), ct);

        Assert.That(eml.To, Is.EqualTo("آدا@example.org"));
    }

    [Test]
    public void Nothing_is_written_once_the_caller_has_given_up()
    {
        using var mail = new MailFixture();

        Assert.Multiple(() =>
        {
            Assert.That(
                async () => await mail.Sender.SendAsync(MailFixture.Verify(), new CancellationToken(canceled: true)),
                Throws.InstanceOf<OperationCanceledException>());
            Assert.That(Directory.Exists(mail.Pickup), Is.False);
        });
    }
}
