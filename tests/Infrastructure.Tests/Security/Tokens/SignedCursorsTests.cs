using System.Buffers.Text;
using NUnit.Framework;
using UserSystem.Application.Shared;
using UserSystem.Infrastructure.Security.Tokens;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Security.Tokens;

/// <summary>A place in a list that only this installation can name.</summary>
internal sealed class SignedCursorsTests
{
    private static readonly Position Place = new(FakeClock.Start.AddMicroseconds(7), Guid.Parse("01020304-0506-7708-890a-0b0c0d0e0f10"));

    private readonly string _key = AnyMasterKey.Text();
    private readonly SignedCursors _cursors;

    public SignedCursorsTests() => _cursors = new SignedCursors(AnyMasterKey.Of(_key));

    [Test]
    public void Reads_what_it_wrote_to_the_microsecond() =>
        Assert.That(_cursors.Read(_cursors.Write(Place, "users"), "users"), Is.EqualTo(Place));

    [Test]
    public void Belongs_to_its_list() => Assert.That(_cursors.Read(_cursors.Write(Place, "users|active"), "users|suspended"), Is.Null);

    [Test]
    public void Is_refused_when_any_bit_of_it_was_turned()
    {
        var text = _cursors.Write(Place, "users");
        var bytes = Base64Url.DecodeFromChars(text);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(_cursors.Read(Base64Url.EncodeToString(bytes), "users"), Is.Null, $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Test]
    public void Is_refused_when_another_installation_wrote_it() =>
        Assert.That(new SignedCursors(AnyMasterKey.Of(AnyMasterKey.Text())).Read(_cursors.Write(Place, "users"), "users"), Is.Null);

    [Test]
    public void Outlives_a_change_of_the_master_key()
    {
        var before = _cursors.Write(Place, "users");

        Assert.That(new SignedCursors(AnyMasterKey.Of(AnyMasterKey.Text(), _key)).Read(before, "users"), Is.EqualTo(Place));
    }

    [TestCase("")]
    [TestCase("AQ")]
    [TestCase("not base64url, but as long as a cursor would be here......")]
    public void Is_refused_when_it_is_junk(string text) => Assert.That(_cursors.Read(text, "users"), Is.Null);

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public bool Any_place_comes_back(long micros, Guid id)
    {
        var at = DateTimeOffset.UnixEpoch.AddMicroseconds(micros % 10_000_000_000_000_000);
        return _cursors.Read(_cursors.Write(new Position(at, id), "a"), "a") == new Position(at, id);
    }
}
