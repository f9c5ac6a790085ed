using System.Buffers.Text;
using NUnit.Framework;
using UserSystem.Infrastructure.Security.Tokens;

namespace UserSystem.Infrastructure.Tests.Security.Tokens;

internal sealed class StrictBase64UrlTests
{
    [Test]
    public void Decodes_what_the_framework_encodes([Range(0, 9)] int length)
    {
        var bytes = Enumerable.Range(250, length).Select(i => (byte)(i * 5)).ToArray();

        Assert.That(Decode(Base64Url.EncodeToString(bytes)), Is.EqualTo(bytes));
    }

    [TestCase("AQ", true)]
    [TestCase("AR", false, Description = "one spare bit of four")]
    [TestCase("AY", false, Description = "another spare bit of four")]
    [TestCase("AQI", true)]
    [TestCase("AQJ", false, Description = "one spare bit of two")]
    [TestCase("AQ==", false, Description = "padding")]
    [TestCase("AQ%%", false, Description = "padding as in addresses")]
    [TestCase("A Q", false)]
    [TestCase("AQ\n", false)]
    [TestCase("A", false)]
    [TestCase("AAAAA", false)]
    [TestCase("-_", false, Description = "spare bits")]
    [TestCase("-_8", true)]
    [TestCase("+/8", false, Description = "the other alphabet")]
    [TestCase("ÄQ", false)]
    public void Takes_one_spelling_only(string text, bool good) => Assert.That(Decode(text) is not null, Is.EqualTo(good));

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[StrictBase64Url.DecodedLength(text.Length)];
        return StrictBase64Url.TryDecode(text, bytes) ? bytes : null;
    }
}
