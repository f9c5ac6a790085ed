using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Roles;
using UserSystem.Application.Shared;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Attributes;

/// <summary>Attributes over repositories in memory, put together as the service does, with the keys of the tests.</summary>
[CancelAfter(30_000)]
public abstract class AttributeHouse
{
    private protected const string Team = "custom.team";

    private protected AttributeHouse()
    {
        World.With(Person).With(Other);
        Hold(Person.Id);
        Hold(Other.Id);
        Caller = Asking.CallerOf(Person.Id);
        World.Attributes.Actor = Person.Id;
        Services = new ServiceCollection().AddKeyedSingleton<IAttributeReaction>(typeof(Plan), Reaction).BuildServiceProvider();
        Catalog = new AttributeCatalog([new Colour(), new Badge(), new Steps(), new Plan(), new Tags(), new Origin()], Options.Create(Limits));
        Attributes = new UserAttributes(Catalog, World.Attributes, Ids);
        var follow = new FollowAttributes(Catalog, World.Attributes, Ids, Services);
        World.Work.ReactionAsync = async (happened, ct) =>
        {
            if (happened is not AttributeChanged changed)
            {
                return null;
            }

            var told = new Happened<AttributeChanged>(changed);
            await follow.Handle(told, ct);
            return told.Refusal;
        };
        Cursors.Write(default, default!).ReturnsForAnyArgs(static call => JsonSerializer.Serialize((call.Arg<Position>().At, call.Arg<Position>().Id, call.Arg<string>()), Fields));
        Cursors.Read(default!, default!).ReturnsForAnyArgs(static call =>
        {
            var (at, id, list) = JsonSerializer.Deserialize<(DateTimeOffset, Guid, string)>(call.ArgAt<string>(0), Fields);
            return list == call.ArgAt<string>(1) ? new Position(at, id) : null;
        });
    }

    private static readonly JsonSerializerOptions Fields = new() { IncludeFields = true };

    private protected AttributesOptions Limits { get; } = new() { MaxValueBytes = 256 };

    private protected InMemoryWorld World { get; } = new();

    private protected User Person { get; } = Any.User();

    private protected User Other { get; } = Any.User();

    private protected Caller Caller { get; set; }

    private protected IPermissions Held { get; } = Substitute.For<IPermissions>();

    private protected IAuditLog Audit { get; } = Substitute.For<IAuditLog>();

    private protected ICursors Cursors { get; } = Substitute.For<ICursors>();

    private protected PlanReaction Reaction { get; } = new();

    private protected IServiceProvider Services { get; }

    private protected AttributeCatalog Catalog { get; }

    private protected UserAttributes Attributes { get; }

    private protected Ids Ids { get; } = new(new FakeClock());

    private protected AttributeAccess Access => new(Caller, Held);

    private protected AttributeEditor Editor => new(
        Catalog, Access, new AttributeReactions(Services.GetRequiredService<IServiceProviderIsKeyedService>()), Attributes, World.Attributes,
        World.AttributeStore, World.Users, new Rank(Caller, Held), Audit, World.Work, Caller);

    private protected AttributeViews Views => new(Catalog, Access, World.AttributeReader, new Pages(Cursors));

    private protected AttributeSearches Searches => new(Catalog, Access);

    private protected static JsonElement Json(string text) => AttributeJson.Parse(text);

    private protected static VersionCondition Match(params long[] versions) => new(new VersionSet(versions.ToHashSet()));

    private protected static VersionCondition NotThere { get; } = new(Match: null, NoneMatch: VersionSet.Any);

    private protected static VersionCondition There { get; } = new(VersionSet.Any);

    /// <summary>What somebody may do.</summary>
    private protected void Hold(UserId who, params string[] permissions) => Held.OfAsync(who, Arg.Any<CancellationToken>()).Returns(new PermissionSet(permissions));

    /// <summary>Staff speaks from now on, about the person.</summary>
    private protected void ActAsStaff(params string[] permissions)
    {
        Caller = Asking.CallerOf(Other.Id);
        World.Attributes.Actor = Other.Id;
        Hold(Other.Id, permissions);
    }

    /// <summary>A value that was there before.</summary>
    private protected async Task<long> PutAsync(string key, string value, UserId? owner = null)
    {
        var id = owner ?? Person.Id;
        var put = await World.AttributeStore.PutAsync(new AttributePut(id, key, value, IsUnique: false, id, Versions: null), default);
        return put.Value.Attribute.Version;
    }

    /// <summary>What the person has under a key; null where there is nothing.</summary>
    private protected string? Kept(string key) => World.Attributes.All.SingleOrDefault(each => each.UserId == Person.Id && each.Key == key)?.Value;

    private protected void AuditIs(string action, string before, string after) => Audit.Received(1).Record(Arg.Is<AuditEntry>(entry =>
        entry.Action == action && entry.Target == $"user:{Person.Id.Value}" && entry.Before!.ToJsonString(null) == before && entry.After!.ToJsonString(null) == after));

    private protected void NoAudit() => Audit.DidNotReceiveWithAnyArgs().Record(default!);
}
