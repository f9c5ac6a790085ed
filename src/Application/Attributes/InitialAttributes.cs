using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;
using FluentValidation.Results;
using FluentValidation.Validators;
using UserSystem.Application.Ports;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Attributes;

/// <summary>Values that somebody new begins with: only of keys that say so, all of them or nobody new.</summary>
internal sealed class InitialAttributes(AttributeCatalog catalog, UserAttributes attributes, IPermissions permissions, IAuditLog audit)
{
    public static readonly Dictionary<string, JsonElement> Nothing = [];

    /// <summary>
    /// How many values somebody can begin with, and as many again by invitation. There is always room for all of them: a limit that is met
    /// only while somebody new is stored would tell whether an address has an account.
    /// </summary>
    public static int MaxCountOf(AttributesOptions options) => Math.Min(MaxCount, (options.MaxPerUser - 1) / 2);

    // Nobody who signs up is known yet; and storing many would take longer than storing none for an address that has an account.
    private const int MaxCount = 10;

    /// <summary>What the values that somebody begins with may take together, in bytes.</summary>
    public const int MaxBytes = 8 * 1024;

    /// <summary>Gives values that were judged to somebody new.</summary>
    /// <param name="userId">To whom.</param>
    /// <param name="values">Which.</param>
    /// <param name="author">Whose act it is; null for the caller's.</param>
    public void Add(UserId userId, IReadOnlyDictionary<string, JsonElement>? values, UserId? author)
    {
        if (values is not { Count: > 0 })
        {
            return;
        }

        JsonObject given = [];
        foreach (var (key, value) in values)
        {
            var handler = catalog.Find(key)!;
            var text = catalog.Accept(handler, value, new AttributeFaults(key))!;
            attributes.Put(present: null, userId, handler, key, text, author);
            given[key] = JsonNode.Parse(text);
        }

        // What people begin with by themselves is no act of staff.
        if (author is null)
        {
            audit.Record(new AuditEntry("attributes.change", $"user:{userId.Value}", Before: null, given));
        }
    }

    /// <summary>
    /// Why somebody may not give values of these keys, which are known, to somebody new; null where they may: what people can give themselves,
    /// and what the giver may set of others.
    /// </summary>
    public async ValueTask<Error?> CheckAsync(UserId giver, IEnumerable<string> keys, CancellationToken ct)
    {
        var others = keys.Select(key => catalog.Find(key)!).Where(static handler => !handler.SettableAtSignUp).ToList();
        if (others.Count == 0)
        {
            return null;
        }

        var held = await permissions.OfAsync(giver, ct);
        return held.Holds(Permissions.AttributesWrite) && others.TrueForAll(handler => handler.Writers.AdmitsHolder(held, Permissions.AttributesWrite))
            ? null
            : AttributeErrors.NotWritable;
    }
}

/// <summary>Judges values that somebody new begins with, all of them at once.</summary>
internal sealed class InitialAttributesRule<T>(AttributeCatalog catalog, bool isSignUp)
    : PropertyValidator<T, IReadOnlyDictionary<string, JsonElement>?>
{
    public override string Name => "InitialAttributesRule";

    public override bool IsValid(ValidationContext<T> context, IReadOnlyDictionary<string, JsonElement>? value)
    {
        var faults = new AttributeFaults(context.PropertyPath);
        var maxCount = InitialAttributes.MaxCountOf(catalog.Options);
        if (value?.Count > maxCount)
        {
            faults.Add(ValueFaults.MapTooLarge.Code, $"Nobody begins with more than {maxCount} attributes.");
        }
        else
        {
            var bytes = (value ?? InitialAttributes.Nothing).Sum(each => Encoding.UTF8.GetByteCount(Judge(each.Key, each.Value, faults.At(each.Key)) ?? ""));
            if (bytes > InitialAttributes.MaxBytes)
            {
                faults.Add(ValueFaults.TooLarge.Code, $"Nobody begins with more than {InitialAttributes.MaxBytes} bytes of attributes.");
            }
        }

        foreach (var fault in faults.Found)
        {
            context.AddFailure(new ValidationFailure(fault.Path, fault.Message) { ErrorCode = fault.Code });
        }

        return true;
    }

    private string? Judge(string key, JsonElement value, AttributeFaults faults)
    {
        if (catalog.Find(key) is not { } handler)
        {
            faults.Add(AttributeErrors.UnknownKey.Code, AttributeErrors.UnknownKey.Message);
        }
        else if (isSignUp && !handler.SettableAtSignUp)
        {
            faults.Add(ValueFaults.NotAtSignUp.Code, ValueFaults.NotAtSignUp.Message);
        }
        else if (value.ValueKind is JsonValueKind.Null)
        {
            faults.Add("required", "A value must not be null.");
        }
        else
        {
            return catalog.Accept(handler, value, faults);
        }

        return null;
    }
}

/// <summary>Rules about values that somebody new begins with.</summary>
internal static class InitialAttributesRules
{
    /// <summary>Values of keys that can be set at sign-up.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyDictionary<string, JsonElement>?> AttributesAtSignUp<T>(
        this IRuleBuilder<T, IReadOnlyDictionary<string, JsonElement>?> rule, AttributeCatalog catalog) =>
        rule.SetValidator(new InitialAttributesRule<T>(catalog, isSignUp: true)).WithErrorCode(ValueFaults.NotAtSignUp.Code).WithMessage(ValueFaults.NotAtSignUp.Message);

    /// <summary>Values of keys that there are; whether the caller may set them is asked afterwards.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyDictionary<string, JsonElement>?> Attributes<T>(
        this IRuleBuilder<T, IReadOnlyDictionary<string, JsonElement>?> rule, AttributeCatalog catalog) =>
        rule.SetValidator(new InitialAttributesRule<T>(catalog, isSignUp: false)).WithErrorCode(AttributeErrors.UnknownKey.Code).WithMessage(AttributeErrors.UnknownKey.Message);
}
