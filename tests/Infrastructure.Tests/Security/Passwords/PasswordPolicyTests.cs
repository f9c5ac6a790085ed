using NUnit.Framework;
using UserSystem.Infrastructure.Security.Passwords;

namespace UserSystem.Infrastructure.Tests.Security.Passwords;

internal sealed class PasswordPolicyTests
{
    private static readonly CommonPasswords Common = new(["password", "correct horse battery"]);

    [TestCase("violet-otter-72")]
    [TestCase("пароль мой")]
    [TestCase("        ")]
    [TestCase("Ada Lovelace 1815")]
    public void Finds_no_fault_with_a_good_password(string password) => Assert.That(Codes(password), Is.Empty);

    [TestCase("seven77", "password.too_short")]
    [TestCase("", "password.too_short")]
    [TestCase("\U0001F40E\U0001F40E\U0001F40E\U0001F40E", "password.too_short", Description = "four code points in eight chars")]
    [TestCase("zero\0inside", "password.malformed")]
    [TestCase("never a character \ufffe", "password.malformed", TestName = "Judges_a_password_with_what_is_no_character")]
    [TestCase("password", "password.common")]
    [TestCase("PassWord", "password.common")]
    [TestCase("ada@example.org", "password.is_personal")]
    [TestCase("ADA@Example.ORG", "password.is_personal")]
    [TestCase(" ada@example.org ", "password.is_personal")]
    [TestCase("ada lovelace", "password.is_personal")]
    public void Names_the_fault(string password, string code) => Assert.That(Codes(password), Is.EqualTo(Expected(code)));

    // As numbers, since neither attributes nor the names of tests can hold half a pair.
    [TestCase(0xD83D)]
    [TestCase(0xDC0E)]
    public void Refuses_half_a_pair(int code)
    {
        var half = (char)code;
        Assert.That(Codes($"half {half} of a pair"), Is.EqualTo(Expected("password.malformed")));
        Assert.That(Codes($"half of a pair {half}"), Is.EqualTo(Expected("password.malformed")));
    }

    [Test]
    public void Refuses_the_local_part_of_the_address() =>
        Assert.That(Codes("Ada.Lovelace", "ada.lovelace@example.org"), Is.EqualTo(Expected("password.is_personal")));

    [Test]
    public void Tells_all_faults_at_once() =>
        Assert.That(
            PasswordPolicy.Check("abc\0", "abc\0@example.org", null, 8, new CommonPasswords(["abc\0"])).Select(fault => fault.Code),
            Is.EqualTo(Expected("password.too_short", "password.malformed", "password.common", "password.is_personal")));

    [Test]
    public void Counts_code_points_up_to_256()
    {
        Assert.That(Codes(string.Concat(Enumerable.Repeat("\U0001F40E", 256))), Is.Empty);
        Assert.That(Codes(string.Concat(Enumerable.Repeat("\U0001F40E", 257))), Is.EqualTo(Expected("password.too_long")));
    }

    [TestCase(1, "x")]
    [TestCase(12, "twelve-signs")]
    public void Asks_for_the_length_that_was_set(int minLength, string password)
    {
        Assert.That(PasswordPolicy.Check(password, null, null, minLength, Common), Is.Empty);
        var fault = PasswordPolicy.Check(password[1..], null, null, minLength, Common)[0];
        Assert.That(fault.Code, Is.EqualTo("password.too_short"));
        Assert.That(fault.Message, Does.Contain($"{minLength}"));
    }

    [TestCase(null, null)]
    [TestCase("", "  ")]
    public void Does_without_address_and_name(string? email, string? name) =>
        Assert.That(PasswordPolicy.Check("", email, name, 0, Common), Is.Empty);

    private static string[] Expected(params string[] codes) => codes;

    private static IEnumerable<string> Codes(string password, string email = "ada@example.org") =>
        PasswordPolicy.Check(password, email, "Ada Lovelace", 8, Common).Select(fault => fault.Code);
}
