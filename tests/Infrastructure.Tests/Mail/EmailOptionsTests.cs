using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;
using UserSystem.Application.Shared;
using UserSystem.Infrastructure.Mail;

namespace UserSystem.Infrastructure.Tests.Mail;

public sealed class EmailOptionsTests
{
    [Test]
    public void The_defaults_need_no_setting() => Assert.Multiple(() =>
    {
        Assert.That(Faults(new EmailOptions()), Is.Empty);
        Assert.That(Faults(new AppOptions()), Is.Empty);
    });

    [Test]
    public void Settings_are_read_as_the_documentation_spells_them()
    {
        var options = Bind("From=Users <u@example.org>", "Smtp:Host=mail.example.org", "Smtp:Port=25", "Smtp:User=u", "Smtp:Password=p", "Smtp:Security=starttls");

        Assert.Multiple(() =>
        {
            Assert.That(Faults(options), Is.Empty);
            Assert.That(options.Smtp.Port, Is.EqualTo(25));
            Assert.That(options.Smtp.Security, Is.EqualTo(SmtpSecurity.StartTls));
        });
    }

    [TestCase("Email__From", "From=nobody")]
    [TestCase("Email__From", "From=a@example.org, b@example.org")]
    [TestCase("Email__From", "Smtp:Host=h")]
    [TestCase("Email__Smtp__Port", "From=a@example.org", "Smtp:Host=h", "Smtp:Port=0")]
    [TestCase("Email__Smtp__Password", "From=a@example.org", "Smtp:Host=h", "Smtp:User=u")]
    [TestCase("Email__Smtp__Security", "From=a@example.org", "Smtp:Host=h", "Smtp:User=u", "Smtp:Password=secret!", "Smtp:Security=none")]
    public void A_wrong_setting_is_named_with_an_example(string setting, params string[] settings) =>
        Assert.That(Faults(Bind(settings)), Has.Count.EqualTo(1).And.All.Contains(setting).And.None.Contains("secret!"));

    [TestCase("users.example.org")]
    [TestCase("ftp://example.org")]
    [TestCase("/users")]
    [TestCase("https://example.org/?a=b")]
    [TestCase("https://example.org/#a")]
    [TestCase("https://me:secret@example.org")]
    public void A_public_address_that_links_cannot_start_with_is_refused(string url) =>
        Assert.That(Faults(new AppOptions { PublicUrl = url }), Has.Count.EqualTo(1).And.All.Contains("App__PublicUrl"));

    [TestCase("")]
    [TestCase("a\r\nb")]
    [TestCase("a\u2028b")]
    public void A_name_that_breaks_a_line_is_refused(string name) =>
        Assert.That(Faults(new AppOptions { Name = name }), Has.Count.EqualTo(1));

    [TestCase("https://example.org", "https://example.org/verify-email?token=t")]
    [TestCase("http://localhost:5080/", "http://localhost:5080/verify-email?token=t")]
    [TestCase("https://example.org/users", "https://example.org/users/verify-email?token=t")]
    public void A_link_keeps_the_path_of_the_public_address(string url, string link) =>
        Assert.That(new AppOptions { PublicUrl = url }.LinkTo("verify-email", "t").AbsoluteUri, Is.EqualTo(link));

    private static EmailOptions Bind(params string[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(static setting => setting.Split('=', 2)).Select(static pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
        .Build().Get<EmailOptions>()!;

    private static List<string> Faults(object options)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        return [.. faults.Select(static fault => fault.ErrorMessage!)];
    }
}
