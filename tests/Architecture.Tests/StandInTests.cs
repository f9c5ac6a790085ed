using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Mapster;
using MediatR;
using NUnit.Framework;
using Serilog.AspNetCore;

namespace UserSystem.Architecture.Tests;

/// <summary>What the packages reference of the assemblies under eng/stand-ins is there, with that very signature.</summary>
public sealed class StandInTests
{
    private static readonly object[] Pairs =
    [
        new object[] { typeof(IMediator).Assembly, "MediatR.Contracts", 5 },
        new object[] { typeof(TypeAdapterConfig).Assembly, "Mapster.Core", 40 },
        new object[] { typeof(RequestLoggingOptions).Assembly, "Serilog.Extensions.Hosting", 6 },
    ];

    [TestCaseSource(nameof(Pairs))]
    public void Everything_that_a_package_references_is_there(Assembly package, string standIn, int atLeast)
    {
        using var file = new PEReader(File.OpenRead(package.Location));

        var references = Resolve(package.ManifestModule, file.GetMetadataReader(), standIn);

        Assert.That(references.Where(reference => reference.Fault is not null), Is.Empty);
        Assert.That(references, Has.Count.AtLeast(atLeast), "so few references mean that the wrong ones were read");
    }

    [TestCaseSource(nameof(Pairs))]
    public void The_assembly_satisfies_the_version_that_its_package_asks_for(Assembly package, string standIn, int _)
    {
        var wanted = package.GetReferencedAssemblies().Single(name => name.Name == standIn);

        var loaded = Assembly.Load(wanted).GetName();

        Assert.That(loaded.Version, Is.GreaterThanOrEqualTo(wanted.Version!));
        Assert.That(loaded.GetPublicKeyToken(), Is.Not.Empty, "a reference with a token needs a signed assembly");
    }

    [TestCase("NoSuchType", ".ctor")]
    [TestCase("MapContextScope", "NoSuchMember")]
    [TestCase("MapContextScope", "Finalize")]
    public void A_reference_to_what_is_missing_or_not_public_is_found(string type, string member)
    {
        var image = Referencing("Mapster.Core", "Mapster", type, member);
        using var file = new PEReader(new MemoryStream(image));

        var references = Resolve(Assembly.Load(image).ManifestModule, file.GetMetadataReader(), "Mapster.Core");

        Assert.That(references.Where(reference => reference.Fault is not null), Is.Not.Empty);
    }

    /// <summary>Lets the runtime itself resolve each type and member of that assembly, as it would at the first call.</summary>
    private static List<(string Name, string? Fault)> Resolve(Module module, MetadataReader metadata, string standIn)
    {
        var types = metadata.TypeReferences.Where(type => IsOf(metadata, type, standIn));
        var members = metadata.MemberReferences.Where(member => metadata.GetMemberReference(member).Parent is
        { Kind: HandleKind.TypeReference } parent && IsOf(metadata, (TypeReferenceHandle)parent, standIn));
        return
        [
            .. types.Select(type => (metadata.GetString(metadata.GetTypeReference(type).Name),
                Fault(() => module.ResolveType(MetadataTokens.GetToken(type))))),
            .. members.Select(member => (metadata.GetString(metadata.GetMemberReference(member).Name),
                Fault(() => module.ResolveMember(MetadataTokens.GetToken(member))))),
        ];
    }

    private static bool IsOf(MetadataReader metadata, TypeReferenceHandle handle, string standIn) =>
        metadata.GetTypeReference(handle).ResolutionScope switch
        {
            { Kind: HandleKind.TypeReference } outer => IsOf(metadata, (TypeReferenceHandle)outer, standIn),
            { Kind: HandleKind.AssemblyReference } assembly => metadata.StringComparer.Equals(
                metadata.GetAssemblyReference((AssemblyReferenceHandle)assembly).Name, standIn),
            _ => false,
        };

    /// <summary>The runtime resolves what it would not let a stranger call, so that is asked for too.</summary>
    private static string? Fault(Func<MemberInfo?> resolve)
    {
        try
        {
            return resolve() switch
            {
                Type { IsVisible: true } or MethodBase { IsPublic: true } or FieldInfo { IsPublic: true } => null,
                _ => "not public",
            };
        }
        catch (Exception missing) when (missing is TypeLoadException or MissingMemberException or IOException)
        {
            return missing.Message;
        }
    }

    /// <summary>An assembly that does nothing but refer to one method without parameters and result.</summary>
    private static byte[] Referencing(string assembly, string @namespace, string type, string member)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString("Control.dll"), metadata.GetOrAddGuid(default), default, default);
        metadata.AddAssembly(metadata.GetOrAddString($"Control.{type}.{member}"), new Version(1, 0), default, default, default, default);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default,
            MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        var target = metadata.AddAssemblyReference(
            metadata.GetOrAddString(assembly), new Version(1, 0), default, default, default, default);
        var parent = metadata.AddTypeReference(target, metadata.GetOrAddString(@namespace), metadata.GetOrAddString(type));
        var signature = new BlobBuilder();
        new BlobEncoder(signature).MethodSignature(isInstanceMethod: true)
            .Parameters(0, result => result.Void(), _ => { });
        metadata.AddMemberReference(parent, metadata.GetOrAddString(member), metadata.GetOrAddBlob(signature));

        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder())
            .Serialize(image);
        return image.ToArray();
    }
}
