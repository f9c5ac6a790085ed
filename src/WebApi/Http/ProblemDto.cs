using System.Text.Json.Serialization;

namespace UserSystem.WebApi.Http;

/// <summary>How every refusal and failure is told (RFC 9457).</summary>
/// <param name="Type">Where the code is explained.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong, for people.</param>
/// <param name="Instance">The path that was asked for.</param>
/// <param name="Code">What is wrong, for programs: <c>area.reason</c>, never renamed.</param>
/// <param name="TraceId">Finds the request in logs and traces.</param>
/// <param name="Errors">With <c>validation.failed</c>: what is wrong with each member, named as in the request.</param>
/// <param name="ErrorCodes">The same for programs, in the same order.</param>
/// <param name="MaxAgeSeconds">With <c>auth.reauthentication_required</c>: how long ago the caller may have given the password.</param>
/// <param name="MissingPermission">With <c>access.denied</c>: the permission that the caller lacks.</param>
public sealed record ProblemDto(
    string Type, string Title, int Status, string Detail, string Instance, string Code, string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, IReadOnlyList<string>>? ErrorCodes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MaxAgeSeconds = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? MissingPermission = null);
