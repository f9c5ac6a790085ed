using Microsoft.Extensions.Options;
using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Attributes.Handlers;
using UserSystem.Application.Attributes.Types;
using UserSystem.Application.Shared;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Roles;

namespace UserSystem.Application.Tests.Attributes;

public sealed class AttributeCatalogTests : AttributeHouse
{
    [Test]
    public void Two_with_one_key_stop_the_host_with_both_names() => Assert.That(
        () => new AttributeCatalog([new Colour(), new Steps(), new AlsoColour()], Options.Create(new AttributesOptions())),
        Throws.InvalidOperationException.With.Message.EqualTo(
            $"The key favourite_colour has 2 handlers: {typeof(Colour).FullName} and {typeof(AlsoColour).FullName}."));

    [Test]
    public void One_within_the_open_namespace_stops_the_host()
    {
        Assert.That(
            () => new AttributeCatalog([new Inside()], Options.Create(new AttributesOptions())),
            Throws.InvalidOperationException.With.Message.EqualTo($"{typeof(Inside).FullName} has the key custom.inside, which lies in the open namespace custom.*."));
        Assert.That(new AttributeCatalog([new Inside()], Options.Create(new AttributesOptions { OpenNamespace = "mine" })).Find("custom.inside"), Is.InstanceOf<Inside>());
    }

    [Test]
    public void All_are_listed_by_their_keys_the_open_namespace_last()
    {
        Assert.That(Catalog.All.Select(static each => each.Name), Is.EqualTo(["badge", "favourite_colour", "origin", "plan", "steps", "tags", "custom.*"]));
        Assert.That(new AttributeCatalog([new Steps(), new Badge()], Options.Create(new AttributesOptions { OpenNamespace = "" })).All.Select(static each => each.Name),
            Is.EqualTo(["badge", "steps"]));
    }

    [Test]
    public void What_people_see_of_themselves_is_known_beforehand()
    {
        Assert.That(Catalog.PersonReads, Is.EqualTo(["badge", "favourite_colour", "plan", "steps"]));
        Assert.That(Catalog.NamespacePersonReads, Is.EqualTo("custom"));
        Assert.That(new AttributeCatalog([], Options.Create(new AttributesOptions { OpenNamespace = "" })).NamespacePersonReads, Is.Null);
    }

    [TestCase("custom.a", true)]
    [TestCase("custom.a-b_1", true)]
    [TestCase("custom.", false)]
    [TestCase("custom", false)]
    [TestCase("custom.*", false)]
    [TestCase("custom.a.b", false)]
    [TestCase("customs.a", false)]
    [TestCase("Custom.a", false)]
    [TestCase("custom.a\n", false)]
    [TestCase("", false)]
    public void The_open_namespace_takes_what_is_written_like_a_key(string key, bool takes) => Assert.That(Catalog.Find(key) is not null, Is.EqualTo(takes));

    [Test]
    public void A_key_with_values_of_another_type_is_a_bug()
    {
        Assert.That(() => Catalog.Get(new AttributeKey<bool>("steps")), Throws.InvalidOperationException.With.Message.Contains("steps"));
        Assert.That(() => Catalog.Get(new AttributeKey<bool>("unheard_of")), Throws.InvalidOperationException);
        Assert.That(Catalog.Get(Steps.Key), Is.InstanceOf<Steps>());
        Assert.That(() => new AttributeKey<bool>("Steps"), Throws.ArgumentException.With.Message.StartsWith("'Steps' is not a key of an attribute"));
        Assert.That(Steps.Key.ToString(), Is.EqualTo("steps"));
    }

    [TestCase("", true)]
    [TestCase("mine", true)]
    [TestCase("Mine", false)]
    [TestCase("a.b", false)]
    public void The_open_namespace_is_written_like_a_key(string name, bool isGood)
    {
        var faults = new AttributesOptions { OpenNamespace = name }.Validate(new System.ComponentModel.DataAnnotations.ValidationContext(new object())).ToList();
        Assert.That(faults, Has.Count.EqualTo(isGood ? 0 : 1));
        Assert.That(faults.SelectMany(static fault => fault.MemberNames), Is.All.EqualTo("OpenNamespace"));
        Assert.That(faults.Select(static fault => fault.ErrorMessage), Is.All.StartsWith("Attributes__OpenNamespace must be empty"));
    }

