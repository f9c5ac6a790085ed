using System.ComponentModel.DataAnnotations;

namespace UserSystem.WebApi.Operations;

/// <summary>Where traces go, under the names that OpenTelemetry gives its settings. Without an endpoint none are made.</summary>
internal sealed class TracingOptions : IValidatableObject
{
    /// <summary>A collector that speaks OTLP (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>); empty: no traces.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>What is spoken (<c>OTEL_EXPORTER_OTLP_PROTOCOL</c>): <c>http/protobuf</c>, below the endpoint at <c>/v1/traces</c>, or <c>grpc</c>.</summary>
    [RegularExpression("http/protobuf|grpc")]
    public string Protocol { get; set; } = "http/protobuf";

    /// <summary>What is sent along (<c>OTEL_EXPORTER_OTLP_HEADERS</c>), often a secret: <c>name=value</c>, several separated by commas.</summary>
    [RegularExpression(@"[^=,\s]+=[^,]*(,\s*[^=,\s]+=[^,]*)*", ErrorMessage = "OTEL_EXPORTER_OTLP_HEADERS: not of the form name=value,name=value, for example api-key=secret.")]
    public string? Headers { get; set; }

    /// <summary>What the service is called in traces (<c>OTEL_SERVICE_NAME</c>).</summary>
    [RegularExpression(".{1,255}")]
    public string ServiceName { get; set; } = "user-system";

    /// <summary>Which traces are kept (<c>OTEL_TRACES_SAMPLER</c>); those with <c>parentbased</c> do as the caller's <c>traceparent</c> says.</summary>
    [RegularExpression("(parentbased_)?(always_on|always_off|traceidratio)")]
    public string Sampler { get; set; } = "parentbased_always_on";

    /// <summary>The share that is kept by a ratio (<c>OTEL_TRACES_SAMPLER_ARG</c>), 0 to 1.</summary>
    [RegularExpression(@"0(\.\d+)?|1(\.0+)?")]
    public string SamplerArgument { get; set; } = "1";

    /// <summary>True where traces are made.</summary>
    public bool Enabled => Endpoint.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // An address may carry a secret: it is not repeated.
        if (Enabled && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            yield return new ValidationResult("OTEL_EXPORTER_OTLP_ENDPOINT: not an address of the web, for example http://127.0.0.1:4318.", [nameof(Endpoint)]);
        }
    }
}
