using System.Security.Cryptography;
using System.Text;

namespace UserSystem.WebApi.Pages;

/// <summary>The style sheet of the pages, which stands in each of them; browsers take it by its hash and take no other.</summary>
internal static class PageStyle
{
    /// <summary>Light and dark, from left to right and from right to left.</summary>
    public const string Sheet = """

        :root {
            color-scheme: light dark;
            --page: #f3f4f6; --card: #ffffff; --edge: #e2e5ea; --title: #111827; --text: #1f2937; --quiet: #5b6470;
            --button: #1d4ed8; --pressed: #1e40af; --label: #ffffff; --warning: #d97706;
            --question: #1d4ed8; --question-wash: #e0e9ff; --done: #15803d; --done-wash: #dcf5e4; --failed: #b45309; --failed-wash: #fdf0d5;
        }
        @media (prefers-color-scheme: dark) {
            :root {
                --page: #14161a; --card: #1f2329; --edge: #343a43; --title: #e8eaed; --text: #e8eaed; --quiet: #a5adb8;
                --button: #8ab4f8; --pressed: #aecbfa; --label: #14161a; --warning: #f2b84b;
                --question: #8ab4f8; --question-wash: #263345; --done: #7fd39b; --done-wash: #1f3a2a; --failed: #f2b84b; --failed-wash: #3d3320;
            }
        }
        * { box-sizing: border-box; }
        body {
            margin: 0; min-height: 100vh; display: grid; align-items: center; padding: 32px 16px; background: var(--page); color: var(--text);
            font: 16px/1.6 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Noto Sans Arabic', 'Geeza Pro', Arial, sans-serif;
        }
        main { width: 100%; max-width: 480px; margin: 0 auto; padding-bottom: 6vh; }
        .app { margin: 0; padding: 0 4px 12px; font-size: 14px; font-weight: 600; color: var(--quiet); overflow-wrap: anywhere; }
        .card { padding: 36px 32px; background: var(--card); border: 1px solid var(--edge); border-radius: 12px; }
        .sign { display: block; width: 48px; height: 48px; margin-bottom: 20px; }
        .sign path { fill: none; stroke-width: 2.5; stroke-linecap: round; stroke-linejoin: round; }
        .sign.question circle { fill: var(--question-wash); } .sign.question path { stroke: var(--question); stroke-width: 2; }
        .sign.done circle { fill: var(--done-wash); } .sign.done path { stroke: var(--done); }
        .sign.failed circle { fill: var(--failed-wash); } .sign.failed path { stroke: var(--failed); stroke-width: 3; }
        h1 { margin: 0 0 12px; font-size: 22px; line-height: 1.35; font-weight: 600; color: var(--title); text-wrap: balance; }
        .card p { margin: 0; text-wrap: pretty; }
        form { margin: 24px 0 0; }
        label { display: block; margin-bottom: 6px; font-size: 14px; font-weight: 600; }
        .tick { display: flex; gap: 10px; align-items: baseline; margin-bottom: 16px; font-weight: 400; }
        input[type=password], input[type=text], input[type=email] {
            width: 100%; min-height: 48px; margin-bottom: 16px; padding: 10px 14px; font: inherit; color: var(--text); background: var(--page);
            border: 1px solid var(--quiet); border-radius: 8px;
        }
        input[aria-invalid] { border-color: var(--failed); }
        input:focus-visible { outline: 3px solid var(--button); outline-offset: 1px; }
        ul { margin: -8px 0 16px; padding: 0; list-style: none; font-size: 14px; color: var(--failed); }
        button {
            width: 100%; min-height: 48px; padding: 12px 28px; font: inherit; font-weight: 600; color: var(--label); background: var(--button);
            border: 0; border-radius: 8px; cursor: pointer;
        }
        button:hover, button:active { background: var(--pressed); }
        button:focus-visible { outline: 3px solid var(--button); outline-offset: 3px; }
        .card .note {
            margin-top: 24px; padding-block: 2px; padding-inline-start: 14px; border-inline-start: 3px solid var(--warning);
            font-size: 14px; color: var(--quiet);
        }
        @media (max-width: 420px) { .card { padding: 28px 22px; } }

        """;

    /// <summary>How a content security policy names the sheet (CSP Level 3, 2.3.1).</summary>
    public static string Source { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Sheet)))}'";
}
