using System.Reflection;
using FluentValidation;
using Microsoft.AspNetCore.WebUtilities;
using UserSystem.Application.Accounts;
using UserSystem.Application.Attributes;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Roles;
using UserSystem.Domain.Shared;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.OpenApi;

/// <summary>A code that a program may meet.</summary>
/// <param name="Code">What stands in <c>code</c>, or in <c>errorCodes</c> for a fault of one member.</param>
/// <param name="Status">The status that it comes with; null for faults of a member, which come with <c>validation.failed</c>.</param>
/// <param name="Title">The status in words, as in <c>title</c>; null for faults of a member.</param>
/// <param name="Meaning">What it tells, as in <c>detail</c> or <c>errors</c>.</param>
/// <param name="Cause">Why it is answered.</param>
/// <param name="Cure">What the client does about it.</param>
/// <param name="RetryAfter">What stands in <c>Retry-After</c>, in words; null where there is none.</param>
/// <param name="Operations">The calls that may answer with it, by their <c>operationId</c>; none where the server itself does.</param>
public sealed record ProblemCodeDto(
    string Code, int? Status, string? Title, string Meaning, string Cause, string Cure, string? RetryAfter, IReadOnlyList<string> Operations);

/// <summary>All codes, found where they are declared: in the classes named <c>…Errors</c>, in the validators, in the password policy.</summary>
internal sealed class ProblemCatalogue(IServiceProvider services, IPasswordPolicy passwords, ProblemOperations operations)
{
    private static readonly Assembly[] Declaring = [typeof(Error).Assembly, typeof(Access).Assembly, typeof(HttpErrors).Assembly];

    private readonly Lazy<IReadOnlyList<ProblemCodeDto>> _all = new(() => Collect(services, passwords, operations));

    /// <summary>Every code once, problems before faults, by name.</summary>
    public IReadOnlyList<ProblemCodeDto> All => _all.Value;

    private static IReadOnlyList<ProblemCodeDto> Collect(IServiceProvider services, IPasswordPolicy passwords, ProblemOperations operations)
    {
        var rules = Rules(services, passwords).ToList();
        var problems = Declaring.SelectMany(static assembly => assembly.GetTypes())
            .Where(static type => type is { IsClass: true, IsAbstract: true, IsSealed: true } && type.Name.EndsWith("Errors", StringComparison.Ordinal))
            .SelectMany(DeclaredIn)
            .Append((Error: ValidationError.Of("", "", ""), Wait: null))
            .Select(each => Explain(each.Error.Code, Problems.StatusOf(each.Error), each.Error.Message, each.Wait, operations.Refusing(each.Error.Code)));
        var faults = rules.Select(static rule => rule.Fault).Concat(passwords.Known).Concat(JsonFaults.Known).Concat(AccountFaults.All).Concat(ValueFaults.All)
            .Append(AccessFaults.UnknownRole)
            .Select(fault => Explain(
                fault.Code, status: null, fault.Message, wait: null,
                operations.Faulting(fault.Code, rules.Where(rule => rule.Fault.Code == fault.Code).Select(static rule => rule.Request).ToHashSet())));
        return
        [
            .. problems.Concat(faults).GroupBy(static entry => entry.Code)
                .Select(static same => same.First() with
                {
                    // What refuses a request may also be the fault of one member among several.
                    Meaning = string.Join(' ', same.Select(static entry => entry.Meaning).Distinct()),
                    Operations = [.. same.SelectMany(static entry => entry.Operations).Distinct().Order(StringComparer.Ordinal)],
                })
                .OrderBy(static entry => entry.Status is null).ThenBy(static entry => entry.Code, StringComparer.Ordinal),
        ];
    }

    private static ProblemCodeDto Explain(string code, int? status, string meaning, string? wait, IReadOnlyList<string> operations)
    {
        var (cause, cure) = Explanations.Of(code);
        return new ProblemCodeDto(
            code, status, status is { } number ? ReasonPhrases.GetReasonPhrase(number) : null, meaning, cause, cure, wait, operations);
    }

    // Some need to know how long to wait; for what they mean any time will do.
    private static IEnumerable<(Error Error, string? Wait)> DeclaredIn(Type type)
    {
        const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly;
        var fields = type.GetFields(Statics).Where(static field => field.FieldType == typeof(Error)).Select(static field => (Error)field.GetValue(null)!)
            .Select(static error => (error, error.RetryAfter is { TotalSeconds: var seconds } ? FormattableString.Invariant($"{seconds} s") : null));
        var methods = type.GetMethods(Statics)
            .Where(static method => method.ReturnType == typeof(Error) && method.GetParameters() is [{ ParameterType: var parameter }] && parameter == typeof(TimeSpan))
            .Select(static method => ((Error)method.Invoke(null, [TimeSpan.FromMinutes(1)])!, (string?)"as long as it takes"));
        return fields.Concat(methods);
    }

    private static IEnumerable<(Type Request, Fault Fault)> Rules(IServiceProvider services, IPasswordPolicy passwords) =>
        from request in typeof(Access).Assembly.GetTypes()
        where request is { IsAbstract: false } && request.IsAssignableTo(typeof(IGuarded))
        let validator = services.GetService(typeof(IValidator<>).MakeGenericType(request)) as IValidator
        where validator is not null
        from rules in validator.CreateDescriptor().GetMembersWithValidators()
        from rule in rules
        from fault in rule.Options.ErrorCode == IPasswordPolicy.Code
            ? passwords.Known
            : [new Fault("", rule.Options.ErrorCode, rule.Options.GetUnformattedErrorMessage())]
        select (request, fault);
}
