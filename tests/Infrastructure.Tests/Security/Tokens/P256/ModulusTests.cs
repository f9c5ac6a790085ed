using System.Numerics;
using NUnit.Framework;
using UserSystem.Infrastructure.Security.Tokens.P256;
using static UserSystem.Infrastructure.Tests.Security.Tokens.P256.Reference;

namespace UserSystem.Infrastructure.Tests.Security.Tokens.P256;

internal sealed class ModulusTests
{
    [Test]
    public void Divides_two_numbers_by_a_third([Values] bool order)
    {
        var modulus = order ? AffinePoint.Order : FieldElement.Prime;
        var value = order ? N : P;
        var powers = Enumerable.Range(0, 256).Select(static i => BigInteger.Pow(2, i)).ToArray();
        BigInteger[] divisors =
        [
            .. Edges.Concat(powers).Concat(powers.Select(x => value - x)).Where(x => x > 0 && x < value), .. Enumerable.Range(0, 500).Select(_ => Any() % value),
        ];
        BigInteger[] dividends = [0, 1, 2, value - 1, value - 2, value >> 1, Any() % value];
        foreach (var divisor in divisors)
        {
            var inverse = Inverse(divisor, value);
            foreach (var dividend in dividends)
            {
                var other = Any() % value;
                var (a, b) = modulus.Divide(Number(dividend), Number(other), Number(divisor));
                Assert.That((Big(a), Big(b)), Is.EqualTo((dividend * inverse % value, other * inverse % value)), $"{dividend:x} and {other:x} by {divisor:x}");
            }
        }
    }

    [Test]
    public void Divides_nothing_by_zero()
    {
        Assert.That(() => AffinePoint.Order.Divide(Number(1), Number(1), default), Throws.InstanceOf<DivideByZeroException>());
        Assert.That(() => default(FieldElement).Invert(), Throws.InstanceOf<DivideByZeroException>());
    }

    [Test]
    public void Reduces_what_is_not_less()
    {
        foreach (var x in Edges.Concat([N, N + 1, P, P + 1]))
        {
            Assert.That(Big(AffinePoint.Order.Reduce(Number(x))), Is.EqualTo(x % N));
            Assert.That(Big(FieldElement.Prime.Reduce(Number(x))), Is.EqualTo(x % P));
        }
    }

    [Test]
    public void Nothing_but_zero_is_zero()
    {
        Assert.That(default(UInt256).IsZero, Is.True);
        Assert.That(Enumerable.Range(0, 256).Where(static i => Number(BigInteger.Pow(2, i)).IsZero), Is.Empty);
    }

    [Test]
    public void Compares_numbers_by_all_their_limbs()
    {
        var numbers = Edges.Concat([N, N + 1, P, P + 1]).ToArray();
        foreach (var x in numbers)
        {
            foreach (var y in numbers.Where((_, i) => i % 5 == 0).Append(x + 1 & BigInteger.Pow(2, 256) - 1).Append(x))
            {
                Assert.That((Number(x) < Number(y), Number(x) > Number(y)), Is.EqualTo((x < y, x > y)));
            }
        }
    }
}
