using FsCheck;
using FsCheck.Fluent;
using UserSystem.Domain.Sessions;
using UserSystem.Testing;

namespace UserSystem.Domain.Tests.Sessions;

/// <summary>What holds of a session's judgement along every line of time.</summary>
public sealed class SessionProperties
{
    private static readonly byte[][] Hashes = [Any.TokenHash(), Any.TokenHash(), Any.TokenHash()];

    private sealed record Line(int Idle, int Absolute, int Rotated, int? Seen, int? Ended, int Window, int Asked)
    {
        public Session Session()
        {
            var lifetime = new SessionLifetime(TimeSpan.FromSeconds(Idle), TimeSpan.FromSeconds(Idle), TimeSpan.FromSeconds(Absolute));
            return Any.Session(tokenHash: Hashes[0], lifetime: lifetime)
                .With(session => session.PreviousTokenHash, Hashes[1])
                .With(session => session.RotatedAt, At(Rotated))
                .With(session => session.SuccessorSeenAt, Seen is { } seen ? At(seen) : null)
                .With(session => session.EndedAt, Ended is { } ended ? At(ended) : null);
        }

        public RefreshVerdict Judge(int token, int? at = null) => Session().Judge(Hashes[token], TimeSpan.FromSeconds(Window), At(at ?? Asked));

        private static DateTimeOffset At(int seconds) => Any.Instant.AddSeconds(seconds);
    }

    private static readonly Gen<int?> Perhaps = Gen.OneOf(Gen.Constant((int?)null), Gen.Choose(0, 200).Select(static second => (int?)second));

    private static readonly Arbitrary<Line> Lines = (
        from idle in Gen.Choose(1, 100)
        from absolute in Gen.Choose(1, 150)
        from rotated in Gen.Choose(0, 100)
        from seen in Perhaps
        from ended in Perhaps
        from window in Gen.Choose(0, 30)
        from asked in Gen.Choose(0, 200)
        select new Line(idle, absolute, rotated, seen, ended, window, asked)).ToArbitrary();

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public Property What_is_over_is_over_for_every_token_and_for_good() => Prop.ForAll(Lines, static line =>
        Enumerable.Range(0, 3).All(token =>
            line.Judge(token) is RefreshVerdict.Ended == (line.Ended is not null || line.Asked >= Math.Min(line.Idle, line.Absolute))
            && (line.Judge(token) is not RefreshVerdict.Ended || line.Judge(token, line.Asked + 1) is RefreshVerdict.Ended)));

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public Property Only_the_current_token_rotates_and_an_unknown_one_is_never_excused() => Prop.ForAll(Lines, static line =>
        line.Judge(0) is RefreshVerdict.Rotate or RefreshVerdict.Ended
        && line.Judge(1) is not RefreshVerdict.Rotate
        && line.Judge(2) is RefreshVerdict.Reused or RefreshVerdict.Ended);

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public Property The_previous_one_is_excused_while_its_successor_is_unused_or_within_the_window() => Prop.ForAll(Lines, static line =>
        line.Judge(1) is RefreshVerdict.Ended
        || line.Judge(1) is RefreshVerdict.RepeatAnswer == (line.Seen is null || line.Asked - line.Rotated <= line.Window));
}
