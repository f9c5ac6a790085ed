using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Users;
using UserSystem.WebApi.Http;
using UserSystem.WebApi.Tests.Harness;
using UserSystem.WebApi.Users;

namespace UserSystem.WebApi.Tests.Users;

/// <summary>What is written by hand is what the serializer would write: a member that one of them forgets is noticed here.</summary>
public sealed class UserPageJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 3, 4, 5, 678, 901, TimeSpan.Zero);

    private static readonly Page<UserSummaryDto>[] Pages =
    [
        new([], NextCursor: null),
        new([.. Enum.GetValues<UserStatus>().Select(static status => new UserSummaryDto(Guid.NewGuid(), "a@example.org", null, status, At, null, null))], "AQ-_"),
        new([new UserSummaryDto(Guid.AllBitsSet, "a'<\u00e9@example.org", "Ann \"A\" \\ \u0661 \ud83d\ude00 & <b>\u2028", UserStatus.Active, At, At.AddYears(-1), "x\u007f", At.AddTicks(10))], "b"),
    ];

    [TestCaseSource(nameof(Pages))]
    public async Task Writes_what_the_serializer_would(Page<UserSummaryDto> page)
    {
        var services = (await Hosts.Usual).Services;
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = services, Response = { Body = body } };

        await new Answer<Page<UserSummaryDto>>(page, StatusCodes.Status200OK, UserPageJson.Write).ExecuteAsync(http);

        var options = services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        Assert.That(Encoding.UTF8.GetString(body.ToArray()), Is.EqualTo(JsonSerializer.Serialize(page, options)));
    }
}
