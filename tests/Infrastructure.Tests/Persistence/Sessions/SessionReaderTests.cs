using NUnit.Framework;
using UserSystem.Application.Sessions;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Tests.Persistence.Sessions;

/// <summary>Sessions and what happened around them, as they are shown.</summary>
[CancelAfter(120_000)]
public sealed class SessionReaderTests : DatabaseFixture
{
    private Node Node => field ??= NewNode();
    private ISessionReader Reader => Node.Get<ISessionReader>();

    [Test]
    public async Task Shows_living_sessions_of_this_person_latest_used_first(CancellationToken ct)
    {
        var owner = await InsertUserAsync("jo@example.org", ct);
        var first = (await Node.LogInAsync(owner, ct, remembered: true, deviceName: "Telephone")).Session;
        Node.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = (await Node.LogInAsync(owner, ct)).Session;
        var ended = (await Node.LogInAsync(owner, ct)).Session;
        await Database.ExecuteAsync("update user_sessions set ended_at = created_at where id = $1", ct, ended.Id.Value);
        await Node.LogInAsync(await InsertUserAsync("other@example.org", ct), ct, Node.Attempt("other@example.org"));

        var shown = await Reader.ListAsync(new UserId(owner), first.Id, Node.Now, ct);

        Assert.That(shown, Is.EqualTo((SessionDto[])
        [
            new(second.Id.Value, second.DeviceId.Value, null, "Browser", "192.0.2.1", false, false, Node.Now, Node.Now, Node.Now.AddHours(1)),
            new(first.Id.Value, first.DeviceId.Value, "Telephone", "Browser", "192.0.2.1", true, true, first.CreatedAt, first.CreatedAt, first.CreatedAt.AddDays(14)),
        ]));
        Node.Clock.Advance(TimeSpan.FromHours(1));
        Assert.That((await Reader.ListAsync(new UserId(owner), current: null, Node.Now, ct)).Select(static each => each.Id), Is.EqualTo((Guid[])[first.Id.Value]), "the other has run out");
    }
}
