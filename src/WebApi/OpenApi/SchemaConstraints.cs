using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using UserSystem.Application.Attributes;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Users;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.OpenApi;

/// <summary>
/// Says of every member what the service holds it to: of requests what their validators ask for, so that the two cannot drift apart, and of
/// answers that every member is always there.
/// </summary>
internal sealed class SchemaConstraints(IServiceProvider services) : IOpenApiSchemaTransformer
{
    // Rules that are a predicate to the validator, by the code that they refuse with.
    private static readonly Dictionary<string, Action<OpenApiSchema>> ByCode = new(StringComparer.Ordinal)
    {
        ["email.malformed"] = static schema => schema.Format = "idn-email",
        ["terms.malformed"] = Terms,
        ["terms.not_current"] = Terms,
        ["password.too_long"] = static schema => schema.Format = "password",
        [IPasswordPolicy.Code] = static schema => schema.Format = "password",
    };

    // What strings of answers hold, by name; problems have names of their own.
    private static readonly Dictionary<(bool OfProblem, string Name), string> Formats = new()
    {
        [(false, "email")] = "idn-email",
        [(false, "issuer")] = "uri",
        [(false, "jwks_uri")] = "uri",
        [(true, "type")] = "uri",
        [(true, "instance")] = "uri-reference",
    };

    /// <summary>Whether a type stands for a member of a merge patch.</summary>
    public static bool IsOptional(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>);

    /// <summary>Whether a type stands for any JSON at all.</summary>
    public static bool IsAnyJson(Type type) => type == typeof(RawJson) || type == typeof(JsonElement);

    public async Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo;
        if (IsOptional(type.Type))
        {
            var inner = await context.GetOrCreateSchemaAsync(type.Type.GenericTypeArguments[0], null, cancellationToken);

            // Null takes away, unless a rule wants something to be there. The request that it belongs to has been described before its members.
            schema.Type = MustBeThere(context.JsonPropertyInfo) ? inner.Type & ~JsonSchemaType.Null : inner.Type | JsonSchemaType.Null;
            (schema.Format, schema.Enum) = (schema.Format ?? inner.Format, inner.Enum);
        }
        else if ((Nullable.GetUnderlyingType(type.Type) ?? type.Type) is { IsEnum: true })
        {
            // Goes by its name, and whoever refers to it says whether null is as good: said here too, null would be two things at once.
            schema.Type = JsonSchemaType.String;
            schema.Enum = schema.Enum?.Where(static word => word?.GetValueKind() is JsonValueKind.String && !word.IsJsonNullSentinel()).ToList();
        }
        else if ((Nullable.GetUnderlyingType(type.Type) ?? type.Type) == typeof(DateTimeOffset))
        {
            // Written by a converter of ours, of which the framework cannot know what it writes.
            schema.Type = Nullable.GetUnderlyingType(type.Type) is null ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
        }
        else if (type.Type == typeof(AttributeMap))
        {
            (schema.Type, schema.AdditionalProperties) = (JsonSchemaType.Object, new OpenApiSchema { Description = "Any JSON." });
        }
        else if (type.Kind is JsonTypeInfoKind.Dictionary && type.ElementType is { } element && IsAnyJson(element))
        {
            schema.AdditionalProperties = new OpenApiSchema { Description = "Any JSON." };
        }
        else if (type.Kind is JsonTypeInfoKind.Object && schema.Properties is { } members)
        {
            if (type.Type.IsAssignableTo(typeof(IGuarded)))
            {
                DescribeRequest(schema, members, type.Type);
            }
            else
            {
                DescribeAnswer(schema, members, type);
            }
        }
    }

    private bool MustBeThere(JsonPropertyInfo? member) => member is not null
        && services.GetService(typeof(IValidator<>).MakeGenericType(member.DeclaringType)) is IValidator validator
        && validator.CreateDescriptor().GetMembersWithValidators().Any(rules =>
            rules.Key == member.Name && rules.Any(static rule => rule.Validator is INotEmptyValidator));

    private void DescribeRequest(OpenApiSchema schema, IDictionary<string, IOpenApiSchema> members, Type type)
    {
        schema.AdditionalPropertiesAllowed = false;
        schema.Required = type.GetProperties().Where(static member => IsAnyJson(member.PropertyType))
            .Select(static member => JsonNamingPolicy.CamelCase.ConvertName(member.Name)).ToHashSet(StringComparer.Ordinal);
        if (services.GetService(typeof(IValidator<>).MakeGenericType(type)) is not IValidator validator)
        {
            return;
        }

        foreach (var rules in validator.CreateDescriptor().GetMembersWithValidators())
        {
            var member = (OpenApiSchema)members[rules.Key];
            foreach (var (rule, component) in rules)
            {
                Constrain(member, rule);
                if (component.ErrorCode is { } code && ByCode.TryGetValue(code, out var constrain))
                {
                    constrain(member);
                }

                if (rule is INotEmptyValidator or INotNullValidator or IEqualValidator && !IsPatch(type))
                {
                    schema.Required.Add(rules.Key);
                }
            }
        }
    }

    private static void Constrain(OpenApiSchema member, IPropertyValidator rule)
    {
        switch (rule)
        {
            case INotNullValidator:
                member.Type &= ~JsonSchemaType.Null;
                break;
            case INotEmptyValidator:
                member.Type &= ~JsonSchemaType.Null;
                member.MinLength = Math.Max(member.MinLength ?? 0, 1);
                break;
            case ILengthValidator length:
                member.MinLength = length.Min > 0 ? length.Min : member.MinLength;
                member.MaxLength = length.Max;
                break;
            case IBetweenValidator between:
                member.Minimum = Convert.ToString(between.From, CultureInfo.InvariantCulture);
                member.Maximum = Convert.ToString(between.To, CultureInfo.InvariantCulture);
                break;
            case IEqualValidator { ValueToCompare: bool value }:
                member.Type &= ~JsonSchemaType.Null;
                member.Enum = [JsonValue.Create(value)];
                break;
        }
    }

    private static void DescribeAnswer(OpenApiSchema schema, IDictionary<string, IOpenApiSchema> members, JsonTypeInfo type)
    {
        // Answers may grow: a client that refuses what it does not know would break by itself.
        schema.AdditionalPropertiesAllowed = true;
        schema.Required = type.Properties.Where(static member => member.ShouldSerialize is null).Select(static member => member.Name)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (name, member) in members)
        {
            if (member is OpenApiSchema plain && Formats.TryGetValue((type.Type == typeof(ProblemDto), name), out var format))
            {
                plain.Format = format;
            }
        }
    }

    private static void Terms(OpenApiSchema schema) => (schema.Pattern, schema.MaxLength) = (TermsVersion.Pattern, TermsVersion.MaxLength);

    private static bool IsPatch(Type type) => type.GetProperties().Any(static member => IsOptional(member.PropertyType));
}
