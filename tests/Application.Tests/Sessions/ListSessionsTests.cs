using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Sessions;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Sessions;

[CancelAfter(30_000)]
public sealed class ListSessionsTests
{
    private readonly ISessionReader _reader = Substitute.For<ISessionReader>();
    private readonly User _owner = Any.User();

    [Test]
    public async Task Shows_the_sessions_of_the_caller_and_marks_the_one_that_asks(CancellationToken ct)
    {
        var caller = Asking.CallerOf(_owner.Id);
        SessionDto[] sessions = [new(Guid.Empty, Guid.Empty, null, null, null, false, true, Any.Instant, Any.Instant, Any.Instant)];
        _reader.ListAsync(_owner.Id, caller.Identity!.SessionId, Any.Instant, ct).Returns(sessions);

        var page = (await new ListSessionsHandler(_reader, caller, new FakeClock()).Handle(new ListSessions(), ct)).Value;

        Assert.That((page.Items, page.NextCursor), Is.EqualTo(((IReadOnlyList<SessionDto>)sessions, (string?)null)));
    }

    [Test]
    public async Task Shows_the_latest_hundred_events_of_the_caller(CancellationToken ct)
    {
        SecurityEventDto[] events = [new(Guid.Empty, SecurityEventKind.NewDevice, SecurityEventSeverity.Info, null, null, null, Any.Instant)];
        _reader.ListEventsAsync(_owner.Id, 100, ct).Returns(events);

        var page = (await new ListSecurityEventsHandler(_reader, Asking.CallerOf(_owner.Id)).Handle(new ListSecurityEvents(), ct)).Value;

        Assert.That((page.Items, page.NextCursor), Is.EqualTo(((IReadOnlyList<SecurityEventDto>)events, (string?)null)));
    }
}
