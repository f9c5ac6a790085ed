using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace UserSystem.WebApi.Http;

/// <summary>JSON of any form. The reader looks at its text only when somebody asks for it, which would be too late to refuse bytes that are no UTF-8.</summary>
internal sealed class JsonElementConverter : JsonConverter<JsonElement>
{
    public override bool HandleNull => true;

    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var read = JsonMetadataServices.JsonElementConverter.Read(ref reader, typeToConvert, options);
        return Utf8.IsValid(JsonMarshal.GetRawUtf8Value(read)) ? read : throw new JsonException(message: null, new JsonException("No UTF-8."));
    }

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => value.WriteTo(writer);
}
