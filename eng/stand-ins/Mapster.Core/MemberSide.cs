namespace Mapster;

/// <summary>The side of a mapping on which a member stands.</summary>
public enum MemberSide
{
    /// <summary>The object that is read.</summary>
    Source = 0,

    /// <summary>The object that is made or filled.</summary>
    Destination = 1,
}
