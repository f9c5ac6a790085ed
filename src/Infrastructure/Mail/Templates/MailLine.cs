using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace UserSystem.Infrastructure.Mail.Templates;

/// <summary>A line in HTML: encoded, with an element around each isolated stretch.</summary>
public sealed class MailLine : ComponentBase
{
    /// <summary>The line.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        foreach (var part in Bidi.Parts(Text))
        {
            if (part.Direction is null)
            {
                builder.AddContent(0, part.Text);
                continue;
            }

            builder.OpenElement(1, "bdi");
            builder.AddAttribute(2, "dir", part.Direction);
            builder.AddContent(3, part.Text);
            builder.CloseElement();
        }
    }
}
