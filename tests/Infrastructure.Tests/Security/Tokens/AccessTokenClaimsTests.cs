using NUnit.Framework;
using UserSystem.Domain.Sessions;

namespace UserSystem.Infrastructure.Tests.Security.Tokens;

/// <summary>Payloads under a good signature that are not what this service writes.</summary>
internal sealed class AccessTokenClaimsTests
{
    private const string Sid = "0190bbbb-0000-7000-8000-000000000002";

    private readonly TokenBench _bench = new();

    [TestCase("\"iss\"", "\"ISS\"")]
    [TestCase("\"https://users.example\"", "null")]
    [TestCase("\"https://users.example\"", "[\"https://users.example\"]")]
    [TestCase("\"everybody\"", "[\"everybody\"]")]
    [TestCase("\"sub\":\"0190aaaa", "\"sub\":\"0190aaaaa")]
    [TestCase("\"sub\":\"0190aaaa-", "\"sub\":\"0190aaaa")]
    [TestCase("\"sub\":\"0190aaaa-", "\"sub\":\"\\u0030190aaaa-")]
    [TestCase("\"sid\":\"0190bbbb", "\"sid\":\"0190cccc", Description = "jti of another session")]
    [TestCase(Sid + ".3", Sid)]
    [TestCase(Sid + ".3", Sid + ".")]
    [TestCase(Sid + ".3", Sid + ".0")]
    [TestCase(Sid + ".3", Sid + ".-3")]
    [TestCase(Sid + ".3", Sid + ".+3")]
    [TestCase(Sid + ".3", Sid + ".03")]
    [TestCase(Sid + ".3", Sid + ".3x")]
    [TestCase(Sid + ".3", Sid + ".99999999999")]
    [TestCase("\"exp\":", "\"exp\":\"1\",\"x\":")]
    [TestCase("\"exp\":", "\"exp\":1e30,\"x\":")]
    [TestCase("\"exp\":", "\"exp\":1.5,\"x\":")]
    [TestCase("\"exp\":", "\"exp\":true,\"x\":")]
    [TestCase("\"exp\":", "\"exp\":-")]
    [TestCase("\"exp\":", "\"exp\":999999")]
    [TestCase("\"exp\":", "\"exp\":2000000000,\"exp\":")]
    [TestCase("\"sub\":", "\"\\u0073ub\":\"0190aaaa-0000-7000-8000-000000000009\",\"sub\":")]
    [TestCase("\"auth_time\":", "\"auth_time2\":")]
    [TestCase("{\"iss\"", "{\"nbf\":2000000000,\"iss\"")]
    [TestCase("{\"iss\"", "{\"nbf\":null,\"iss\"")]
    [TestCase("{\"iss\"", "[{\"iss\"")]
    [TestCase("{\"iss\"", "{,\"iss\"")]
    [TestCase("{\"iss\"", "{/**/\"iss\"")]
    [TestCase("{\"iss\"", "")]
    [TestCase("}", "")]
    [TestCase("}", ",}")]
    [TestCase("}", "}{}")]
    [TestCase("}", "}x")]
    [TestCase("}", "} 1")]
    public void Are_refused(string good, string bad)
    {
        var payload = _bench.Payload();
        Assert.That(payload, Does.Contain(good), "the test changes something");
        var changed = payload.Replace(good, bad, StringComparison.Ordinal);

        Assert.That(_bench.Tokens.Verify(_bench.Sign(changed)).Error, Is.EqualTo(SessionErrors.TokenInvalid), changed);
    }

    [TestCase("{", "{\"scope\":[{\"a\":1}],")]
    [TestCase("{", "{\"nbf\":1500000000,")]
    [TestCase("{", " {\n")]
    [TestCase("}", "}\n")]
    [TestCase("\"https://", "\"https:\\/\\/")]
    public void Are_accepted_where_they_mean_the_same_or_say_more(string good, string changed) =>
        Assert.That(_bench.Tokens.Verify(_bench.Sign(_bench.Payload().Replace(good, changed, StringComparison.Ordinal))).Error, Is.Null);

    [Test]
    public void Are_refused_when_they_are_not_UTF8()
    {
        var payload = System.Text.Encoding.Latin1.GetBytes(_bench.Payload().Replace("everybody", "everybodÿ", StringComparison.Ordinal));
        var token = Infrastructure.Security.Tokens.Es256.Sign(_bench.Key, payload);

        Assert.That(_bench.Tokens.Verify(token).Error, Is.EqualTo(SessionErrors.TokenInvalid));
    }

    [Test]
    public void Are_refused_wherever_they_are_cut()
    {
        var payload = _bench.Payload();

        Assert.Multiple(() =>
        {
            for (var length = 0; length < payload.Length; length++)
            {
                Assert.That(
                    _bench.Tokens.Verify(_bench.Sign(payload[..length])).Error, Is.EqualTo(SessionErrors.TokenInvalid), $"cut at {length}");
            }
        });
    }
}
