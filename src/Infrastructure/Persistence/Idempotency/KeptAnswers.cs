using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using UserSystem.Application.Ports;
using UserSystem.Infrastructure.Security.Keys;

namespace UserSystem.Infrastructure.Persistence.Idempotency;

/// <summary>
/// Answers as they are kept: the hash of the body and the result as JSON, encrypted, since results carry people's data and a bare hash of
/// a body would let guesses at a password be tried. Each opens under its own key only.
/// </summary>
internal sealed class KeptAnswers(Encryption encryption)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepHidden } },
    };

    public byte[] Seal(byte[] keyHash, byte[] bodyHash, object value) =>
        encryption.Seal(KeyLabels.Idempotency, [.. bodyHash, .. JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), Json)], keyHash);

    /// <summary>Throws where the master key that sealed it is gone: the request must not be carried out once more.</summary>
    public KeptAnswer Open(byte[] keyHash, byte[] answer, Type type)
    {
        var plain = encryption.Open(KeyLabels.Idempotency, answer, keyHash)
            ?? throw new CryptographicException("A kept answer does not open under the master keys at hand.");
        return new KeptAnswer(
            plain[..SHA256.HashSizeInBytes], JsonSerializer.Deserialize(plain.AsSpan(SHA256.HashSizeInBytes), type, Json)!);
    }

    // What is no part of the document that a client sees, like the version behind a tag, is part of the result.
    private static void KeepHidden(JsonTypeInfo type)
    {
        for (var i = 0; i < type.Properties.Count; i++)
        {
            if (type.Properties[i] is { Get: null, Set: null, AttributeProvider: PropertyInfo { SetMethod: not null } hidden })
            {
                var kept = type.CreateJsonPropertyInfo(hidden.PropertyType, type.Properties[i].Name);
                (kept.Get, kept.Set) = (hidden.GetValue, hidden.SetValue);
                type.Properties[i] = kept;
            }
        }
    }
}
