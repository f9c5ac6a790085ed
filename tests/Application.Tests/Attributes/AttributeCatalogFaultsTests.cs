using System.Reflection;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Attributes.Types;

namespace UserSystem.Application.Tests.Attributes;

/// <summary>Handlers that cannot be, each of which stops the host with its name.</summary>
public sealed class AttributeCatalogFaultsTests
{
    [Test]
    public void One_that_declares_no_key() => Assert.That(
        () => AttributeCatalog.Scan(new Only(typeof(Colour), typeof(Keyless))).ToList(),
        Throws.InvalidOperationException.With.Message.EqualTo($"{typeof(Keyless).FullName} must declare 'public static readonly AttributeKey<Boolean> Key'."));

    [Test]
    public void One_whose_key_is_written_as_none_is() => Assert.That(
        () => AttributeCatalog.Scan(new Only(typeof(Colour), typeof(Misspelled))).ToList(),
        Throws.InvalidOperationException.With.Message.StartsWith($"{typeof(Misspelled).FullName}: 'Mis Spelled' is not a key of an attribute"));

    [Test]
    public void One_that_takes_another_key_than_it_declares() => Assert.That(
        () => Of(new Colour(), new Elsewhere()),
        Throws.InvalidOperationException.With.Message.EqualTo($"{typeof(Elsewhere).FullName} declares the key somewhere and takes elsewhere."));

    [Test]
    public void One_that_would_tell_whoever_signs_up_that_somebody_has_the_value() => Assert.That(
        () => Of(new Badge(), new Nickname()),
        Throws.InvalidOperationException.With.Message.StartsWith($"{typeof(Nickname).FullName} is unique and settable at sign-up"));

    [Test]
    public void Those_that_can_be_are_found() =>
        Assert.That(AttributeCatalog.Scan(new Only(typeof(string), typeof(AttributeHandler<>), typeof(Colour), typeof(Badge))), Is.EqualTo([typeof(Colour), typeof(Badge)]));

    private static AttributeCatalog Of(params AttributeHandler[] handlers) => new(handlers, Options.Create(new AttributesOptions()));

    private sealed class Only(params Type[] types) : Assembly
    {
        public override Type[] GetTypes() => types;
    }

    public abstract class Switch(AttributeKey<bool> key) : AttributeHandler<bool>(key, AttributeTypes.Flag)
    {
        public override string Description => "It is made to be refused.";

        public override Audience Readers => Audience.Person;

        public override Audience Writers => Audience.Person;

        public override bool Example => true;
    }

    public sealed class Keyless() : Switch(new("keyless"));

    public sealed class Misspelled() : Switch(Key)
    {
        public static readonly AttributeKey<bool> Key = new("Mis Spelled");
    }

    public sealed class Elsewhere() : Switch(new("elsewhere"))
    {
        public static readonly AttributeKey<bool> Key = new("somewhere");
    }

    public sealed class Nickname() : Switch(Key)
    {
        public static readonly AttributeKey<bool> Key = new("nickname");

        public override bool Unique => true;

        public override bool SettableAtSignUp => true;
    }
}
