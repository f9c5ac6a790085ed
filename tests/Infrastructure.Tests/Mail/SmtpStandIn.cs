using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace UserSystem.Infrastructure.Tests.Mail;

/// <summary>As much of a mail server as one client needs (RFC 5321), on a port of its own.</summary>
internal sealed class SmtpStandIn : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _serving;

    public SmtpStandIn()
    {
        _listener.Start();
        _serving = ServeAsync(_stop.Token);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Completes when somebody has connected.</summary>
    public Task Connected => _connected.Task;

    /// <summary>Accepts connections and never says a word.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Whether addresses beyond ASCII are understood (RFC 6531).</summary>
    public bool KnowsUtf8 { get; init; }

    /// <summary>The answer to RCPT TO.</summary>
    public string AnswerToRecipient { get; init; } = "250 fine";

    /// <summary>Every command, in order.</summary>
    public ConcurrentQueue<string> Commands { get; } = [];

    /// <summary>The message that came, without the doubled dots.</summary>
    public string Data { get; private set; } = "";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync(CancellationToken ct)
    {
        using var client = await _listener.AcceptTcpClientAsync(ct);
        _connected.SetResult();
        if (IsSilent)
        {
            await Task.Delay(Timeout.Infinite, ct);
        }

        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, new UTF8Encoding(false));
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 stand-in");
        while (await reader.ReadLineAsync(ct) is { } command)
        {
            Commands.Enqueue(command);
            var answer = command.Split(' ')[0] switch
            {
                "EHLO" => KnowsUtf8 ? "250-stand-in\r\n250-8BITMIME\r\n250 SMTPUTF8" : "250 stand-in",
                "RCPT" => AnswerToRecipient,
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                _ => "250 fine",
            };
            await writer.WriteLineAsync(answer.AsMemory(), ct);
            if (command == "DATA")
            {
                await ReadDataAsync(reader, ct);
                await writer.WriteLineAsync("250 taken".AsMemory(), ct);
            }
        }
    }

    private async Task ReadDataAsync(StreamReader reader, CancellationToken ct)
    {
        var data = new StringBuilder();
        while (await reader.ReadLineAsync(ct) is { } line && line != ".")
        {
            data.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        Data = data.ToString();
    }
}
