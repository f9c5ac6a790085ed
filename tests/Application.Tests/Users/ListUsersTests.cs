using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Users;

[CancelAfter(30_000)]
public sealed class ListUsersTests
{
    private static readonly UserFilter All = new();

    private readonly ICursors _cursors = Substitute.For<ICursors>();
    private readonly InMemoryWorld _world = new();

    public ListUsersTests()
    {
        _cursors.Write(default, default!).ReturnsForAnyArgs(static call => $"{call.Arg<Position>().Id} of {call.Arg<string>()}");
        _cursors.Read(default!, default!).ReturnsForAnyArgs(call =>
        {
            var parts = call.ArgAt<string>(0).Split(" of ");
            return parts.Length == 2 && parts[1] == call.ArgAt<string>(1) && _world.Users.All.FirstOrDefault(user => user.Id.Value.ToString() == parts[0]) is { } user
                ? new Position(user.CreatedAt, user.Id.Value)
                : null;
        });
    }

    [Test]
    public async Task Pages_join_to_the_whole_list_newest_first(CancellationToken ct)
    {
        var people = Enumerable.Range(0, 5)
            .Select(n => Any.User().With(user => user.CreatedAt, Any.Instant.AddMinutes(n / 2))).ToList();
        people.ForEach(person => _world.With(person));

        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = (await ListAsync(All, new PageRequest(2, cursor), ct)).Value;
            Assert.That(page.Items, Has.Count.InRange(1, 2));
            seen.AddRange(page.Items.Select(static item => item.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.That(seen, Is.EqualTo(people.OrderByDescending(static user => user.CreatedAt).ThenByDescending(static user => user.Id.Value)
            .Select(static user => user.Id.Value)));
    }

    [Test]
    public async Task A_page_that_is_just_full_has_no_next(CancellationToken ct)
    {
        _world.With(Any.User()).With(Any.User());

        var page = (await ListAsync(All, new PageRequest(2, null), ct)).Value;

        Assert.That((page.Items.Count, page.NextCursor), Is.EqualTo((2, (string?)null)));
    }

    [Test]
    public async Task A_cursor_of_another_list_is_refused(CancellationToken ct)
    {
        _world.With(Any.User()).With(Any.User());
        var cursor = (await ListAsync(All, new PageRequest(1, null), ct)).Value.NextCursor;

        Assert.That((await ListAsync(All with { Status = UserStatus.Active }, new PageRequest(1, cursor), ct)).Error, Is.EqualTo(PageErrors.CursorInvalid));
        Assert.That((await ListAsync(All, new PageRequest(1, "junk"), ct)).Error, Is.EqualTo(PageErrors.CursorInvalid));
    }

    [Test]
    public void Every_filter_makes_another_list()
    {
        UserFilter[] filters =
        [
            All, All with { Status = UserStatus.Active }, All with { Status = UserStatus.Suspended }, All with { Email = "a" }, All with { ExternalId = "a" },
            All with { Search = "a" }, All with { Role = "a" }, All with { CreatedFrom = Any.Instant }, All with { CreatedTo = Any.Instant },
            All with { LastLoginBefore = Any.Instant }, All with { TermsVersion = "v1.0" }, All with { TermsOutdated = true },
            All with { TermsOutdated = false }, All with { IncludeDeleted = true }, All with { Search = "a|1:a" }, All with { Search = "a", Role = "a" },
            Having("a", "1"), Having("a", "2"), Having("b", "1"), Having("a", "1", "b", "1"), Having("a", "1|b=1:1"),
        ];

        Assert.That(filters.Select(static filter => filter.ListName), Is.Unique);
        Assert.That(
            typeof(UserFilter).GetProperties().Select(static member => member.Name).Where(static name => name != "EqualityContract"),
            Has.Exactly(13).Items, "a filter that is new must be part of ListName; attributes are, as they were read");

        static UserFilter Having(params string[] values) => All with
        {
            Sought = [.. values.Chunk(2).Select(static pair => new AttributeSearch(pair[0], pair[1], InLists: null))],
        };
    }

    [TestCase(0, "limit limit.out_of_range")]
    [TestCase(1, null)]
    [TestCase(200, null)]
    [TestCase(201, "limit limit.out_of_range")]
    public void A_page_has_1_to_200_entries(int limit, string? fault) => Assert.That(
        new ListUsersValidator().Faults(new ListUsers(All, new PageRequest(limit, null))), Is.EqualTo(fault is null ? [] : new[] { fault }));

    [Test]
    public void Filters_have_the_shape_of_what_they_filter_by() => Assert.That(
        new ListUsersValidator().Faults(new ListUsers(
            All with { Email = "nobody", ExternalId = new string('x', 256), Search = new string('x', 101), Role = "\u0007", TermsVersion = "1" },
            PageRequest.First)),
        Is.EquivalentTo(["email email.malformed", "externalId text.malformed", "search text.malformed", "role text.malformed", "termsVersion terms.malformed"]));

    private Task<Result<Page<UserSummaryDto>>> ListAsync(UserFilter filter, PageRequest page, CancellationToken ct) =>
        new ListUsersHandler(_world.Reader, Asking.Searches(), new Pages(_cursors)).Handle(new ListUsers(filter, page), ct);
}
