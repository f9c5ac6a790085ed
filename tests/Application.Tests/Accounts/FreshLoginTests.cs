using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Accounts;

public sealed class FreshLoginTests
{
    [TestCase(0, true)]
    [TestCase(600, true)]
    [TestCase(601, false)]
    public void A_password_given_within_ten_minutes_is_fresh(int secondsAgo, bool fresh)
    {
        var clock = new FakeClock();
        clock.Advance(TimeSpan.FromSeconds(secondsAgo));

        var refused = new FreshLogin(Asking.CallerOf(Any.Id<UserId>()), clock).Check();

        Assert.That(refused, fresh ? Is.Null : Is.EqualTo(SessionErrors.ReauthenticationRequired));
    }
}
