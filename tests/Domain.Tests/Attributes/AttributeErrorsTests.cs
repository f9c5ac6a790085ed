using NUnit.Framework;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Tests.Attributes;

/// <summary>Clients go by these codes: they are never renamed, and never of another kind.</summary>
public sealed class AttributeErrorsTests
{
    private static readonly (Error Error, ErrorKind Kind, string Code)[] Known =
    [
        (AttributeErrors.UnknownKey, ErrorKind.NotFound, "attribute.unknown_key"),
        (AttributeErrors.NotSet, ErrorKind.NotFound, "attribute.not_set"),
        (AttributeErrors.NotWritable, ErrorKind.Forbidden, "attribute.not_writable"),
        (AttributeErrors.NotReadable, ErrorKind.Forbidden, "attribute.not_readable"),
        (AttributeErrors.ValueRequired, ErrorKind.Invalid, "attribute.value_required"),
        (AttributeErrors.NotSearchable, ErrorKind.Invalid, "attribute.not_searchable"),
        (AttributeErrors.NoHistory, ErrorKind.NotFound, "attribute.no_history"),
        (AttributeErrors.ValueTaken, ErrorKind.Conflict, "attribute.value_taken"),
        (AttributeErrors.TooMany, ErrorKind.Conflict, "attribute.too_many"),
        (AttributeErrors.StorageFull, ErrorKind.Conflict, "attribute.storage_full"),
    ];

    [Test]
    public void Codes_stay_and_sentences_tell_what_is_wrong()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var (error, kind, code) in Known)
            {
                Assert.That((error.Kind, error.Code), Is.EqualTo((kind, code)));
                Assert.That(error.Message, Does.Match(@"^\p{Lu}.+\.$"), code);
            }
        }
    }
}
