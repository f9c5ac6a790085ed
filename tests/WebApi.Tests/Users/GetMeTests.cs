using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Users;

/// <summary>Seeing one's own record.</summary>
public sealed class GetMeTests
{
    [Test]
    public async Task Shows_the_person_whose_token_is_sent()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (person, tokens) = await api.SignUpVerifiedAndLoggedInAsync();

        var me = await api.GetMeAsync();

        Assert.That(me.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(me.Json.GetProperty("id").GetGuid(), Is.EqualTo(tokens.UserId));
        Assert.That(me.Text("email"), Is.EqualTo(person.Email));
    }
}
