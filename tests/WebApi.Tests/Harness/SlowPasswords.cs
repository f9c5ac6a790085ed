using Microsoft.Extensions.DependencyInjection;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Testing;

namespace UserSystem.WebApi.Tests.Harness;

/// <summary>Holds whoever hashes, or whoever compares, until the test lets them go on.</summary>
internal sealed class SlowPasswords(bool verifications = false)
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Entered => _entered.Task;

    public void GoOn() => _goOn.SetResult();

    public void Replace(IServiceCollection services) => services.Decorate<IPasswords>((inner, _) => new Held(this, inner));

    private async Task HoldAsync(bool ofVerifications, CancellationToken ct)
    {
        if (ofVerifications == verifications)
        {
            _entered.TrySetResult();
            await _goOn.Task.WaitAsync(ct);
        }
    }

    private sealed class Held(SlowPasswords gate, IPasswords inner) : IPasswords
    {
        public async Task<Result<string>> HashAsync(string password, CancellationToken ct)
        {
            await gate.HoldAsync(ofVerifications: false, ct);
            return await inner.HashAsync(password, ct);
        }

        public async Task<Result<PasswordVerdict>> VerifyAsync(string password, string? hash, CancellationToken ct)
        {
            await gate.HoldAsync(ofVerifications: true, ct);
            return await inner.VerifyAsync(password, hash, ct);
        }
    }
}
