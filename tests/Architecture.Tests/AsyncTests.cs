using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace UserSystem.Architecture.Tests;

/// <summary>What takes time can be given up: its last parameter is the token that says so. And nothing runs unwatched.</summary>
public sealed class AsyncTests
{
    // What takes no token, and why.
    private static readonly Dictionary<string, string> WithoutToken = new()
    {
        ["MailComposer.RenderAsync"] = "Writes a template in memory; there is nothing to wait for.",
        ["Statement.TimeAsync"] = "Times what was begun with a token.",
    };

    private static IEnumerable<MethodInfo> Methods => Code.Types.SelectMany(Code.MethodsOf);

    [Test]
    public void Nothing_runs_unwatched() => Assert.That(Methods.Where(IsAsyncVoid).Select(Name), Is.Empty);

    [Test]
    public void What_takes_time_can_be_given_up() => Assert.That(Methods.SelectMany(TokenFaults).Except(WithoutToken.Keys), Is.Empty);

    [Test]
    public void Every_exception_is_one_still() => Assert.That(WithoutToken.Keys.Except(Methods.SelectMany(TokenFaults)), Is.Empty);

    [TestCase(nameof(Sample.Unwatched), true)]
    [TestCase(nameof(Sample.Good), false)]
    public void An_async_void_is_caught(string method, bool caught) =>
        Assert.That(IsAsyncVoid(typeof(Sample).GetMethod(method)!), Is.EqualTo(caught));

    [TestCase(nameof(Sample.Good), false)]
    [TestCase(nameof(Sample.Without), true)]
    [TestCase(nameof(Sample.First), true)]
    [TestCase(nameof(Sample.OtherName), true)]
    [TestCase(nameof(Sample.Default), true)]
    [TestCase(nameof(Sample.DisposeAsync), false)]
    [TestCase(nameof(Sample.Request), false)]
    [TestCase(nameof(Sample.Now), false)]
    public void A_method_that_cannot_be_given_up_is_caught(string method, bool caught) =>
        Assert.That(TokenFaults(typeof(Sample).GetMethod(method)!).Any(), Is.EqualTo(caught));

    private static bool IsAsyncVoid(MethodInfo method) =>
        method.ReturnType == typeof(void) && method.GetCustomAttribute<AsyncStateMachineAttribute>() is not null;

    private static IEnumerable<string> TokenFaults(MethodInfo method)
    {
        if (!IsAwaitable(method.ReturnType) || IsMadeByACompiler(method) || IsSaidByAForeignContract(method)
            || HasTheRequest(method))
        {
            yield break;
        }

        // A state that is waited for is not work.
        if (method is { IsSpecialName: true } || method.GetParameters() is [.., { Name: "ct", HasDefaultValue: false } last] && last.ParameterType == typeof(CancellationToken))
        {
            yield break;
        }

        yield return Name(method);
    }

    private static bool IsAwaitable(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)));

    private static bool IsMadeByACompiler(MethodInfo method) =>
        method.Name.Contains('<', StringComparison.Ordinal) || method.DeclaringType!.FullName!.Contains('<', StringComparison.Ordinal);

    // The request carries a token of its own.
    private static bool HasTheRequest(MethodInfo method) =>
        method.GetParameters().Any(static parameter => parameter.ParameterType == typeof(HttpContext))
        || method.DeclaringType!.GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Any(static field => field.FieldType == typeof(HttpContext));

    private static bool IsSaidByAForeignContract(MethodInfo method)
    {
        if (IsForeign(method.GetBaseDefinition().DeclaringType!))
        {
            return true;
        }

        var type = method.DeclaringType!;
        return !type.IsInterface && type.GetInterfaces().Where(IsForeign)
            .Any(face => type.GetInterfaceMap(face).TargetMethods.Contains(method));
    }

    private static bool IsForeign(Type type) => type.Assembly.GetName().Name?.StartsWith("UserSystem", StringComparison.Ordinal) is not true;

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private sealed class Sample : IAsyncDisposable
    {
        public static async void Unwatched() => await Task.Yield();

        public static async Task Good(CancellationToken ct) => await Task.Delay(0, ct);

        public static Task Without() => Task.CompletedTask;

        [SuppressMessage("Design", "CA1068", Justification = "What the rule is to catch.")]
        public static ValueTask<int> First(CancellationToken ct, int number) => ValueTask.FromResult(ct.IsCancellationRequested ? 0 : number);

        public static Task OtherName(CancellationToken token) => Task.Delay(0, token);

        public static Task Default(CancellationToken ct = default) => Task.Delay(0, ct);

        public static int Now() => 0;

        public static Task Request(HttpContext http) => Task.Delay(0, http.RequestAborted);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
