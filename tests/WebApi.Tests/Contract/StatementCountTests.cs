using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Contract;

/// <summary>How often each question waits for the database, permission and session included; whoever adds a question says so here.</summary>
public sealed class StatementCountTests
{
    // What is asked all the time waits once and no more. The keys are in memory, and whether the database answers is remembered for a second.
    private static readonly Dictionary<string, int> Waits = new(StringComparer.Ordinal)
    {
        ["findAttributeHolders"] = 1,
        ["getAttribute"] = 1,
        ["getAttributeHistory"] = 1,
        ["getAttributeKey"] = 0,
        ["getAttributeKeys"] = 0,
        ["getAttributes"] = 1,
        ["analyseInvitations"] = 1,
        ["getDiscovery"] = 0,
        ["getInvitation"] = 1,
        ["getJwks"] = 0,
        ["getLiveness"] = 0,
        ["getMe"] = 1,
        ["getReadiness"] = 0,
        ["getTerms"] = 1,
        ["getUser"] = 1,
        ["getUserAttribute"] = 1,
        ["getUserAttributeHistory"] = 1,
        ["getUserAttributes"] = 1,
        ["listInvitations"] = 1,
        ["listInvitees"] = 1,
        ["listSecurityEvents"] = 1,
        ["listSessions"] = 1,
        ["listUserSessions"] = 1,
        ["listUsers"] = 1,
    };

    [Test]
    public async Task Every_question_waits_for_the_database_as_often_as_is_said_here()
    {
        // A service of its own, in which no time passes: elsewhere others change roles, and then permissions are asked for again.
        Statements.Listen();
        await using var host = await ApiHost.StartAsync(static plan => plan.Clock = new PastClock());
        using var api = host.Client();
        var (_, tokens) = await api.SignUpStaffAsync("admin");
        await api.PutAttributeAsync("profile_flags", """["any"]""");
        var (invitation, _) = await api.OpenLinkAsync();
        var counted = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var question in (await host.Contract).Operations.Where(static operation => operation.Method == HttpMethod.Get))
        {
            // Of somebody who is there, and for the second time: what is remembered is.
            var path = question.Path.Replace("{userId}", tokens.UserId.ToString(), StringComparison.Ordinal)
                .Replace("{invitationId}", invitation.ToString(), StringComparison.Ordinal);
            path = path.Replace("{key}", "profile_flags", StringComparison.Ordinal) + question.AnyQuery;
            Assert.That(path, Does.Not.Contain('{'), $"{question.Id} asks for something that this test has not made.");
            await api.GetAsync(path);
            var answer = await api.GetAsync(path);
            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), question.Id);
            counted[question.Id] = Statements.Of(answer).Count;
        }

        Assert.That(counted, Is.EquivalentTo(Waits));
    }
}
