"""How the parts of a form become HTML."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

SELECT = "django/forms/widgets/select.html"


class Renderer(DjangoTemplates):
    """Django's own templates, but a list to choose from is written without one.

    Django includes two templates for every option. With the offences of a register to choose from that was two thirds
    of the time of a page.
    """

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The HTML of a form, a field or a widget."""
        if template_name == SELECT:
            return select(context["widget"])
        return super().render(template_name, context, request)


def select(widget: dict[str, Any]) -> SafeString:
    """A list to choose from, as `django/forms/widgets/select.html` has it, from what a widget tells its template."""
    groups = [
        format_html('<optgroup label="{}">{}</optgroup>', name, _options(options)) if name else _options(options)
        for name, options, _index in widget["optgroups"]
    ]
    inside = mark_safe("".join(groups))  # noqa: S308 - each part is escaped above
    return format_html('<select name="{}"{}>{}</select>', widget["name"], _attributes(widget["attrs"]), inside)


def _options(options: list[dict[str, Any]]) -> SafeString:
    return format_html_join(
        "", '<option value="{}"{}>{}</option>\n', ((o["value"], _attributes(o["attrs"]), o["label"]) for o in options)
    )


def _attributes(attributes: dict[str, Any]) -> SafeString:
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in attributes.items()
            if value is not False
        ),
    )
