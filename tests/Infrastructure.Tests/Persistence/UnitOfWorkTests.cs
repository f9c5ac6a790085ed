using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using UserSystem.Application.Mail;
using UserSystem.Application.Ports;
using UserSystem.Domain.Preferences;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence;

namespace UserSystem.Infrastructure.Tests.Persistence;

/// <summary>All that one command changes is saved together or not at all, with what others do about it.</summary>
[CancelAfter(120_000)]
public sealed class UnitOfWorkTests : DatabaseFixture
{
    [Test]
    public async Task Saves_what_reactions_add(CancellationToken ct)
    {
        await using var work = NewNode().Begin();
        work.Register("jo@example.org");

        Assert.That((await work.CommitAsync(ct)).Error, Is.Null);

        Assert.That(await Database.ListAsync<string>("select version from user_terms_acceptances", ct), Is.EqualTo(["v1.0"]));
    }

    [Test]
    public async Task Reacts_to_what_reactions_make_happen(CancellationToken ct)
    {
        var node = NewNode(adjust: Reaction<EmailVerified>.To(async (scope, happened) =>
        {
            var user = await scope.GetRequiredService<IUserRepository>().FindAsync(happened.UserId, ct);
            user!.AcceptTerms(TermsVersion.Parse("v9.9"), scope.GetRequiredService<TimeProvider>().GetUtcNow());
        }));
        await RegisterAsync(node, "jo@example.org", ct);
        await using var work = node.Begin();
        (await work.Users.FindByEmailAsync(EmailAddress.Parse("jo@example.org"), ct))!.VerifyEmail(node.Now);

        await work.CommitAsync(ct);

        Assert.That(await Database.ListAsync<string>("select version from user_terms_acceptances", ct), Is.EquivalentTo(["v1.0", "v9.9"]));
    }

    [Test]
    public async Task A_reaction_that_fails_leaves_nothing_of_the_command_nor_of_other_reactions(CancellationToken ct)
    {
        var node = NewNode(adjust: services =>
        {
            Reaction<UserRegistered>.To(AddRoleAsync)(services);
            Reaction<UserRegistered>.To(static (_, _) => throw new MishapException())(services);
        });
        await using (var work = node.Begin())
        {
            work.Register("jo@example.org");

            Assert.That(() => work.CommitAsync(ct), Throws.InstanceOf<MishapException>());
        }

        await NothingRemainsAsync(ct);
    }

    [Test]
    public async Task What_reactions_wrote_goes_back_when_the_save_is_refused(CancellationToken ct)
    {
        await InsertUserAsync("taken@example.org", ct);
        await using (var work = NewNode(adjust: Reaction<UserRegistered>.To(AddRoleAsync)).Begin())
        {
            work.Register("jo@example.org");
            work.Register("Taken@example.org");

            Assert.That((await work.CommitAsync(ct)).Error, Is.EqualTo(UserErrors.EmailTaken));
        }

        await Database.ExecuteAsync("delete from users where email = 'taken@example.org'", ct);
        await NothingRemainsAsync(ct);
    }

    [Test]
    public async Task What_a_reaction_refuses_is_given_up_and_its_refusal_is_the_answer([Values] bool ahead, CancellationToken ct)
    {
        var node = NewNode(adjust: services =>
        {
            Reaction<UserRegistered>.To(AddRoleAsync)(services);
            Reaction<UserRegistered>.Refusing(UserErrors.NotFound)(services);
        });
        await using (var work = node.Begin())
        {
            var refused = ahead ? await work.Get<IUnitOfWork>().SaveAsync(RegisterAsync, keep: true, ct) : await CommitAsync();

            Assert.That(refused.Error, Is.EqualTo(UserErrors.NotFound));
            Assert.That((await work.CommitAsync(ct)).Error, Is.Null);

            Task RegisterAsync()
            {
                work.Register("jo@example.org");
                return Task.CompletedTask;
            }

            async Task<Result> CommitAsync()
            {
                await RegisterAsync();
                return await work.CommitAsync(ct);
            }
        }

        await NothingRemainsAsync(ct);
    }

    [Test]
    public async Task What_is_saved_to_be_undone_leaves_nothing_of_its_reactions_and_changes_nothing_that_was_there(CancellationToken ct)
    {
        var node = NewNode(adjust: Reaction<UserRegistered>.To(AddRoleAsync));
        await using (var work = node.Begin())
        {
            Assert.That((await work.Get<IUnitOfWork>().SaveAsync(RegisterAsync, keep: false, ct)).Error, Is.Null);
            await work.CommitAsync(ct);

            Task RegisterAsync()
            {
                work.Register("jo@example.org");
                work.Get<FinalStatements>().Add(_ => work.SqlAsync($"insert into roles (name) values ('late')", ct));
                return Task.CompletedTask;
            }
        }

        await NothingRemainsAsync(ct);
        await RegisterAsync(node, "jo@example.org", ct);
        await using var other = node.Begin();
        Assert.That((await other.Get<IUnitOfWork>().SaveAsync(VerifyAsync, keep: false, ct)).Error, Is.Null);
        await other.CommitAsync(ct);
        Assert.That(await Database.OneAsync<DateTime?>("select email_verified_at from users", ct), Is.Null);

        await VerifyAsync();
        Assert.That(() => other.Get<IUnitOfWork>().SaveAsync(VerifyAsync, keep: false, ct), Throws.InvalidOperationException);

        async Task VerifyAsync() => (await other.Users.FindByEmailAsync(EmailAddress.Parse("jo@example.org"), ct))!.VerifyEmail(node.Now);
    }

