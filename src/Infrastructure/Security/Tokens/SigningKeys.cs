namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>The signing keys as this node knows them, kept up to date by <see cref="SigningKeyRefresher"/>. Reading takes no lock.</summary>
internal sealed class SigningKeys
{
    private volatile SigningKeySet? _current;

    /// <summary>The keys; null until they were loaded for the first time. The same object for as long as the keys are the same.</summary>
    public SigningKeySet? Current => _current;

    /// <summary>From now on these are the keys. Each is made ready first, so that no caller waits for that.</summary>
    public void Replace(SigningKeySet keys)
    {
        if (_current is not { } known || !known.HasSameKeysAs(keys))
        {
            foreach (var key in keys.Keys)
            {
                key.Prepare();
            }

            _current = keys;
        }
    }
}
