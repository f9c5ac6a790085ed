using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Tests.Attributes;

public sealed class FollowAttributesTests : AttributeHouse
{
    [Test]
    public async Task A_reaction_sees_what_was_and_what_is(CancellationToken ct)
    {
        foreach (var value in new[] { "free", "paid", "paid" })
        {
            await Attributes.SetAsync(Person, Plan.Key, value, ct);
            await World.Work.CommitAsync(ct);
        }

        await Attributes.DeleteAsync(Person.Id, Plan.Key, ct);
        await World.Work.CommitAsync(ct);
        Assert.That(Reaction.Seen.Select(static each => $"{each.Before.IsGiven} {each.Before.Value}>{each.After.IsGiven} {each.After.Value}"),
            Is.EqualTo(["False >True free", "True free>True paid", "True paid>False "]));
        Assert.That(Reaction.Seen.Select(static each => each.UserId), Is.All.EqualTo(Person.Id));
    }

    [Test]
    public async Task What_a_reaction_changes_is_saved_with_the_value_and_followed_itself(CancellationToken ct)
    {
        Reaction.Next = (change, token) => Attributes.SetAsync(change.UserId, Steps.Key, 1, token);
        await Attributes.SetAsync(Person, Plan.Key, "paid", ct);
        Assert.That(Reaction.Seen, Is.Empty, "not before the commit");
        await World.Work.CommitAsync(ct);
        Assert.That((World.Work.Commits, Kept("plan"), Kept("steps"), World.Attributes.Changes.Single().Key), Is.EqualTo((1, "\"paid\"", "1", "steps")));
    }

    [Test]
    public async Task What_a_reaction_refuses_is_not_kept_and_its_refusal_is_the_answer(CancellationToken ct)
    {
        var refusal = Error.Conflict("plan.unpaid", "Nobody has paid.");
        Reaction.Next = (change, _) => Task.FromResult<Result>(change.After.Value == "paid" ? refusal : Result.Success);
        await PutAsync("plan", "\"free\"");

        var answer = await Editor.SetAsync(Person.Id, "plan", Json("\"paid\""), condition: null, ct);

        Assert.That(answer.Error, Is.EqualTo(refusal));
        Assert.That((await World.Work.CommitAsync(ct)).Error, Is.Null, "it is given up");
        Assert.That(Reaction.Seen, Has.Count.EqualTo(1));
        Assert.That(World.Attributes.Changes, Is.Empty);
    }

    [Test]
    public async Task An_exception_undoes_the_change(CancellationToken ct)
    {
        Reaction.Next = static (_, _) => throw new TimeoutException();
        await Attributes.SetAsync(Person, Plan.Key, "paid", ct);
        Assert.That(() => World.Work.CommitAsync(ct), Throws.TypeOf<TimeoutException>());
        Assert.That((Kept("plan"), World.Work.Commits), Is.EqualTo(((string?)null, 0)));
    }

    [Test]
    public async Task Keys_without_history_leave_none_and_reactions_hear_of_their_own_key_alone(CancellationToken ct)
    {
        await Attributes.SetAsync(Person, Colour.Key, "blue", ct);
        World.Attributes.Add(UserAttribute.Create(Ids.Next<UserAttributeId>(), Person.Id, "former_key", "1", isUnique: false));
        await World.Work.CommitAsync(ct);
        Assert.That((World.Attributes.All.Count, World.Attributes.Changes.Count, Reaction.Seen.Count), Is.EqualTo((2, 0, 0)));
    }

    [Test]
    public void Only_what_nothing_follows_is_plain()
    {
        var reactions = new AttributeReactions(Services.GetRequiredService<IServiceProviderIsKeyedService>());
        Assert.That(Catalog.All.Where(reactions.IsPlain).Select(static each => each.Name), Is.EqualTo(["badge", "favourite_colour", "tags", "custom.*"]));
    }

    [Test]
    public void Handlers_and_reactions_are_found_where_they_are()
    {
        var services = new ServiceCollection().AddAttributeHandlers(typeof(AttributeHandler).Assembly);
        Assert.That(services.Where(static each => each.ServiceType == typeof(AttributeHandler)).Select(static each => each.ImplementationType!.Name),
            Has.Some.EqualTo("InvitedByUserId").And.Some.EqualTo("OnboardingMilestones").And.Some.EqualTo("ProfileFlags").And.None.EqualTo("OpenNamespace"));
    }
}
