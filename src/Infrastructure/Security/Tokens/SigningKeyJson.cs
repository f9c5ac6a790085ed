using System.Text.Json;
using System.Text.Json.Serialization;
using UserSystem.Application.Accounts;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>How public keys are written to the database: as RFC 7517 spells them.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(JwkDto))]
internal sealed partial class SigningKeyJson : JsonSerializerContext;
