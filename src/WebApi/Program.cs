using System.CommandLine;
using UserSystem.WebApi.Hosting;

var to = new Option<string>("--to") { Description = "A version of the schema, up or down; 0 is the empty database." };
var migrate = new Command("migrate", "Bring the schema of the database up to date.") { to };
migrate.SetAction((parsed, ct) => CommandLine.MigrateAsync(parsed.GetValue(to), ct));

var email = new Argument<string>("email") { Description = "The address to log in with." };
var createAdmin = new Command("create-admin", "Make an administrator; the password is asked for, or read from standard input.") { email };
createAdmin.SetAction((parsed, ct) => CommandLine.CreateAdministratorAsync(parsed.GetRequiredValue(email), ct));

var dryRun = new Option<bool>("--dry-run") { Description = "Only count." };
var backfill = new Command("backfill", "Give a profile and preferences to people who have none.") { dryRun };
backfill.SetAction((parsed, ct) => CommandLine.BackfillAsync(parsed.GetValue(dryRun), ct));

var purgeDryRun = new Option<bool>("--dry-run") { Description = "Only count." };
var purge = new Command("purge", "Let go for good who was deleted longer than Users__PurgeAfterDays ago.") { purgeDryRun };
purge.SetAction((parsed, ct) => CommandLine.PurgeAsync(parsed.GetValue(purgeDryRun), ct));

var openApi = new Command("openapi", "Print the description of the API.");
openApi.SetAction((_, ct) => CommandLine.PrintOpenApiAsync(ct));

var problems = new Command("problems", "Print the codes of all refusals, with cause and cure, as in docs/problems.md.");
problems.SetAction((_, ct) => CommandLine.PrintProblemsAsync(ct));

var root = new RootCommand("UserSystem: everything about users, over HTTP. Without a command it serves.")
{
    migrate, createAdmin, backfill, purge, openApi, problems,
};
root.SetAction((_, ct) => CommandLine.ServeAsync(ct));
return await root.Parse(args).InvokeAsync();
