"""The common inputs are what Django's templates make of them, written in less time."""

import re
from datetime import date
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
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


def tight(html: str) -> str:
    return re.sub(r"\s+(?=<)|(?<=>)\s+", "", html)


@pytest.mark.parametrize("value", [None, "", "a", 1250, "c&d", "unknown"])
@pytest.mark.parametrize("attributes", [{}, {"id": "x", "required": True, "disabled": False, "data-x": '"<1>'}])
def test_it_is_what_django_writes(value: Any, attributes: dict[str, Any]) -> None:
    for widget in (forms.Select(attributes, CHOICES), forms.SelectMultiple(attributes, CHOICES)):
        given = [value] if isinstance(widget, forms.SelectMultiple) and value is not None else value
        ours = widget.render("of<fence", given, renderer=Renderer())
        assert lines(ours) == lines(widget.render("of<fence", given, renderer=DjangoTemplates()))


INPUTS: list[type[Any]] = [
    *(forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.PasswordInput, forms.HiddenInput),
    *(forms.DateInput, forms.DateTimeInput, forms.TimeInput, forms.Textarea),
]
CHOSEN: list[Any] = [forms.RadioSelect, forms.CheckboxSelectMultiple]


@pytest.mark.parametrize("value", [None, "", 0, "a", "<b>'\"&", "\n two\nlines", date(2024, 2, 29), mark_safe("&amp;")])
@pytest.mark.parametrize("attributes", [{}, {"id": "x", "required": True, "disabled": False, "data-x": '"<1>'}])
@pytest.mark.parametrize("kind", INPUTS)
def test_an_input_is_what_django_writes(kind: type[Any], value: Any, attributes: dict[str, Any]) -> None:
    ours, theirs = (kind(attributes).render("of<", value, renderer=one()) for one in (Renderer, DjangoTemplates))
    assert ours == theirs.strip() or ours == theirs


@pytest.mark.parametrize("value", [None, "a", 1250, "c&d"])
@pytest.mark.parametrize("attributes", [{}, {"id": "x<", "class": "chips", "required": True, "data-x": '"<1>'}])
@pytest.mark.parametrize("kind", CHOSEN)
def test_choices_that_are_seen_are_what_django_writes(kind: Any, value: Any, attributes: dict[str, Any]) -> None:
    given = [value] if kind is forms.CheckboxSelectMultiple and value is not None else value
    ours, theirs = (kind(attributes, CHOICES).render("n", given, renderer=one()) for one in (Renderer, DjangoTemplates))
    assert tight(ours) == tight(theirs)


@given(st.lists(st.tuples(st.text(), st.text()), max_size=4), st.text())
def test_whatever_stands_in_it(choices: list[tuple[str, str]], value: str) -> None:
    widget = forms.Select({"title": value}, choices)
    ours = "".join(widget.render(value, value, renderer=Renderer()).split())
    assert ours == "".join(widget.render(value, value, renderer=DjangoTemplates()).split())
