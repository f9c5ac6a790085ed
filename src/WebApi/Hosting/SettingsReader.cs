using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace UserSystem.WebApi.Hosting;

/// <summary>Settings that cannot be used, one line each.</summary>
internal sealed class InvalidSettingsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults));

/// <summary>
/// Fills typed options from settings under their exact names and judges them by the attributes of the options. All that is wrong is
/// told at once, each fault in a line that names the setting, what is wrong, and an example.
/// </summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<string> _faults = [];

    /// <summary>Throws where anything was wrong.</summary>
    public void ThrowIfInvalid()
    {
        if (_faults.Count > 0)
        {
            throw new InvalidSettingsException(_faults);
        }
    }

    /// <summary>Adds a fault that was found elsewhere.</summary>
    public void Refuse(string fault) => _faults.Add(fault);

    /// <summary>Options of one kind, with the settings that fill them.</summary>
    public TOptions Read<TOptions>(Action<Section<TOptions>> map)
        where TOptions : class, new()
    {
        var section = new Section<TOptions>(this, new TOptions());
        map(section);
        section.Judge();
        return section.Options;
    }

    private string? Find(string name, bool mayBeEmpty)
    {
        // An environment variable with two underscores is a section of the configuration.
        var value = configuration[name.Replace("__", ":", StringComparison.Ordinal)];
        return string.IsNullOrWhiteSpace(value) && !mayBeEmpty ? null : value?.Trim();
    }

    /// <summary>One kind of options while it is filled.</summary>
    internal sealed class Section<TOptions>(SettingsReader reader, TOptions options)
        where TOptions : class
    {
        private readonly Dictionary<string, string> _names = [];

        public TOptions Options => options;

        /// <summary>Fills a member from a setting, where that is set.</summary>
        public Section<TOptions> Set<TValue>(Expression<Func<TOptions, TValue>> member, string name)
        {
            var property = (PropertyInfo)((MemberExpression)member.Body).Member;
            var target = Owner(member.Body);
            _names[property.Name] = name;
            var example = property.GetValue(target);
            // Where nothing is a value of its own, an empty setting says so; elsewhere it is as good as none.
            var mayBeEmpty = property.GetCustomAttribute<RequiredAttribute>() is { AllowEmptyStrings: true };
            if (reader.Find(name, mayBeEmpty) is not { } text)
            {
                return this;
            }

            if (Parse(text, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is not { } value)
            {
                reader._faults.Add($"{name}: '{text}' is not {Describe(property)}, for example {Write(example)}.");
                return this;
            }

            if (property.GetCustomAttributes<ValidationAttribute>().FirstOrDefault(attribute => !attribute.IsValid(value)) is { } broken)
            {
                // An attribute with words of its own says more than we know here.
                reader._faults.Add(broken.ErrorMessage ?? $"{name}: '{text}' is not {Describe(property)}, for example {Write(example)}.");
                return this;
            }

            property.SetValue(target, value);
            return this;
        }

        /// <summary>Asks options that judge themselves as a whole.</summary>
        public void Judge()
        {
            if (options is IValidatableObject whole)
            {
                reader._faults.AddRange(whole.Validate(new ValidationContext(options)).Select(static fault => fault.ErrorMessage!));
            }
        }

        // The member may belong to options within the options.
        private object Owner(Expression body) =>
            ((MemberExpression)body).Expression is MemberExpression { Member: PropertyInfo inner } ? inner.GetValue(options)! : options;

        private static object? Parse(string text, Type type) => type switch
        {
            _ when type == typeof(string) => text,
            _ when type == typeof(int) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            _ when type == typeof(bool) => bool.TryParse(text, out var yes) ? yes : null,
            { IsEnum: true } => Enum.GetNames(type).FirstOrDefault(name => name.Equals(text.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse(type, name) : null,
            _ => throw new NotSupportedException($"Settings of type {type} cannot be read."),
        };

        private static string Describe(PropertyInfo property)
        {
            var type = property.PropertyType;
            if (type.IsEnum)
            {
                return $"one of {string.Join(", ", Enum.GetNames(type).Select(Word))}";
            }

            return (type, property.GetCustomAttribute<RangeAttribute>(), property.GetCustomAttribute<RegularExpressionAttribute>()) switch
            {
                (_, { } range, _) => $"a whole number from {range.Minimum} to {range.Maximum}",
                (_, _, { } form) => $"of the form {form.Pattern}",
                _ when type == typeof(bool) => "true or false",
                _ when type == typeof(int) => "a whole number",
                _ => "usable",
            };
        }

        private static string Write(object? example) => example switch
        {
            bool yes => yes ? "true" : "false",
            Enum word => Word(word.ToString()),
            _ => Convert.ToString(example, CultureInfo.InvariantCulture) ?? "",
        };

        private static string Word(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
    }
}

/// <summary>Brings options into a host that were read before it was built.</summary>
internal static class SettingsExtensions
{
    public static IServiceCollection AddSettings<TOptions>(this IServiceCollection services, TOptions options)
        where TOptions : class => services.AddSingleton(Options.Create(options));
}
