using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Ports;
using UserSystem.Application.Sessions;
using UserSystem.Application.Shared;
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
    public async Task Shows_the_history_of_the_caller_in_pages_that_join(CancellationToken ct)
    {
        var events = Enumerable.Range(0, 5).Select(static n => Event(Any.Instant.AddMinutes(-n))).ToList();
        var cursors = Substitute.For<ICursors>();
        cursors.Write(default, default!).ReturnsForAnyArgs(static call => $"{call.Arg<Position>().Id} of {call.Arg<string>()}");
        cursors.Read(default!, default!).ReturnsForAnyArgs(call => events.Find(each => call.ArgAt<string>(0) == $"{each.Id} of {call.ArgAt<string>(1)}") is { } last
            ? new Position(last.At, last.Id)
            : null);
        _reader.ListEventsAsync(_owner.Id, Arg.Any<Position?>(), Arg.Any<int>(), ct).Returns(call => events
            .SkipWhile(each => call.ArgAt<Position?>(1) is { } after && each.At >= after.At).Take(call.ArgAt<int>(2)).ToList());
        var handler = new ListSecurityEventsHandler(_reader, new Pages(cursors), Asking.CallerOf(_owner.Id));

        var first = (await handler.Handle(new ListSecurityEvents(new PageRequest(3, null)), ct)).Value;
        var second = (await handler.Handle(new ListSecurityEvents(new PageRequest(3, first.NextCursor)), ct)).Value;

        Assert.That((first.Items, second.Items, second.NextCursor), Is.EqualTo(((IReadOnlyList<SecurityEventDto>)events[..3], (IReadOnlyList<SecurityEventDto>)events[3..], (string?)null)));
        var other = new ListSecurityEventsHandler(_reader, new Pages(cursors), Asking.CallerOf(Any.User().Id));
        Assert.That((await other.Handle(new ListSecurityEvents(new PageRequest(3, first.NextCursor)), ct)).Error, Is.EqualTo(PageErrors.CursorInvalid), "somebody else's");
    }

    [TestCase(0, "limit limit.out_of_range")]
    [TestCase(1, null)]
    [TestCase(200, null)]
    [TestCase(201, "limit limit.out_of_range")]
    public void A_page_of_the_history_has_1_to_200_entries(int limit, string? fault) => Assert.That(
        new ListSecurityEventsValidator().Faults(new ListSecurityEvents(new PageRequest(limit, null))), Is.EqualTo(fault is null ? [] : new[] { fault }));

    private static SecurityEventDto Event(DateTimeOffset at) =>
        new(Any.Id<SecurityEventId>().Value, SecurityEventKind.NewDevice, SecurityEventSeverity.Info, null, null, null, at);
}
