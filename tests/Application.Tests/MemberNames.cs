using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace UserSystem.Application.Tests;

/// <summary>Adding the use cases to a host sets how members are named in faults, for the whole process; validators that are made by hand need it too.</summary>
[SetUpFixture]
public sealed class MemberNames
{
    [OneTimeSetUp]
    public void Set() => new ServiceCollection().AddApplication();
}
