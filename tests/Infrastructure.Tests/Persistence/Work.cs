using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence;

namespace UserSystem.Infrastructure.Tests.Persistence;

/// <summary>What one request works with: a context, its repositories and the unit of work over them.</summary>
internal sealed class Work(AsyncServiceScope scope) : IAsyncDisposable
{
    public IUserRepository Users => Get<IUserRepository>();

    public IOutbox Outbox => Get<IOutbox>();

    public UserSystemDbContext Context => Get<UserSystemDbContext>();

    public T Get<T>()
        where T : notnull => scope.ServiceProvider.GetRequiredService<T>();

    public Task<Result> CommitAsync(CancellationToken ct) => Get<IUnitOfWork>().CommitAsync(ct);

    public Task ForgetAsync(CancellationToken ct) => Get<IUnitOfWork>().ForgetAsync(ct);

    /// <summary>Somebody who signs up, not yet saved.</summary>
    public User Register(string email, string name = "Jo")
    {
        var user = User.Register(
            Get<Ids>().Next<UserId>(), EmailAddress.Parse(email), PersonName.Parse(name), "hash", TermsVersion.Parse("v1.0"),
            Get<TimeProvider>().GetUtcNow());
        Users.Add(user);
        return user;
    }

    public Task<int> SqlAsync(FormattableString sql, CancellationToken ct) => Context.Database.ExecuteSqlAsync(sql, ct);

    public ValueTask DisposeAsync() => scope.DisposeAsync();
}
