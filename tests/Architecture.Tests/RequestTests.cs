using System.Reflection;
using FluentValidation;
using MediatR;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Attributes;
using UserSystem.Application.Invitations;
using UserSystem.Application.Mail;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Sessions;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Shared;

namespace UserSystem.Architecture.Tests;

/// <summary>How a use case is made: one sealed record, one hidden handler of its name, a statement of who may, a validator or a reason.</summary>
public sealed class RequestTests
{
    private static readonly Type[] Types = [.. Code.Types.Where(static type => type is { IsAbstract: false, IsInterface: false })];

    // A command whose shape cannot be wrong, and why.
    private static readonly Dictionary<string, string> WithoutValidator = new()
    {
        [nameof(SetAttributeValue)] = "The handler of the key judges the value.",
        [nameof(SetUserAttributeValue)] = "The handler of the key judges the value.",
        [nameof(MergeAttributeValue)] = "The handler of the key judges the value.",
        [nameof(MergeUserAttributeValue)] = "The handler of the key judges the value.",
        [nameof(DeleteAttributeValue)] = "A key that is none is unknown.",
        [nameof(DeleteUserAttributeValue)] = "A key that is none is unknown.",
        [nameof(ReactivateUser)] = "An id has no shape.",
        [nameof(RestoreUser)] = "An id has no shape.",
        [nameof(DeleteUser)] = "An id has no shape.",
        [nameof(EndUserSession)] = "An id has no shape.",
        [nameof(EndUserSessions)] = "An id has no shape.",
        [nameof(PurgeUsers)] = "A flag has no shape.",
        [nameof(LogOut)] = "Any text may be sent: there is nothing to refuse.",
        [nameof(CompleteUsers)] = "A flag has no shape.",
        [nameof(RevokeInvitation)] = "An id has no shape.",
        [nameof(ResendInvitation)] = "An id has no shape.",
        [nameof(IssueInvitation)] = "Deferred by a command that was validated.",
        [nameof(IssuePasswordReset)] = "Deferred by a command that was validated.",
        [nameof(IssueEmailChange)] = "Deferred by a command that was validated.",
        [nameof(EndSession)] = "The id has its shape from the route.",
        [nameof(EndSessions)] = "A flag has no shape.",
        [nameof(IssueVerification)] = "Deferred by a command that was validated.",
        [nameof(SendMail)] = "Deferred by a command that was validated.",
    };

    private static IEnumerable<Type> Requests => Types.Where(static type => type.IsAssignableTo(typeof(IBaseRequest)));

    [Test]
    public void There_are_requests() => Assert.That(Requests.Count(), Is.GreaterThan(10));

    [Test]
    public void Every_request_has_one_handler() => Assert.That(Requests.SelectMany(static each => HandlerFaults(each, Types)), Is.Empty);

    [Test]
    public void Every_request_is_a_sealed_record_and_says_who_may_send_it() => Assert.That(Requests.SelectMany(RequestFaults), Is.Empty);

    [Test]
    public void Every_request_is_a_command_or_a_query() => Assert.That(
        Requests.Where(static type => IsCommand(type) == Closes(type, typeof(IQuery<>))).Select(static type => type.Name), Is.Empty);

    [Test]
    public void Every_command_has_a_validator_or_a_reason() =>
        Assert.That(ValidatorFaults(Requests.Where(IsCommand), Types, WithoutValidator), Is.Empty);

    [Test]
    public void Whoever_answers_a_question_holds_nothing_that_changes_anything() =>
        Assert.That(Types.Where(static type => Closes(type, typeof(IQueryHandler<,>))).SelectMany(QueryFaults), Is.Empty);

    [Test]
    public void Whoever_changes_what_is_not_theirs_leaves_a_record() =>
        Assert.That(Requests.Where(IsCommand).SelectMany(static each => AuditFaults(each, Types)), Is.Empty);

    [Test]
    public void Every_handler_is_hidden() => Assert.That(Types.Where(IsHandler).SelectMany(HandlerFaults), Is.Empty);

    [Test]
    public void A_request_without_a_handler_or_with_two_is_caught()
    {
        Assert.That(HandlerFaults(typeof(Sample), []), Has.Exactly(1).Items);
        Assert.That(HandlerFaults(typeof(Sample), [typeof(SampleHandler), typeof(OtherHandler)]), Has.Exactly(2).Items, "two, one with another's name");
        Assert.That(HandlerFaults(typeof(Sample), [typeof(SampleHandler)]), Is.Empty);
    }

    [Test]
    public void A_request_that_is_open_to_derivation_or_silent_about_who_may_or_states_a_condition_that_nobody_heeds_is_caught()
    {
        Assert.That(RequestFaults(typeof(Sample)), Is.Empty);
        Assert.That(RequestFaults(typeof(Silent)), Has.Exactly(2).Items);
        Assert.That(RequestFaults(typeof(NotARecord)), Has.Exactly(2).Items);
        Assert.That(RequestFaults(typeof(Unheeded)), Has.Exactly(1).Items);
    }

    [Test]
    public void A_command_without_a_validator_is_caught_and_so_is_a_reason_that_is_none_any_more()
    {
        Dictionary<string, string> reasons = new() { [nameof(Sample)] = "None.", ["Gone"] = "It was." };

        Assert.That(ValidatorFaults([typeof(Sample)], [], []), Has.Exactly(1).Items);
        Assert.That(ValidatorFaults([typeof(Sample)], [typeof(SampleValidator)], reasons), Has.Exactly(2).Items);
        Assert.That(ValidatorFaults([typeof(Sample)], [typeof(SampleValidator)], []), Is.Empty);
    }

