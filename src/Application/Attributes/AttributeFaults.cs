using UserSystem.Domain.Shared;

namespace UserSystem.Application.Attributes;

/// <summary>Collects what is wrong with a value, and knows at which part of it: all faults are told at once, as far as a hundred of them tell enough.</summary>
public sealed class AttributeFaults
{
    // More help nobody, and would be an answer many times as long as the request.
    private const int MaxCount = 100;

    private readonly List<Fault> _found;
    private readonly AttributeFaults? _whole;
    private readonly string _part;

    /// <summary>Nothing is wrong yet with the value at this path of the request.</summary>
    public AttributeFaults(string path)
        : this([], whole: null, path)
    {
    }

    private AttributeFaults(List<Fault> found, AttributeFaults? whole, string part) => (_found, _whole, _part) = (found, whole, part);

    /// <summary>True as soon as anything is wrong, wherever.</summary>
    public bool Any => _found.Count > 0;

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<Fault> Found => _found;

    private string Path => _whole is null ? _part : _whole.Path + _part;

    /// <summary>Something is wrong here.</summary>
    /// <param name="code">A stable word for programs, as <c>text.too_long</c>.</param>
    /// <param name="message">A sentence for people.</param>
    public void Add(string code, string message)
    {
        if (_found.Count < MaxCount)
        {
            _found.Add(new Fault(Path, code, message));
        }
    }

    /// <summary>The same collection, at a member of the value.</summary>
    public AttributeFaults At(string member) => new(_found, this, "." + member);

    /// <summary>The same collection, at an element of the value.</summary>
    public AttributeFaults At(int index) => new(_found, this, $"[{index}]");

    internal void WrongType(string wanted) => Add("type", $"The value must be {wanted}.");
}