    [Test]
    public async Task The_catalogue_tells_all_there_is_to_know_of_a_key(CancellationToken ct)
    {
        var all = (await new GetAttributeKeysHandler(Catalog).Handle(new GetAttributeKeys(), ct)).Value;
        Assert.That((all.Items.Count, all.NextCursor), Is.EqualTo((7, (string?)null)));
        var tags = (await new GetAttributeKeyHandler(Catalog).Handle(new GetAttributeKey("tags"), ct)).Value;
        Assert.That((tags.Key, tags.Description, tags.Example.Text, tags.Default.Text), Is.EqualTo(("tags", "Staff alone sees and sets it.", "[\"vip\"]", "null")));
        Assert.That((tags.Readers, tags.Writers), Is.EqualTo(((string[])["attributes:read", "system"], (string[])["attributes:write", "system"])));
        Assert.That((tags.SettableAtSignUp, tags.Searchable, tags.Unique, tags.KeepsHistory, tags.Sensitivity), Is.EqualTo((false, true, false, false, Sensitivity.Special)));
        Assert.That(tags.Schema.Text, Does.StartWith("""{"type":"array","items":{"type":"string","minLength":1,"maxLength":20,""").And.EndsWith("""},"maxItems":5}"""));
        Assert.That((await new GetAttributeKeyHandler(Catalog).Handle(new GetAttributeKey("favourite_colour"), ct)).Value.Default.Text, Is.EqualTo("\"grey\""));
        Assert.That((await new GetAttributeKeyHandler(Catalog).Handle(new GetAttributeKey("custom.x"), ct)).Value.Key, Is.EqualTo("custom.*"));
        Assert.That((await new GetAttributeKeyHandler(Catalog).Handle(new GetAttributeKey("custom.*"), ct)).Value.SettableAtSignUp, Is.True);
        Assert.That((await new GetAttributeKeyHandler(Catalog).Handle(new GetAttributeKey("unheard_of"), ct)).Error, Is.EqualTo(AttributeErrors.UnknownKey));
    }

    [Test]
    public void The_rules_of_a_handler_stand_in_its_schema() =>
        Assert.That(new Colour().Schema["not"]?.ToJsonString(), Is.EqualTo("""{"const":"red"}"""));

    [Test]
    public void The_keys_of_the_service_are_what_the_description_says()
    {
        Assert.That(Facets(new InvitedByUserId()), Is.EqualTo("person attributes:read system | system | searchable"));
        Assert.That(Facets(new OnboardingMilestones()), Is.EqualTo("person attributes:read system | person attributes:write system | history"));
        Assert.That(Facets(new ProfileFlags()), Is.EqualTo("attributes:read system | attributes:write system | searchable history"));
        Assert.That(new OnboardingMilestones().Example, Is.Not.Empty);
        Assert.That(new ProfileFlags().Example, Is.Not.Empty);
    }

    private static string Facets(AttributeHandler handler) =>
        $"{string.Join(' ', handler.Readers.Describe(Permissions.AttributesRead))} | {string.Join(' ', handler.Writers.Describe(Permissions.AttributesWrite))} |"
        + (handler.Searchable ? " searchable" : "") + (handler.KeepsHistory ? " history" : "") + (handler.Unique ? " unique" : "");

    public sealed class AlsoColour() : AttributeHandler<string>(Key, AttributeTypes.Text(20))
    {
        public static readonly AttributeKey<string> Key = new("favourite_colour");

        public override string Description => "The same key again.";

        public override Audience Readers => Audience.System;

        public override Audience Writers => Audience.System;

        public override string Example => "blue";
    }

    public sealed class Inside() : AttributeHandler<bool>(Key, AttributeTypes.Flag)
    {
        public static readonly AttributeKey<bool> Key = new("custom.inside");

        public override string Description => "A key where people have their own.";

        public override Audience Readers => Audience.System;

        public override Audience Writers => Audience.System;

        public override bool Example => true;
    }
}
