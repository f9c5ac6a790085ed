using System.Diagnostics.CodeAnalysis;

namespace UserSystem.Domain.Shared;

/// <summary>What can have failed.</summary>
public interface IOutcome
{
    /// <summary>Why it failed; null when it succeeded.</summary>
    Error? Error { get; }
}

/// <summary>An outcome that generic code can make a failure of, without knowing what success would have carried.</summary>
public interface IOutcome<out TSelf> : IOutcome
    where TSelf : IOutcome<TSelf>
{
    /// <summary>A failure with this error.</summary>
    static abstract TSelf Failure(Error error);
}

/// <summary>An outcome whose value generic code can take out and put in again, without knowing its type.</summary>
public interface IValueOutcome<out TSelf> : IOutcome<TSelf>
    where TSelf : IValueOutcome<TSelf>
{
    /// <summary>What a success carries.</summary>
    static abstract Type ValueType { get; }

    /// <summary>The value of a success. Asking a failure for it throws.</summary>
    object ValueObject { get; }

    /// <summary>A success with this value, which is a <see cref="ValueType"/>.</summary>
    static abstract TSelf Success(object value);
}

/// <summary>Success without a value, or an <see cref="Shared.Error"/>.</summary>
public sealed class Result : IOutcome<Result>
{
    /// <summary>The one success.</summary>
    public static readonly Result Success = new(null);

    private Result(Error? error) => Error = error;

    /// <inheritdoc/>
    public Error? Error { get; }

    /// <inheritdoc/>
    public static Result Failure(Error error) => new(error);

    /// <summary>An error is a failed result.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "Failure is the named alternate.")]
    public static implicit operator Result(Error error) => Failure(error);
}

/// <summary>A value, or an <see cref="Shared.Error"/>.</summary>
public sealed class Result<T> : IValueOutcome<Result<T>>
{
    private readonly T? _value;

    private Result(T? value, Error? error) => (_value, Error) = (value, error);

    /// <inheritdoc/>
    public Error? Error { get; }

    /// <summary>The value of a success. Asking a failure for it is a bug and throws.</summary>
    public T Value => Error is null ? _value! : throw new InvalidOperationException($"A failure ({Error.Code}) has no value.");

    static Type IValueOutcome<Result<T>>.ValueType => typeof(T);

    object IValueOutcome<Result<T>>.ValueObject => Value!;

    static Result<T> IValueOutcome<Result<T>>.Success(object value) => new((T)value, null);

    /// <inheritdoc/>
    public static Result<T> Failure(Error error) => new(default, error);

    /// <summary>A success with this value, where the type is one that converts to nothing by itself: an interface, or what may be null.</summary>
    public static Result<T> Of(T value) => new(value, null);

    /// <summary>A value is a success.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The conversion is the point; a named twin would add nothing.")]
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>An error is a failed result.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "Failure is the named alternate.")]
    public static implicit operator Result<T>(Error error) => Failure(error);
}
