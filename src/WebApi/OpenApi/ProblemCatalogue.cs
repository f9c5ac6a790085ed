using System.Reflection;
using FluentValidation;
using UserSystem.Application.Accounts;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.OpenApi;

/// <summary>A code that a program may meet.</summary>
/// <param name="Code">What stands in <c>code</c>, or in <c>errorCodes</c> for a fault of one member.</param>
/// <param name="Status">The status that it comes with; null for faults of a member, which come with <c>validation.failed</c>.</param>
/// <param name="Meaning">What it tells.</param>
public sealed record ProblemCodeDto(string Code, int? Status, string Meaning);

/// <summary>All codes, found where they are declared: in the classes named <c>…Errors</c>, in the validators, in the password policy.</summary>
internal sealed class ProblemCatalogue(IServiceProvider services, IPasswordPolicy passwords)
{
    private static readonly Assembly[] Declaring = [typeof(Error).Assembly, typeof(Access).Assembly, typeof(HttpErrors).Assembly];

    private readonly Lazy<IReadOnlyList<ProblemCodeDto>> _all = new(() => Collect(services, passwords));

    /// <summary>Every code once, problems before faults, by name.</summary>
    public IReadOnlyList<ProblemCodeDto> All => _all.Value;

    private static IReadOnlyList<ProblemCodeDto> Collect(IServiceProvider services, IPasswordPolicy passwords)
    {
        var problems = Declaring.SelectMany(static assembly => assembly.GetTypes())
            .Where(static type => type is { IsClass: true, IsAbstract: true, IsSealed: true } && type.Name.EndsWith("Errors", StringComparison.Ordinal))
            .SelectMany(DeclaredIn)
            .Append(ValidationError.Of("", "", ""))
            .Select(static error => new ProblemCodeDto(error.Code, Problems.StatusOf(error), error.Message));
        var faults = Rules(services).Concat(passwords.Known).Concat(JsonFaults.Known).Append(AccountFaults.WrongPassword)
            .Select(static fault => new ProblemCodeDto(fault.Code, Status: null, fault.Message));
        return
        [
            .. problems.Concat(faults).GroupBy(static entry => (entry.Code, entry.Status))
                .Select(static same => same.First() with { Meaning = string.Join(' ', same.Select(static entry => entry.Meaning).Distinct()) })
                .OrderBy(static entry => entry.Status is null).ThenBy(static entry => entry.Code, StringComparer.Ordinal),
        ];
    }

    // Some need to know how long to wait; for what they mean any time will do.
    private static IEnumerable<Error> DeclaredIn(Type type)
    {
        const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly;
        var fields = type.GetFields(Statics).Where(static field => field.FieldType == typeof(Error)).Select(static field => (Error)field.GetValue(null)!);
        var methods = type.GetMethods(Statics)
            .Where(static method => method.ReturnType == typeof(Error) && method.GetParameters() is [{ ParameterType: var parameter }] && parameter == typeof(TimeSpan))
            .Select(static method => (Error)method.Invoke(null, [TimeSpan.FromMinutes(1)])!);
        return fields.Concat(methods);
    }

    private static IEnumerable<Fault> Rules(IServiceProvider services) =>
        from request in typeof(Access).Assembly.GetTypes()
        where request is { IsAbstract: false } && request.IsAssignableTo(typeof(IGuarded))
        let validator = services.GetService(typeof(IValidator<>).MakeGenericType(request)) as IValidator
        where validator is not null
        from rules in validator.CreateDescriptor().GetMembersWithValidators()
        from rule in rules
        where rule.Options.ErrorCode != IPasswordPolicy.Code
        select new Fault("", rule.Options.ErrorCode, rule.Options.GetUnformattedErrorMessage());
}
