using System.Text.Json;
using System.Text.Json.Nodes;
using UserSystem.Application.Attributes.Types;
using UserSystem.Application.Shared;
using UserSystem.Domain.Attributes;

namespace UserSystem.Application.Attributes;

/// <summary>How closely the values of a key have to be watched.</summary>
public enum Sensitivity
{
    /// <summary>Says nothing about anybody.</summary>
    None,

    /// <summary>Personal data (GDPR, article 4): exported, imported and purged with the person.</summary>
    Personal,

    /// <summary>Personal data that can harm (GDPR, articles 9 and 10).</summary>
    Special,
}

/// <summary>What the system knows of a key, whatever the type of its values. Derive from <see cref="AttributeHandler{T}"/>.</summary>
public abstract class AttributeHandler
{
    private protected AttributeHandler(string name) => Name = name;

    /// <summary>The key as the API writes it; for an open namespace <c>custom.*</c>.</summary>
    public string Name { get; private protected init; }

    /// <summary>What the values mean: a sentence for whoever reads the catalogue.</summary>
    public abstract string Description { get; }

    /// <summary>Who may see the values.</summary>
    public abstract Audience Readers { get; }

    /// <summary>Who may change the values.</summary>
    public abstract Audience Writers { get; }

    /// <summary>Whether somebody who signs up, or whom staff brings in, can be given a value at once.</summary>
    public virtual bool SettableAtSignUp => false;

    /// <summary>Whether people can be looked up, and lists filtered, by a value; by an element, where values are lists.</summary>
    public virtual bool Searchable => false;

    /// <summary>Whether only one person can have a value. It holds for what is set from then on.</summary>
    public virtual bool Unique => false;

    /// <summary>Whether each change is kept, with who made it and when.</summary>
    public virtual bool KeepsHistory => false;

    /// <summary>How closely the values have to be watched.</summary>
    public virtual Sensitivity Sensitivity => Sensitivity.Personal;

    /// <summary>A JSON Schema of the values, made anew for each caller.</summary>
    public abstract JsonObject Schema { get; }

    /// <summary>A value that is accepted, as JSON.</summary>
    internal abstract string ExampleText { get; }

    /// <summary>What counts where nothing is set, as JSON; null where nothing does.</summary>
    internal abstract string? DefaultText { get; }

    /// <summary>The value in its usual form, as JSON; null after telling what is wrong with it.</summary>
    internal abstract string? Accept(JsonElement value, AttributeFaults faults);

    /// <summary>What people are looked up by, as JSON, from text in a query; null after telling what is wrong with it.</summary>
    internal abstract string? AcceptSearch(string text, AttributeFaults faults);

    /// <summary>A change in the types of the handler, for those who react to it.</summary>
    internal abstract AttributeChange Describe(AttributeChanged changed);
}

/// <summary>
/// One key of attributes. A new key is one class like this and nothing else: it is found at the start, listed in the catalogue, validated,
/// protected, searchable and exported by what it says here. It also declares <c>public static readonly AttributeKey&lt;T&gt; Key</c>, by which
/// business code names it. The description of how to write one is docs/adding-an-attribute.md.
/// </summary>
/// <param name="key">The key.</param>
/// <param name="type">How values are read and judged; <see cref="AttributeTypes"/> has the usual ones.</param>
public abstract class AttributeHandler<T>(AttributeKey<T> key, AttributeType<T> type) : AttributeHandler(key.Name)
{
    /// <summary>A value that is accepted; the catalogue shows it, and the tests of all keys begin with it.</summary>
    public abstract T Example { get; }

    /// <summary>What counts for people who have no value; nothing where it is not overridden.</summary>
    public virtual Optional<T> Default => default;

    /// <inheritdoc/>
    public sealed override JsonObject Schema
    {
        get
        {
            var schema = type.Schema;
            Constrain(schema);
            return schema;
        }
    }

    internal sealed override string ExampleText => Write(Example);

    internal sealed override string? DefaultText => Default.IsGiven ? Write(Default.Value) : null;

    /// <summary>Judges what the type alone does not; a rule that a schema can say belongs into <see cref="Constrain"/> as well.</summary>
    /// <param name="value">A value of the type.</param>
    /// <param name="faults">Takes whatever is wrong.</param>
    protected internal virtual void Judge(T value, AttributeFaults faults)
    {
    }

    /// <summary>Adds to the schema what <see cref="Judge"/> asks for.</summary>
    protected virtual void Constrain(JsonObject schema)
    {
    }

    internal override string? Accept(JsonElement value, AttributeFaults faults)
    {
        if (!type.TryRead(value, faults, out var read))
        {
            return null;
        }

        // Other values of the same request may have faults of their own.
        var before = faults.Found.Count;
        Judge(read, faults);
        return faults.Found.Count > before ? null : AttributeJson.Normalize(AttributeJson.Parse(Write(read)), faults);
    }

    internal sealed override string? AcceptSearch(string text, AttributeFaults faults) =>
        type.ReadSearch(SearchText.Read(text, type.Schema), faults) is { } sought ? AttributeJson.Normalize(AttributeJson.Parse(sought), faults) : null;

    internal sealed override AttributeChange Describe(AttributeChanged changed) =>
        new AttributeChange<T>(changed.UserId, Read(changed.Before), Read(changed.After));

    /// <summary>A value that was kept. One that the type would not take any more is left out: rules may have become stricter since.</summary>
    internal Optional<T> Read(string? text) =>
        text is not null && type.TryRead(AttributeJson.Parse(text), new AttributeFaults("value"), out var value) ? new(value) : default;

    /// <summary>A value as JSON.</summary>
    internal string Write(T value) => type.ToJson(value);
}
