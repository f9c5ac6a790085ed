using System.Numerics;
using System.Security.Cryptography;
using NUnit.Framework;
using UserSystem.Infrastructure.Security.Tokens.P256;
using static UserSystem.Infrastructure.Tests.Security.Tokens.P256.Reference;

namespace UserSystem.Infrastructure.Tests.Security.Tokens.P256;

internal sealed class JacobianPointTests
{
    private readonly BigInteger _times = 1 + (Any() % (N - 1));
    private readonly BigInteger _otherTimes = 1 + (Any() % (N - 1));
    private readonly FieldElement _z = Field(1 + (Any() % (P - 1)));

    private AffinePoint Point => FromFramework(_times);

    private AffinePoint Other => FromFramework(_otherTimes);

    [Test]
    public void Adds_two_points() =>
        Assert.That(Normal(Scaled(Point).Add(Other)), Is.EqualTo(FromFramework(_times + _otherTimes)));

    [Test]
    public void Adds_a_point_to_nothing()
    {
        Assert.That(JacobianPoint.Infinity.IsInfinity, Is.True);
        Assert.That(Normal(JacobianPoint.Infinity.Add(Point)), Is.EqualTo(Point));
        Assert.That(Normal(new JacobianPoint(_z, _z, default).Add(Point)), Is.EqualTo(Point), "whatever X and Y are left over");
    }

    [Test]
    public void Adds_a_point_to_itself()
    {
        Assert.That(Normal(Scaled(Point).Add(Point)), Is.EqualTo(FromFramework(2 * _times)));
        Assert.That(Normal(JacobianPoint.Twice(Point)), Is.EqualTo(FromFramework(2 * _times)));
    }

    [Test]
    public void A_point_and_its_opposite_are_nothing()
    {
        var sum = Scaled(Point).Add(Point.Negate());

        Assert.That(sum.IsInfinity, Is.True);
        Assert.That(Normal(sum.Add(Other)), Is.EqualTo(Other));
        Assert.That(Point.Negate(), Is.EqualTo(FromFramework(-_times)));
    }

    [Test]
    public void Counts_from_one_to_all()
    {
        var sum = JacobianPoint.Infinity;
        for (var i = 1; i <= 20; i++)
        {
            sum = sum.Add(AffinePoint.Generator);
            Assert.That(Normal(sum), Is.EqualTo(FromFramework(i)), $"{i}");
        }

        Assert.That(Normal(Scaled(FromFramework(N - 2)).Add(AffinePoint.Generator)), Is.EqualTo(FromFramework(N - 1)));
        Assert.That(Scaled(FromFramework(N - 1)).Add(AffinePoint.Generator).IsInfinity, Is.True);
    }

    [Test]
    public void The_constants_are_those_of_the_standard()
    {
        Assert.That(AffinePoint.Generator, Is.EqualTo(Reference.Point(G)));
        Assert.That(Big(AffinePoint.Order.Value), Is.EqualTo(N));
    }

    [Test]
    public void Reads_points_of_the_curve_only()
    {
        var (x, y) = (Bytes(G.X), Bytes(G.Y));
        var one = WithX(5)!.Value;
        var zero = WithX(0)!.Value;

        Assert.That(AffinePoint.Read(x, y), Is.EqualTo(AffinePoint.Generator));
        Assert.That(AffinePoint.Read(Bytes(one.X), Bytes(one.Y)).IsOnCurve, Is.True);
        foreach (var (badX, badY) in ((byte[], byte[])[])
            [
                (x, Bytes(G.Y + 1)), (Bytes(G.X + 1), y), (y, x), (Bytes(0), Bytes(0)), (x[1..], y), (x, y[1..]), ([.. x, 0], y), (x, [0, .. y]), ([], []),
                (Bytes(one.X + P), Bytes(one.Y)), (Bytes(zero.X + P), Bytes(zero.Y)), (Bytes(P), Bytes(P)), (Bytes(BigInteger.Pow(2, 256) - 1), y),
            ])
        {
            Assert.That(() => AffinePoint.Read(badX, badY), Throws.InstanceOf<CryptographicException>(), Convert.ToHexString(badX));
        }
    }

    // The least y that a point has is so small that y + p fits 32 bytes too.
    [Test]
    public void Reads_no_second_spelling_of_y()
    {
        var x = Bytes(Hex("d7325d7646cd60d80a92738ceb345f844cffaf35841022cab176f692de8de1d7"));

        Assert.That(AffinePoint.Read(x, Bytes(5)).IsOnCurve, Is.True);
        Assert.That(() => AffinePoint.Read(x, Bytes(5 + P)), Throws.InstanceOf<CryptographicException>());
    }

    private static AffinePoint Normal(in JacobianPoint point)
    {
        var inverse = point.Z.Invert();
        return new AffinePoint(point.X * inverse.Square(), point.Y * inverse.Square() * inverse);
    }

    private JacobianPoint Scaled(in AffinePoint point) => new(point.X * _z.Square(), point.Y * _z.Square() * _z, _z);
}
