using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using UserSystem.Application.Attributes.Handlers;
using UserSystem.Domain.Attributes;

namespace UserSystem.Application.Attributes;

/// <summary>All keys there are. Made once, at the start; a key that cannot be stops the host, with the names of the classes.</summary>
public sealed class AttributeCatalog
{
    private readonly FrozenDictionary<string, AttributeHandler> _handlers;
    private readonly OpenNamespace? _open;

    /// <summary>A catalogue of these handlers. Throws where two have one key, or one stands in the open namespace.</summary>
    public AttributeCatalog(IEnumerable<AttributeHandler> handlers, IOptions<AttributesOptions> options)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Value;
        _open = Options.OpenNamespace.Length > 0 ? new OpenNamespace(Options.OpenNamespace) : null;
        var all = handlers.OrderBy(static handler => handler.Name, StringComparer.Ordinal).ToList();
        if (all.GroupBy(static handler => handler.Name).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException(
                $"The key {twice.Key} has {twice.Count()} handlers: {string.Join(" and ", twice.Select(static handler => handler.GetType().FullName))}.");
        }

        if (all.Find(static handler => KeyOf(handler.GetType())?.GetValue(null) is { } declared && declared.ToString() != handler.Name) is { } other)
        {
            throw new InvalidOperationException($"{other.GetType().FullName} declares the key {KeyOf(other.GetType())!.GetValue(null)} and takes {other.Name}.");
        }

        if (_open is not null && all.Find(handler => _open.Holds(handler.Name)) is { } inside)
        {
            throw new InvalidOperationException($"{inside.GetType().FullName} has the key {inside.Name}, which lies in the open namespace {_open.Name}.");
        }

        if (all.Find(static handler => handler is { Unique: true, SettableAtSignUp: true }) is { } telling)
        {
            throw new InvalidOperationException(
                $"{telling.GetType().FullName} is unique and settable at sign-up: that a value is taken would tell who signs up whether the address has an account.");
        }

        _handlers = all.ToFrozenDictionary(static handler => handler.Name, StringComparer.Ordinal);
        All = _open is null ? all : [.. all, _open];
        PersonReads = [.. all.Where(static handler => handler.Readers.IncludesPerson).Select(static handler => handler.Name)];
        NamespacePersonReads = _open?.Readers.IncludesPerson is true ? Options.OpenNamespace : null;
    }

    /// <summary>All handlers in the order of their keys, the open namespace last.</summary>
    public IReadOnlyList<AttributeHandler> All { get; }

    /// <summary>The keys whose values people see of themselves, without those of the open namespace.</summary>
    public IReadOnlyList<string> PersonReads { get; }

    /// <summary>The open namespace, where people see its values of themselves.</summary>
    public string? NamespacePersonReads { get; }

    /// <summary>What people can keep.</summary>
    public AttributesOptions Options { get; }

    /// <summary>Who handles this key; null where nobody does. Any text may be asked about.</summary>
    public AttributeHandler? Find(string key) =>
        _handlers.TryGetValue(key, out var handler) ? handler
        : _open?.Holds(key) is true && AttributeName.IsValid(key) ? _open
        : null;

    /// <summary>True for the handler of the open namespace, whose keys are not known beforehand.</summary>
    internal bool IsOpen(AttributeHandler handler) => ReferenceEquals(handler, _open);

    /// <summary>The handler of a key that code names. One that was not found at the start is a bug and throws.</summary>
    internal AttributeHandler<T> Get<T>(AttributeKey<T> key) => Find(key.Name) as AttributeHandler<T>
        ?? throw new InvalidOperationException($"No handler takes the key {key.Name} with values of this type.");

    /// <summary>The value in its usual form, as JSON; null after telling what is wrong with it.</summary>
    internal string? Accept(AttributeHandler handler, JsonElement value, AttributeFaults faults)
    {
        var text = handler.Accept(value, faults);
        if (text is null || Encoding.UTF8.GetByteCount(text) <= Options.MaxValueBytes)
        {
            return text;
        }

        faults.Add(ValueFaults.TooLarge.Code, $"A value has at most {Options.MaxValueBytes} bytes.");
        return null;
    }

    /// <summary>The types of handlers in an assembly. Throws for one that cannot be made or is not named by a key.</summary>
    internal static IEnumerable<Type> Scan(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes().Where(static type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(AttributeHandler)) && type != typeof(OpenNamespace)))
        {
            var value = ValueOf(type);
            var key = KeyOf(type);
            if (key?.FieldType != typeof(AttributeKey<>).MakeGenericType(value) || !key.IsInitOnly)
            {
                throw new InvalidOperationException($"{type.FullName} must declare 'public static readonly AttributeKey<{value.Name}> Key'.");
            }

            try
            {
                RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            }
            catch (TypeInitializationException failure)
            {
                throw new InvalidOperationException($"{type.FullName}: {failure.InnerException?.Message}", failure);
            }

            yield return type;
        }
    }

    private static FieldInfo? KeyOf(Type type) => type.GetField("Key", BindingFlags.Public | BindingFlags.Static);

    private static Type ValueOf(Type type)
    {
        var generic = type;
        while (!generic.IsGenericType || generic.GetGenericTypeDefinition() != typeof(AttributeHandler<>))
        {
            generic = generic.BaseType!;
        }

        return generic.GenericTypeArguments[0];
    }
}
