using NUnit.Framework;
using UserSystem.Application;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Attributes;

/// <summary>A key that cannot be stops the host, which names the classes.</summary>
public sealed class WrongHandlersTests
{
    [Test]
    public void Two_handlers_of_one_key() => Assert.That(
        Start(Handler("One", "new(\"team\")"), Handler("Other", "new(\"team\")")),
        Is.EqualTo("The key team has 2 handlers: Scratch.One and Scratch.Other."));

    [Test]
    public void One_more_handler_of_a_key_of_the_house() => Assert.That(
        Start(Handler("Flags", "new(\"profile_flags\")")),
        Is.EqualTo("The key profile_flags has 2 handlers: Scratch.Flags and UserSystem.Application.Attributes.Handlers.ProfileFlags.")
            .Or.EqualTo("The key profile_flags has 2 handlers: UserSystem.Application.Attributes.Handlers.ProfileFlags and Scratch.Flags."));

    [TestCase("Favourite_colour")]
    [TestCase("favourite colour")]
    [TestCase("a.b.c")]
    [TestCase("")]
    public void A_key_that_is_written_otherwise(string key) => Assert.That(
        Start(Handler("Wrong", $"new(\"{key}\")")),
        Is.EqualTo($"Scratch.Wrong: '{key}' is not a key of an attribute; one is written like favourite_colour. (Parameter 'name')"));

    [Test]
    public void A_key_in_the_open_namespace() => Assert.That(
        Start(Handler("Inside", "new(\"custom.team\")")),
        Is.EqualTo("Scratch.Inside has the key custom.team, which lies in the open namespace custom.*."));

    [Test]
    public void A_key_that_lies_in_another_open_namespace_by_a_setting() => Assert.That(
        Start(static plan => plan.Settings["Attributes__OpenNamespace"] = "team", Handler("Inside", "new(\"team.colour\")")),
        Is.EqualTo("Scratch.Inside has the key team.colour, which lies in the open namespace team.*."));

    [TestCase("private static readonly AttributeKey<string> Key")]
    [TestCase("public static AttributeKey<string> Key")]
    [TestCase("public static readonly AttributeKey<string> Name1")]
    [TestCase("public static readonly AttributeKey<int> Key")]
    public void A_handler_without_a_key_of_its_own(string declaration) => Assert.That(
        Start(Handler("Keyless", "new(\"team\")", declaration, "new AttributeKey<string>(\"team\")")),
        Is.EqualTo("Scratch.Keyless must declare 'public static readonly AttributeKey<String> Key'."));

    [Test]
    public void A_handler_that_takes_another_key_than_it_declares() => Assert.That(
        Start(Handler("Copied", "new(\"team\")", given: "new AttributeKey<string>(\"colour\")")),
        Is.EqualTo("Scratch.Copied declares the key team and takes colour."));

    private static string Start(params string[] handlers) => Start(static _ => { }, handlers);

    private static string Start(Action<HostPlan> change, params string[] handlers)
    {
        var assembly = ScratchAssembly.Load(handlers);
        return Assert.ThrowsAsync<InvalidOperationException>(() => ApiHost.StartAsync(plan =>
        {
            plan.ConnectionString = "Host=127.0.0.1;Port=1;Username=nobody;Database=none";
            plan.BecomesReady = false;
            plan.Adjust = services => services.AddAttributeHandlers(assembly);
            change(plan);
        }))!.Message;
    }

    private static string Handler(string name, string key, string declaration = "public static readonly AttributeKey<string> Key", string given = "Key") => $$"""
        using UserSystem.Application.Attributes;
        using UserSystem.Application.Attributes.Types;

        namespace Scratch;

        internal sealed class {{name}}() : AttributeHandler<string>({{given}}, AttributeTypes.Text(10))
        {
            {{declaration}} = {{key}};

            public override string Description => "";

            public override Audience Readers => Audience.Members;

            public override Audience Writers => Audience.Person;

            public override string Example => "";
        }
        """;
}