    [Test]
    public void A_change_of_what_is_others_without_a_record_is_caught() =>
        Assert.That(AuditFaults(typeof(Unrecorded), [typeof(UnrecordedHandler)]), Has.Exactly(1).Items);

    [Test]
    public void A_handler_that_shows_itself_or_a_question_that_may_change_things_is_caught()
    {
        Assert.That(HandlerFaults(typeof(OtherHandler)), Has.Exactly(1).Items);
        Assert.That(QueryFaults(typeof(OtherHandler)), Has.Exactly(1).Items);
    }

    private static IEnumerable<string> HandlerFaults(Type request, IEnumerable<Type> types)
    {
        var handlers = types.Where(type => type.GetInterfaces().Any(face =>
            face.IsGenericType && face.GetGenericTypeDefinition() is var open
            && (open == typeof(IRequestHandler<>) || open == typeof(IRequestHandler<,>)) && face.GetGenericArguments()[0] == request)).ToList();
        if (handlers.Count != 1)
        {
            yield return $"{request.Name} has {handlers.Count} handlers";
        }

        foreach (var handler in handlers.Where(handler => handler.Name != request.Name + "Handler" && handler.Name != $"{request.Name}`1"))
        {
            yield return $"{handler.Name} handles {request.Name}";
        }
    }

    private static IEnumerable<string> RequestFaults(Type request)
    {
        if (!request.IsSealed || request.GetMethod("<Clone>$") is null)
        {
            yield return $"{request.Name} is no sealed record";
        }

        if (request.GetProperty("Access", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is not Access)
        {
            yield return $"{request.Name} does not say who may send it";
        }

        if (request.GetProperties().Any(static property => property.PropertyType == typeof(VersionCondition)) && !request.IsAssignableTo(typeof(IConditional)))
        {
            yield return $"{request.Name} states a condition and is no {nameof(IConditional)}";
        }
    }

    private static IEnumerable<string> ValidatorFaults(IEnumerable<Type> commands, IReadOnlyCollection<Type> types, Dictionary<string, string> reasons)
    {
        var names = commands.Select(static command => command.Name).ToHashSet();
        var validated = commands.Where(command => types.Any(type => type.IsAssignableTo(typeof(IValidator<>).MakeGenericType(command))))
            .Select(static command => command.Name).ToHashSet();
        return names.Except(validated).Except(reasons.Keys).Select(static name => $"{name} has no validator")
            .Concat(reasons.Keys.Where(name => !names.Contains(name) || validated.Contains(name)).Select(static name => $"{name} needs no reason"));
    }

    private static IEnumerable<string> HandlerFaults(Type handler) =>
        handler is { IsSealed: true, IsPublic: false, IsNestedPublic: false } ? [] : [$"{handler.Name} is not internal sealed"];

    private static IEnumerable<string> QueryFaults(Type handler) => handler.GetConstructors()
        .SelectMany(static constructor => constructor.GetParameters()).Select(static parameter => parameter.ParameterType)
        .Where(static type => type == typeof(IUnitOfWork) || type == typeof(IOutbox) || type.Name.EndsWith("Repository", StringComparison.Ordinal))
        .Select(type => $"{handler.Name} holds {type.Name}");

    private static IEnumerable<string> AuditFaults(Type command, IEnumerable<Type> types) =>
        ((Access)command.GetProperty("Access", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!).Permission is not null
        && !types.Where(type => type.Name == command.Name + "Handler").SelectMany(static handler => handler.GetConstructors())
            .SelectMany(static constructor => constructor.GetParameters())
            .Any(static parameter => parameter.ParameterType == typeof(IAuditLog) || parameter.ParameterType.Name is "StaffAct" or "AttributeEditor")
            ? [$"{command.Name} leaves no record"]
            : [];

    private static bool IsCommand(Type type) => type.IsAssignableTo(typeof(ICommandBase));

    private static bool IsHandler(Type type) =>
        Closes(type, typeof(IRequestHandler<,>)) || Closes(type, typeof(IRequestHandler<>)) || Closes(type, typeof(INotificationHandler<>));

    private static bool Closes(Type type, Type open) =>
        type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == open);

    public sealed record Sample : IRequest<Result>, ICommandBase
    {
        public static Access Access => Access.Anonymous;
    }

    public sealed record Unrecorded : IRequest<Result>, ICommandBase
    {
        public static Access Access => Access.Holding("moons:land");
    }

    internal sealed class UnrecordedHandler(IUnitOfWork work)
    {
        public IUnitOfWork Work => work;
    }

    public record Silent : IRequest<Result>;

    public sealed class NotARecord : IRequest<Result>;

    public sealed record Unheeded(VersionCondition? Condition) : IRequest<Result>
    {
        public static Access Access => Access.Anonymous;
    }

    public sealed class SampleValidator : AbstractValidator<Sample>;

    internal sealed class SampleHandler : IRequestHandler<Sample, Result>
    {
        public Task<Result> Handle(Sample request, CancellationToken cancellationToken) => Task.FromResult(Result.Success);
    }

    public class OtherHandler(IUnitOfWork work) : IRequestHandler<Sample, Result>
    {
        public Task<Result> Handle(Sample request, CancellationToken cancellationToken) => work.CommitAsync(cancellationToken);
    }
}
