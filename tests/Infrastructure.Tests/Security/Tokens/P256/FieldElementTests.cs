using System.Numerics;
using NUnit.Framework;
using UserSystem.Infrastructure.Security.Tokens.P256;
using static UserSystem.Infrastructure.Tests.Security.Tokens.P256.Reference;

namespace UserSystem.Infrastructure.Tests.Security.Tokens.P256;

internal sealed class FieldElementTests
{
    // Kept is a R: to have limbs at their limits kept, the numbers are divided by R.
    private static readonly BigInteger[] Numbers =
    [
        .. Edges.Where(static x => x < P).SelectMany(static x => (BigInteger[])[x, x * Inverse(BigInteger.Pow(2, 256), P) % P]).Distinct(),
        .. Enumerable.Range(0, 200).Select(static _ => Any() % P),
    ];

    [Test]
    public void Keeps_what_it_is_made_of()
    {
        foreach (var x in Numbers)
        {
            Assert.That(Big(Field(x).ToNumber()), Is.EqualTo(x));
        }

        Assert.That(Big(FieldElement.Prime.Value), Is.EqualTo(P));
        Assert.That(Big(FieldElement.One.ToNumber()), Is.EqualTo(BigInteger.One));
    }

    [Test]
    public void Adds_subtracts_and_multiplies_as_numbers_of_any_size_do()
    {
        var others = Numbers[^20..].Concat(Numbers[..40]).Concat([0, 1, 2, P - 1, P - 2]).Concat(Enumerable.Range(0, 100).Select(static i => Numbers[i * 7])).ToArray();
        var wrong = new List<string>();
        foreach (var x in Numbers)
        {
            foreach (var y in others)
            {
                var (a, b) = (Field(x), Field(y));
                if (Big((a + b).ToNumber()) != (x + y) % P || Big((a - b).ToNumber()) != Mod(x - y, P) || Big((b - a).ToNumber()) != Mod(y - x, P)
                    || Big((a * b).ToNumber()) != x * y % P)
                {
                    wrong.Add($"{x:x} and {y:x}");
                }
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Squares_as_it_multiplies()
    {
        foreach (var x in Numbers.Concat(Enumerable.Range(0, 5000).Select(static _ => Any() % P)))
        {
            Assert.That(Big(Field(x).Square().ToNumber()), Is.EqualTo(x * x % P), $"{x:x}");
        }
    }

    [Test]
    public void Keeps_every_number_in_one_way_only()
    {
        foreach (var x in Numbers)
        {
            Assert.That(Field(x) - Field(x), Is.EqualTo(default(FieldElement)));
            Assert.That(Field(x) + Field(Mod(-x, P)), Is.EqualTo(default(FieldElement)));
            Assert.That(Field(x) * FieldElement.One, Is.EqualTo(Field(x)));
            Assert.That((Field(x) + FieldElement.One).IsZero, Is.EqualTo(x == P - 1));
        }
    }

    [Test]
    public void Inverts()
    {
        foreach (var x in Numbers.Where(static x => !x.IsZero))
        {
            Assert.That(Field(x) * Field(x).Invert(), Is.EqualTo(FieldElement.One), $"{x:x}");
        }
    }
}
