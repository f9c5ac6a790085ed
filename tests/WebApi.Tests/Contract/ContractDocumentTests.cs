using NUnit.Framework;

namespace UserSystem.WebApi.Tests.Contract;

/// <summary>What the harness finds wrong with an answer.</summary>
public sealed class ContractDocumentTests
{
    private const string Document =
        """
        { "paths": { "/a": { "get": { "operationId": "getA", "responses": {
            "200": { "headers": { "ETag": { "required": true } }, "content": { "application/json": { "schema": { "type": "object", "properties": { "x": { "type": "integer" } } } } } },
            "204": { "description": "nothing" } } } } } }
        """;

    [TestCase(200, "application/json", true, """{"x":1}""", 0)]
    [TestCase(204, null, true, "", 0)]
    [TestCase(404, "application/json", true, "{}", 1)]
    [TestCase(200, "text/plain", true, "{}", 1)]
    [TestCase(200, "application/json", false, "{}", 1)]
    [TestCase(200, "application/json", true, """{"x":"1"}""", 1)]
    [TestCase(204, "application/json", true, "{}", 1)]
    public void Finds_status_media_type_header_and_body_that_are_not_described(int status, string? mediaType, bool tagged, string body, int faults)
    {
        var contract = ContractDocument.Parse(Document);
        var operation = contract.Find(HttpMethod.Get, "/a")!;

        Assert.That(contract.Judge(operation, status, mediaType, _ => tagged, body), Has.Count.EqualTo(faults));
    }
}
