using NUnit.Framework;
using UserSystem.Application.Users;
using UserSystem.Domain.Users;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Users;

[CancelAfter(30_000)]
public sealed class GetTermsTests
{
    [Test]
    public async Task Tells_the_caller_what_they_agreed_to_newest_first_on_one_page(CancellationToken ct)
    {
        var (world, user) = (new InMemoryWorld(), Any.User());
        world.Users.Add(new TermsAcceptance(user.Id, Any.Terms, Any.Instant));
        world.Users.Add(new TermsAcceptance(user.Id, TermsVersion.Parse("v2.0"), Any.Instant.AddDays(1)));
        world.Users.Add(new TermsAcceptance(Any.Id<UserId>(), Any.Terms, Any.Instant));
        await world.Work.CommitAsync(ct);

        var page = (await new GetTermsHandler(world.Reader, Asking.CallerOf(user.Id)).Handle(new GetTerms(), ct)).Value;

        Assert.That(page.Items, Is.EqualTo(new[] { new TermsAcceptanceDto("v2.0", Any.Instant.AddDays(1)), new TermsAcceptanceDto("v1.0", Any.Instant) }));
        Assert.That(page.NextCursor, Is.Null);
    }
}