    [Test]
    public async Task Stamps_what_is_new_with_whoever_calls_and_with_the_instant(CancellationToken ct)
    {
        var node = NewNode();
        var (staff, system) = (await RegisterAsync(node, "staff@example.org", ct), await RegisterAsync(node, "jo@example.org", ct));
        foreach (var (person, caller) in new[] { (system, staff), (staff, null) })
        {
            await using var work = node.Begin();
            work.Get<Caller>().Identity = caller is null ? null : new CallerIdentity(caller.Id, node.Ids.Next<SessionId>(), 1, node.Now);
            await work.Get<IRoleRepository>().AssignAsync(person.Id, BuiltInRoles.Support, ct);
            node.Clock.Advance(TimeSpan.FromMinutes(1));

            Assert.That((await work.CommitAsync(ct)).Error, Is.Null);
        }

        Assert.That(
            await Database.ListAsync<Guid?>("select assigned_by from user_roles order by assigned_at", ct), Is.EqualTo(new Guid?[] { staff.Id.Value, null }));
        Assert.That(await Database.OneAsync<DateTime>("select max(assigned_at) from user_roles", ct), Is.EqualTo(node.Now.UtcDateTime));
    }

    [Test]
    public async Task Final_statements_find_the_rows_that_triggers_made(CancellationToken ct)
    {
        await using var work = NewNode().Begin();
        var user = work.Register("jo@example.org");
        work.Get<IPreferencesRepository>().SetLanguage(user.Id, "ar");

        await work.CommitAsync(ct);

        Assert.That(await Database.OneAsync<string>("select language from user_preferences", ct), Is.EqualTo("ar"));
    }

    [Test]
    public async Task A_final_statement_that_fails_takes_the_save_back(CancellationToken ct)
    {
        await using (var work = NewNode().Begin())
        {
            work.Register("jo@example.org");
            work.Get<FinalStatements>().Add(_ => work.SqlAsync($"insert into roles (name) values ('late')", ct));
            work.Get<FinalStatements>().Add(static _ => throw new MishapException());

            Assert.That(() => work.CommitAsync(ct), Throws.InstanceOf<MishapException>());
        }

        await NothingRemainsAsync(ct);
    }

    [Test]
    public async Task A_context_that_comes_back_from_the_pool_remembers_nothing(CancellationToken ct)
    {
        var node = NewNode();
        for (var round = 0; round < 3; round++)
        {
            await using var abandoned = node.Begin();
            await abandoned.Users.FindByEmailForRegistrationAsync(EmailAddress.Parse("jo@example.org"), ct);
            abandoned.Register("jo@example.org");
        }

        await using var work = node.Begin();

        Assert.That(work.Context.Database.CurrentTransaction, Is.Null);
        Assert.That((await work.CommitAsync(ct)).Error, Is.Null);
        await NothingRemainsAsync(ct);
    }

    [Test]
    public async Task What_is_deferred_waits_in_the_outbox_only_if_the_rest_was_saved(CancellationToken ct)
    {
        var node = NewNode();
        await InsertUserAsync("taken@example.org", ct);
        foreach (var email in new[] { "taken@example.org", "jo@example.org" })
        {
            await using var work = node.Begin();
            work.Register(email);
            work.Outbox.Defer(new SendMail(new AlreadyRegisteredMail(email, null, "en", node.Now, null)));
            await work.CommitAsync(ct);
        }

        await node.Get<Infrastructure.Persistence.Outbox.OutboxWorker>().DrainAsync(ct);

        Assert.That(node.Mail.Addresses, Is.EqualTo(["jo@example.org"]));
    }

    private static async Task<User> RegisterAsync(Node node, string email, CancellationToken ct)
    {
        await using var work = node.Begin();
        var user = work.Register(email);
        await work.CommitAsync(ct);
        return user;
    }

    private static async Task AddRoleAsync(IServiceProvider scope, UserRegistered happened)
    {
        var context = scope.GetRequiredService<UserSystemDbContext>();
        await context.EnsureTransactionAsync(CancellationToken.None);
        await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlAsync(
            context.Database, $"insert into roles (name) values ({happened.User.Email.Value})", CancellationToken.None);
    }

    private async Task NothingRemainsAsync(CancellationToken ct)
    {
        Assert.That(await Database.ListAsync<string>("select email from users", ct), Is.Empty);
        Assert.That(await Database.ListAsync<string>("select name from roles where not is_system", ct), Is.Empty);
    }

    private sealed class MishapException : Exception;
}
