"""How the parts of a form become HTML."""

from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString

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
        f'<optgroup label="{_escaped(name)}">{_options(options)}</optgroup>' if name else _options(options)
        for name, options, _index in widget["optgroups"]
    ]
    html = f'<select name="{_escaped(widget["name"])}"{_attributes(widget["attrs"])}>{"".join(groups)}</select>'
    return SafeString(html)


def _options(options: list[dict[str, Any]]) -> str:
    return "".join(
        f'<option value="{_escaped(o["value"])}"{_attributes(o["attrs"])}>{_escaped(o["label"])}</option>\n'
        for o in options
    )


def _attributes(attributes: dict[str, Any]) -> str:
    return "".join(
        f" {_escaped(name)}" if value is True else f' {_escaped(name)}="{_escaped(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def _escaped(value: Any) -> str:
    """As Django escapes what a template writes; its own functions ask first whether each text is lazy."""
    text = str(value)
    return text if hasattr(text, "__html__") else escape(text)
