namespace UserSystem.WebApi.Pages;

/// <summary>The pages behind the links in mail.</summary>
internal static class PageEndpoints
{
    public static void MapPages(this IEndpointRouteBuilder app) => app.MapGroup("");
}
