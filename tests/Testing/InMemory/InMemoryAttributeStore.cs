using UserSystem.Application.Attributes;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.InMemory;

/// <summary>Values that are set one by one, in memory.</summary>
public sealed class InMemoryAttributeStore(InMemoryData data, InMemoryAttributes attributes) : IAttributeStore
{
    /// <summary>How often a value was set or taken away here.</summary>
    public int Calls { get; private set; }

    /// <inheritdoc/>
    public Task<Result<AttributeWritten>> PutAsync(AttributePut put, CancellationToken ct)
    {
        Calls++;
        return Task.FromResult(Put(put));
    }

    /// <inheritdoc/>
    public Task<Result> DeleteAsync(UserId userId, string key, IReadOnlySet<long>? versions, CancellationToken ct)
    {
        Calls++;
        var gone = data.Attributes.RemoveAll(each => each.UserId == userId && each.Key == key && versions?.Contains(each.Version) is not false);
        return Task.FromResult(gone == 0 && versions is not null ? CommonErrors.Stale : Result.Success);
    }

    private Result<AttributeWritten> Put(AttributePut put)
    {
        var present = attributes.All.FirstOrDefault(each => each.UserId == put.UserId && each.Key == put.Key);
        if (put.Versions is { } versions && (present is null || !versions.Contains(present.Version)))
        {
            return CommonErrors.Stale;
        }

        if (!data.Users.Exists(user => user.Id == put.UserId && user.DeletedAt is null))
        {
            return put.Versions is null ? UserErrors.NotFound : CommonErrors.Stale;
        }

        var written = UserAttribute.Create(Any.Id<UserAttributeId>(), put.UserId, put.Key, put.Value, put.IsUnique);
        if (InMemoryAttributes.Refuse([.. data.Attributes.Where(each => each != present), written], written, present is null) is { } refusal)
        {
            return refusal;
        }

        written.TakeEvents();
        if (present is null)
        {
            written.Stamp(put.Actor, data.AttributeInstant());
            data.Attributes.Add(data.Versioned(written).With(static each => each.CreatedAt, data.AttributeInstant()));
            return new AttributeWritten(AttributeDto.Of(written), IsNew: true);
        }

        if (!AttributeJson.AreEqual(present.Value, put.Value))
        {
            present.Change(put.Value, put.IsUnique);
            present.StampChange(put.Actor, data.AttributeInstant());
            present.TakeEvents();
            data.Versioned(present);
        }

        return new AttributeWritten(AttributeDto.Of(present), IsNew: false);
    }
}
