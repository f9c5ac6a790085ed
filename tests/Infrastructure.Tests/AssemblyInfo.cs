using System.Runtime.Versioning;
using NUnit.Framework;

[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[assembly: Parallelizable(ParallelScope.All)]

// File modes are what several tests are about.
[assembly: UnsupportedOSPlatform("windows")]
