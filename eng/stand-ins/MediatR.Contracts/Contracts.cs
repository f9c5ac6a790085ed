namespace MediatR;

/// <summary>Something that happened, published to any number of handlers.</summary>
public interface INotification;

/// <summary>What every request is, with or without an answer.</summary>
public interface IBaseRequest;

/// <summary>A request without an answer.</summary>
public interface IRequest : IBaseRequest;

/// <summary>A request that one handler answers.</summary>
public interface IRequest<out TResponse> : IBaseRequest;

/// <summary>A request that is answered by a stream.</summary>
public interface IStreamRequest<out TResponse>;

/// <summary>The answer of what answers nothing.</summary>
public readonly struct Unit : IEquatable<Unit>, IComparable<Unit>, IComparable
{
    private static readonly Unit Only;

    /// <summary>The only value there is.</summary>
    public static ref readonly Unit Value => ref Only;

    /// <summary>A finished task with that value.</summary>
    public static Task<Unit> Task { get; } = System.Threading.Tasks.Task.FromResult(Only);

    /// <inheritdoc/>
    public int CompareTo(Unit other) => 0;

    int IComparable.CompareTo(object? obj) => 0;

    /// <inheritdoc/>
    public bool Equals(Unit other) => true;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Unit;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;

    /// <inheritdoc/>
    public override string ToString() => "()";

    /// <summary>Always true.</summary>
    public static bool operator ==(Unit first, Unit second) => true;

    /// <summary>Always false.</summary>
    public static bool operator !=(Unit first, Unit second) => false;
}
