"""How the parts of a form become HTML."""

import re
from collections.abc import Callable
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString

WIDGETS = "django/forms/widgets/"
INPUTS = ("text", "hidden", "number", "email", "url", "password", "date", "datetime", "time", "search", "tel")


class Renderer(DjangoTemplates):
    """Django's own templates, but the common inputs are written without one.

    Django includes two templates for every option of a list, and one for the attributes of every input. With the
    offences of a register to choose from that was two thirds of the time of a page.
    """

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The HTML of a form, a field or a widget."""
        write = WRITERS.get(template_name)
        return write(context["widget"]) if write is not None else super().render(template_name, context, request)


def field(widget: dict[str, Any]) -> SafeString:
    """An input, as `django/forms/widgets/input.html` has it."""
    value = "" if widget["value"] is None else f' value="{escaped(widget["value"])}"'
    kind, name = escaped(widget["type"]), escaped(widget["name"])
    return SafeString(f'<input type="{kind}" name="{name}"{value}{_attributes(widget["attrs"])}>')


def area(widget: dict[str, Any]) -> SafeString:
    """Several lines of text, as `django/forms/widgets/textarea.html` has it."""
    text = escaped(widget["value"]) if widget["value"] else ""
    name = escaped(widget["name"])
    return SafeString(f'<textarea name="{name}"{_attributes(widget["attrs"])}>\n{text}</textarea>')


def options(widget: dict[str, Any]) -> SafeString:
    """Choices that are all seen, as `django/forms/widgets/multiple_input.html` has them."""
    marks = {name: value for name, value in widget["attrs"].items() if name in ("id", "class") and value}
    groups = []
    for label, group, _index in widget["optgroups"]:
        inside = "".join(f"<div>{_option(option)}</div>" for option in group)
        groups.append(f"<div><label>{escaped(label)}</label>{inside}</div>" if label else inside)
    return SafeString(f"<div{_attributes(marks)}>{''.join(groups)}</div>")


def _option(option: dict[str, Any]) -> str:
    if not option.get("wrap_label"):
        return field(option)
    found = option["attrs"].get("id")
    to = f' for="{escaped(found)}"' if found else ""
    return f"<label{to}>{field(option)} {escaped(option['label'])}</label>"


def select(widget: dict[str, Any]) -> SafeString:
    """A list to choose from, as `django/forms/widgets/select.html` has it, from what a widget tells its template."""
    groups = [
        f'<optgroup label="{escaped(name)}">{_options(options)}</optgroup>' if name else _options(options)
        for name, options, _index in widget["optgroups"]
    ]
    html = f'<select name="{escaped(widget["name"])}"{_attributes(widget["attrs"])}>{"".join(groups)}</select>'
    return SafeString(html)


def _options(options: list[dict[str, Any]]) -> str:
    return "".join(
        f'<option value="{escaped(o["value"])}"{_attributes(o["attrs"])}>{escaped(o["label"])}</option>\n'
        for o in options
    )


def _attributes(attributes: dict[str, Any]) -> str:
    return "".join(
        f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def escaped(value: Any) -> str:
    """As Django escapes what a template writes; its own functions ask first whether each text is lazy, and look for one
    special character after the other, though hardly a text has any.
    """
    if type(value) is SafeString:
        return value
    text = str(value)
    return text if hasattr(text, "__html__") or not _special(text) else escape(text)


_special = re.compile("[&<>\"']").search


WRITERS: dict[str, Callable[[dict[str, Any]], SafeString]] = {
    **{f"{WIDGETS}{kind}.html": field for kind in INPUTS},
    f"{WIDGETS}textarea.html": area,
    f"{WIDGETS}radio.html": options,
    f"{WIDGETS}checkbox_select.html": options,
    f"{WIDGETS}select.html": select,
}
