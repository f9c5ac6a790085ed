using System.Linq.Expressions;

namespace Mapster.Utils;

/// <summary>Finds the outermost member that an expression reads: <c>City</c> in <c>user.Address.City</c>.</summary>
public sealed class TopLevelMemberNameVisitor : ExpressionVisitor
{
    /// <summary>The name found; null if no member was read.</summary>
    public string? MemberName { get; private set; }

    /// <inheritdoc/>
    protected override Expression VisitMember(MemberExpression node)
    {
        MemberName ??= node.Member.Name;
        return base.VisitMember(node);
    }
}
