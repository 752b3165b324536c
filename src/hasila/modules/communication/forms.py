"""Forms where the derived one doesn't do: a statement and a followed article that begin from a checked text."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from hasila.plain.texts import FORBIDDEN, western_digits
from hasila.surfaces.web.forms import DayInput, StepForm, Unjudged, spoken_day

HIDDEN = ("checked", "claim")
"""What ties a draft to the text that it comes from; nobody types it."""


class _FromText(StepForm):
    """A form that may begin from a checked text."""

    order: tuple[str, ...] = ()
    tall: dict[str, int] = {}
    hidden: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.hidden:
            self.fields[name].widget = forms.HiddenInput()
        for name, rows in self.tall.items():
            self.fields[name].widget.attrs["rows"] = rows
        self.order_fields(self.order)


class DraftForm(_FromText):
    """A fact statement: what was said, the figure, the text that goes out."""

    order = ("kind", "language", "item", "outlet", "quotation", "figure", "figure_year", "headline", "body", "unit")
    tall = {"quotation": 3, "body": 12}
    hidden = HIDDEN


class FollowForm(_FromText):
    """An article to be followed."""

    order = ("outlet", "headline", "address", "published_on", "language", "claim", "text", "unit")
    tall = {"claim": 3, "text": 12}
    hidden = ("checked",)


class ArticleForm(forms.Form):
    """What is to be checked: a text or a file; and, for whoever will draft from it, where it comes from."""

    use_required_attribute = False

    text = Unjudged(
        label=_("Text of the article"),
        help_text=_("Paste it whole, with its title. It stays in this house."),
        widget=forms.Textarea({"rows": 12, "dir": "auto", "spellcheck": "false"}),
    )
    file = Unjudged(
        required=False,
        label=_("Or its file"),
        help_text=_("A text or a saved page (HTML), 1 MB at most."),
        widget=forms.FileInput({"accept": ".txt,.html,.htm,text/plain,text/html"}),
    )
    outlet = forms.CharField(required=False, max_length=120, label=_("Outlet"), widget=forms.TextInput({"dir": "auto"}))
    headline = forms.CharField(
        required=False, max_length=300, label=_("Headline"), widget=forms.TextInput({"dir": "auto"})
    )
    address = forms.CharField(
        required=False,
        max_length=500,
        label=_("Web address"),
        widget=forms.TextInput({"dir": "ltr", "inputmode": "url", "autocomplete": "off"}),
    )
    published_on = forms.CharField(
        required=False,
        max_length=20,
        label=_("Published on"),
        help_text=_("By it the checker knows which year “this year” is."),
        widget=DayInput({"class": "input--short"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "field-%s"} | options)

    def _plain(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if FORBIDDEN.search(text):
            raise ValidationError(_("The text holds invisible control characters that can mislead a reader."))
        return text

    def clean_outlet(self) -> str:
        """Without invisible characters."""
        return self._plain("outlet")

    def clean_headline(self) -> str:
        """Without invisible characters."""
        return self._plain("headline")

    def clean_address(self) -> str:
        """An address of the web, where there is one."""
        text = self._plain("address")
        if text:
            URLValidator(schemes=["http", "https"])(text)
        return text

    def clean_published_on(self) -> date | None:
        """A day in either order, with digits of either script."""
        text = spoken_day(western_digits(self.cleaned_data["published_on"].strip()))
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValidationError(_("Enter a day, such as 2024-12-26 or 26/12/2024.")) from None
