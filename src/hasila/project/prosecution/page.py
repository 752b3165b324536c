"""The page of the stand-in, in Arabic, for whoever plays the magistrate."""

from __future__ import annotations

import gettext as catalogues
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from hasila.plain.moments import LEGAL_ZONE
from hasila.project.language import LOCALE
from hasila.project.prosecution.office import EXECUTED, JUDGE, MOODS, Case, Office


def _(message: str) -> str:
    """Marks a text for translation; the page says it in Arabic."""
    return message


def said(message: str) -> str:
    """The message in Arabic, escaped; English where no compiled catalogue is there."""
    return escape(catalogues.translation("django", LOCALE, ["ar"], fallback=True).gettext(message))


TITLE = _("Stand-in of the judicial authority")
WARNING = _(
    "This is neither the public prosecution nor an investigating judge: a program that stands in for them, for show "
    "and for tests."
)
EMPTY = _("No file has come yet. Files sent by the police will stand here.")
BEHAVES = _("How this program behaves")
LINE = _("Line")
APPLY = _("Apply")
READ = _("Read the file")
ACKNOWLEDGED = _("Acknowledged, not decided yet")
RETURNED = _("Sent back with instructions")
DECIDED = _("Decided")
DECISION = _("Decision of the judicial authority")
DECIDE = _("Decide")
INSTRUCTIONS = _("Instructions")
RETURN = _("Send back with instructions")
COMPLETE_BY = _("To be completed by")
DECISIONS = {
    "prosecuted": _("Prosecuted"),
    "investigation": _("Judicial investigation asked for"),
    "dismissed": _("Filed without prosecution"),
    "other_court": _("Sent to another prosecution office"),
    EXECUTED: _("Letter rogatory taken back, executed"),
}
OFFICES = {
    "first_instance": _("King's prosecutor at the court of first instance"),
    "appeal": _("King's general prosecutor at the court of appeal"),
    "terrorism": _("King's general prosecutor at the court of appeal of Rabat"),
    JUDGE: _("Investigating judge"),
}
MODES = dict(
    zip(
        MOODS,
        (
            _("At work"),
            _("Out of order: answers that it takes nothing"),
            _("Slow: answers after some seconds"),
            _("Silent: takes the line and says nothing"),
            _("Forgetful: takes the bundle and hangs up"),
        ),
        strict=True,
    )
)
WAYS = {
    "held": _("With the person presented, held"),
    "free": _("With the person presented, free"),
    "paper": _("The file alone"),
    "unknown": _("The file alone, against unknown persons"),
}
SHEET = Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def whole(office: Office, token: str) -> str:
    """The page: the mood, and every bundle with what can be answered, the newest first."""
    cases = "".join(_case(case, token) for case in reversed(office.cases.values()))
    empty = f'<p class="quiet">{said(EMPTY)}</p>'
    return (
        '<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{said(TITLE)}</title><link rel="stylesheet" href="/page.css"></head><body>'
        f'<header><p class="warning">{said(WARNING)}</p></header><main><h1>{said(TITLE)}</h1>'
        f"{_mood(office, token)}{cases or empty}</main></body></html>"
    )


def _mood(office: Office, token: str) -> str:
    mood = office.mood
    modes = "".join(_option(code, MODES[code], code == mood.mode) for code in MOODS)
    boxes = "".join(
        f'<label><input type="checkbox" name="{name}"{" checked" if on else ""}> {said(label)}</label>'
        for name, label, on in (
            ("twice", _("Gives each answer twice"), mood.twice),
            ("backwards", _("Gives the newest answers first"), mood.backwards),
            ("rule", _("Answers by itself, by a rule for the demonstration"), mood.rule),
        )
    )
    return (
        f'<section aria-labelledby="mood"><h2 id="mood">{said(BEHAVES)}</h2>'
        f'{_form(token, "mood")}<label>{said(LINE)} <select name="mode">{modes}</select></label>{boxes}'
        f"<button>{said(APPLY)}</button></form></section>"
    )


def _case(case: Case, token: str) -> str:
    about = case.about
    facts = [
        (_("Number at the judicial authority"), f"<bdi>{escape(case.receipt)}</bdi>"),
        (_("Referral"), f"<bdi>{escape(str(about.get('referral')))}</bdi>"),
        (_("Case file"), f"<bdi>{escape(str(about.get('case')))}</bdi>"),
        (_("To"), said(OFFICES.get(str(about.get("office")), str(about.get("office"))))),
        (_("Court"), f"<bdi>{escape(str(about.get('court_name') or about.get('court')))}</bdi>"),
        (_("Unit"), f"<bdi>{escape(str(about.get('unit_name') or about.get('unit')))}</bdi>"),
        (_("Way"), said(WAYS.get(str(about.get("way")), str(about.get("way"))))),
        (_("Received by the judicial authority on"), f"<bdi>{escape(_local(case.clock))}</bdi>"),
        (_("Pieces in the bundle"), str(len(about.get("pieces", [])))),
    ]
    listed = "".join(f"<dt>{said(label)}</dt><dd>{value}</dd>" for label, value in facts)
    paper = f'<a href="/bundles/{quote(case.key)}/dossier.pdf">{said(READ)}</a>'
    return (
        f'<article><h2><bdi>{escape(str(about.get("case")))}</bdi></h2><p class="state">{_state(case)}</p>'
        f"<dl>{listed}</dl><p>{paper}</p>{_answering(case, token)}</article>"
    )


def _local(clock: float) -> str:
    return datetime.fromtimestamp(clock, LEGAL_ZONE).strftime("%Y-%m-%d %H:%M")


def _state(case: Case) -> str:
    outcome = case.outcome
    if outcome is None:
        return said(ACKNOWLEDGED)
    if outcome["kind"] == "returned":
        return f"{said(RETURNED)}: <span>{escape(outcome['instructions'])}</span>"
    return f"{said(DECIDED)}: {said(DECISIONS.get(outcome['decision'], outcome['decision']))}"


def _answering(case: Case, token: str) -> str:
    if case.outcome is not None:
        return ""
    options = "".join(_option(code, label, False) for code, label in fitting(case).items())
    return (
        f"{_form(token, 'decide', case.key)}<label>{said(DECISION)} "
        f'<select name="decision">{options}</select></label><button>{said(DECIDE)}</button></form>'
        f'{_form(token, "return", case.key)}<textarea name="instructions" required '
        f'aria-label="{said(INSTRUCTIONS)}" placeholder="{said(INSTRUCTIONS)}"></textarea>'
        f'<label>{said(COMPLETE_BY)} <input type="date" name="complete_by"></label>'
        f"<button>{said(RETURN)}</button></form>"
    )


def fitting(case: Case) -> dict[str, str]:
    """The decisions on a bundle: a judge takes a letter rogatory back, the prosecution decides on its own files."""
    of_a_judge = case.about.get("office") == JUDGE
    return {code: label for code, label in DECISIONS.items() if (code == EXECUTED) == of_a_judge}


def _form(token: str, what: str, key: str = "") -> str:
    hidden: dict[str, Any] = {"token": token, "what": what, "key": key}
    inputs = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items())
    return f'<form method="post" action="/do">{inputs}'


def _option(code: str, label: str, chosen: bool) -> str:
    return f'<option value="{code}"{" selected" if chosen else ""}>{said(label)}</option>'
