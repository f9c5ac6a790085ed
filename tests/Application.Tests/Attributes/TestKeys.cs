using System.Text.Json.Nodes;
using UserSystem.Application.Attributes;
using UserSystem.Application.Attributes.Types;
using UserSystem.Application.Shared;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Tests.Attributes;

// Keys of many kinds, so that the tests do not hang on the keys that the service happens to have.

public sealed class Colour() : AttributeHandler<string>(Key, AttributeTypes.Text(20))
{
    public static readonly AttributeKey<string> Key = new("favourite_colour");

    public override string Description => "Nothing else happens with it, and there is a default.";

    public override Audience Readers => Audience.Person | Audience.Staff;

    public override Audience Writers => Audience.Person | Audience.Staff;

    public override string Example => "blue";

    public override Optional<string> Default => new("grey");

    protected internal override void Judge(string value, AttributeFaults faults)
    {
        if (value == "red")
        {
            faults.Add("colour.too_loud", "Red is too loud.");
        }
    }

    protected override void Constrain(JsonObject schema) => schema["not"] = new JsonObject { ["const"] = "red" };
}

public sealed class Badge() : AttributeHandler<string>(Key, AttributeTypes.Name("^[a-z0-9]{1,20}$"))
{
    public static readonly AttributeKey<string> Key = new("badge");

    public override string Description => "Everybody sees it, and only one person has one.";

    public override Audience Readers => Audience.Members;

    public override Audience Writers => Audience.Person | Audience.Staff;

    public override bool Unique => true;

    public override bool Searchable => true;

    public override string Example => "b7";
}

public sealed class Steps() : AttributeHandler<long>(Key, AttributeTypes.WholeNumber(min: 0))
{
    public static readonly AttributeKey<long> Key = new("steps");

    public override string Description => "Each change of it is kept.";

    public override Audience Readers => Audience.Person | Audience.Staff;

    public override Audience Writers => Audience.Person | Audience.Staff;

    public override bool KeepsHistory => true;

    public override long Example => 7;
}

public sealed class Plan() : AttributeHandler<string>(Key, AttributeTypes.OneOf("free", "paid"))
{
    public static readonly AttributeKey<string> Key = new("plan");

    public override string Description => "Something else happens when it changes.";

    public override Audience Readers => Audience.Person | Audience.Staff;

    public override Audience Writers => Audience.Person;

    public override string Example => "free";
}

public sealed class PlanReaction : IAttributeReaction<Plan, string>
{
    public List<AttributeChange<string>> Seen { get; } = [];

    public Func<AttributeChange<string>, CancellationToken, Task<Result>>? Next { get; set; }

    public Task<Result> ReactAsync(AttributeChange<string> change, CancellationToken ct)
    {
        Seen.Add(change);
        return Next?.Invoke(change, ct) ?? Task.FromResult(Result.Success);
    }
}

public sealed class Tags() : AttributeHandler<IReadOnlyList<string>>(Key, AttributeTypes.SetOf(AttributeTypes.Text(20), maxCount: 5))
{
    public static readonly AttributeKey<IReadOnlyList<string>> Key = new("tags");

    public override string Description => "Staff alone sees and sets it.";

    public override Audience Readers => Audience.Staff;

    public override Audience Writers => Audience.Staff;

    public override bool Searchable => true;

    public override Sensitivity Sensitivity => Sensitivity.Special;

    public override IReadOnlyList<string> Example => ["vip"];
}

public sealed class Origin() : AttributeHandler<Guid>(Key, AttributeTypes.Uuid)
{
    public static readonly AttributeKey<Guid> Key = new("origin");

    public override string Description => "The service alone sees and sets it.";

    public override Audience Readers => Audience.System;

    public override Audience Writers => Audience.System;

    public override bool Searchable => true;

    public override bool KeepsHistory => true;

    public override Guid Example => new("0199c2f0-aa00-7b8b-9585-4bb5266028d9");
}
