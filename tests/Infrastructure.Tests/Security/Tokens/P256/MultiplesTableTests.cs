using System.Numerics;
using NUnit.Framework;
using UserSystem.Infrastructure.Security.Tokens.P256;
using static UserSystem.Infrastructure.Tests.Security.Tokens.P256.Reference;

namespace UserSystem.Infrastructure.Tests.Security.Tokens.P256;

internal sealed class MultiplesTableTests
{
    private readonly BigInteger _point = 1 + (Any() % (N - 1));

    [Test]
    public void Keeps_the_multiples_that_it_says([Values] bool generator)
    {
        var point = generator ? 1 : _point;
        var multiples = new MultiplesTable(FromFramework(point)).Multiples.ToArray();

        Assert.That(multiples, Has.Length.EqualTo(37 * 64));
        for (var i = 0; i < multiples.Length; i++)
        {
            var times = ((i % MultiplesTable.Half) + 1) * BigInteger.Pow(2, i / MultiplesTable.Half * MultiplesTable.Bits);
            Assert.That(multiples[i].IsOnCurve, Is.True);
            Assert.That(multiples[i], Is.EqualTo(FromFramework(times * point)), $"{i}");
        }
    }

    [Test]
    public void Multiplies_by_every_number()
    {
        var table = new MultiplesTable(FromFramework(_point));
        var wrong = new List<string>();
        foreach (var times in Scalars())
        {
            var sum = JacobianPoint.Infinity;
            table.AddTo(ref sum, Number(times));
            if (!IsPoint(sum, times * _point))
            {
                wrong.Add($"{times:x}");
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Adds_to_what_is_there()
    {
        var table = new MultiplesTable(AffinePoint.Generator);
        foreach (var times in (BigInteger[])[0, 1, 2, 63, 64, 65, N - 1, N - 2, N - 64, N >> 1, Any() % N])
        {
            foreach (var before in (BigInteger[])[1, times, N - times, Mod(-2 * times, N), Any() % N])
            {
                var sum = JacobianPoint.Infinity;
                table.AddTo(ref sum, Number(before));
                table.AddTo(ref sum, Number(times));
                Assert.That(IsPoint(sum, before + times), Is.True, $"{before:x} + {times:x}");
            }
        }
    }

    private static IEnumerable<BigInteger> Scalars()
    {
        var digits = Enumerable.Range(0, 37).Select(static i => BigInteger.Pow(2, 7 * i)).ToArray();
        var all = BigInteger.Pow(2, 256) - 1;
        var powers = Enumerable.Range(0, 256).Select(static i => BigInteger.Pow(2, i)).ToArray();

        // Each digit alone at each of its limits, all digits alike, every second one, and those that carry from the first to the last.
        int[] limits = [1, 62, 63, 64, 65, 126, 127];
        var alone = digits.SelectMany(digit => limits.Select(limit => limit * digit));
        var alike = limits.SelectMany(limit => (BigInteger[])
        [
            digits.Aggregate(BigInteger.Zero, (sum, digit) => sum + (limit * digit)),
            digits.Where(static (_, i) => i % 2 == 0).Aggregate(BigInteger.Zero, (sum, digit) => sum + (limit * digit)),
            digits.Where(static (_, i) => i % 2 == 1).Aggregate(BigInteger.Zero, (sum, digit) => sum + (limit * digit)),
            digits.Aggregate(BigInteger.Zero, (sum, digit) => sum + (63 * digit)) + limit,
        ]);
        return Edges.Concat(powers).Concat(powers.Select(static x => x - 1)).Concat(powers.Select(static x => Mod(N - x, N))).Concat(alone).Concat(alike)
            .Concat(Enumerable.Range(0, 200).Select(static i => (BigInteger)i)).Concat([N, N + 1, all, all - 63, all - 64])
            .Concat(Enumerable.Range(0, 1000).Select(static _ => Any())).Select(times => times & all);
    }

    private static bool IsPoint(in JacobianPoint point, BigInteger times)
    {
        if (point.IsInfinity)
        {
            return Mod(times, N).IsZero;
        }

        if (Mod(times, N).IsZero)
        {
            return false;
        }

        var (expected, z2) = (FromFramework(times), point.Z.Square());
        return expected.X * z2 == point.X && expected.Y * z2 * point.Z == point.Y;
    }
}
