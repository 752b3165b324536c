"""A list to choose from is what Django's templates make of it, written in less time."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from hypothesis import given
from hypothesis import strategies as st

from hasila.surfaces.web.rendering import Renderer

CHOICES: list[Any] = [
    ("", "–"),
    ("a", "<b>ألف</b> & \"one\" 'two'"),
    (1250, 1250),
    (None, "none"),
    ("group <1>", [("c&d", "C & D"), ("e", "E")]),
]


def lines(html: str) -> str:
    return "".join(line.strip() for line in html.replace("</option>", "</option>\n").splitlines())


@pytest.mark.parametrize("value", [None, "", "a", 1250, "c&d", "unknown"])
@pytest.mark.parametrize("attributes", [{}, {"id": "x", "required": True, "disabled": False, "data-x": '"<1>'}])
def test_it_is_what_django_writes(value: Any, attributes: dict[str, Any]) -> None:
    for widget in (forms.Select(attributes, CHOICES), forms.SelectMultiple(attributes, CHOICES)):
        given = [value] if isinstance(widget, forms.SelectMultiple) and value is not None else value
        ours = widget.render("of<fence", given, renderer=Renderer())
        assert lines(ours) == lines(widget.render("of<fence", given, renderer=DjangoTemplates()))


@given(st.lists(st.tuples(st.text(), st.text()), max_size=4), st.text())
def test_whatever_stands_in_it(choices: list[tuple[str, str]], value: str) -> None:
    widget = forms.Select({"title": value}, choices)
    ours = "".join(widget.render(value, value, renderer=Renderer()).split())
    assert ours == "".join(widget.render(value, value, renderer=DjangoTemplates()).split())
