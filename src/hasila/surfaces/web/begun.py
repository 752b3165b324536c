"""What a page shows of drafts: those of its form, the one that is gone on with, the list of what one has begun."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from hasila.assurance.sealed import SealedField
from hasila.kernel.procedures import Transition, transitions
from hasila.kernel.refusals import Refused
from hasila.surfaces.web import comparing
from hasila.surfaces.web.drafts import (
    ANEW,
    SEEN,
    address,
    content,
    gone_on_with,
    is_text,
    of,
    of_one_matter,
    plain,
    same_form,
)
from hasila.surfaces.web.models import Draft


@dataclass(frozen=True)
class Begun:
    """A draft as a page lists it, and where it is gone on with."""

    draft: Draft
    label: str
    words: str
    url: str
    closed: bool = False
    """Whether it can't be sent any more: its file has the step behind it, or went elsewhere. It is there to be read."""


def listed(author: UUID | None) -> list[Begun]:
    """The drafts of somebody, for the page of their work: one query, and one for each register in which a step on a
    file was begun.
    """
    if author is None:
        return []
    drafts = [one for one in of(author) if one.step in transitions and not is_blank(one)]
    done = _out_of_reach(drafts)
    return [
        Begun(one, str(transitions[one.step].label), words(one), gone_on_with(one.path, one.key), one.pk in done)
        for one in drafts
    ]


def _out_of_reach(drafts: list[Draft]) -> set[UUID]:
    """The drafts of steps that their files have behind them, or that are of files no longer seen."""
    on_files: dict[Any, list[Draft]] = {}
    for one in drafts:
        step = transitions[one.step]
        if one.file and not step.opens:
            on_files.setdefault(step.procedure.record, []).append(one)
    gone = set()
    for record, begun in on_files.items():
        rows = record._default_manager.filter(reference__in={one.file for one in begun})
        states = dict(rows.values_list("reference", "state"))
        gone |= {one.pk for one in begun if states.get(one.file) not in transitions[one.step].source_names}
    return gone


def typed(author: UUID, step: Transition, file: str) -> list[tuple[Any, str]]:
    """What somebody had written for a step that is closed to them now: labels and texts, so that nothing typed is out
    of sight.

    Args:
        file: the reference of its record.
    """
    found = []
    for one in of(author, step=step.key, file=file):
        try:
            held = content(one)
        except Refused:
            continue
        shown = comparing.marks("".join(held.get("_shown", [])))
        for name, asked in step.asked.items():
            values = held.get(name, [])
            text = "\n".join(values).strip()
            if not text or isinstance(asked.model_field, SealedField) or comparing.mark(values) == shown.get(name):
                continue
            found.append((asked.model_field.verbose_name, comparing.in_words(asked, text)))
    return found


def words(draft: Draft) -> str:
    """The beginning of what was typed, by which its author knows an opening among others. Choices and numbers say
    nothing here; a step that asks for a sealed value says nothing at all, since others stand before the screen.
    """
    step = transitions.get(draft.step)
    if step is None or draft.file or any(isinstance(one.model_field, SealedField) for one in step.asked.values()):
        return ""
    try:
        held = content(draft)
    except Refused:
        return ""
    for name, asked in step.asked.items():
        text = plain(held.get(name, []))
        if text and is_text(asked):
            return text[:59] + "…" if len(text) > 60 else text
    return ""


def is_blank(draft: Draft) -> bool:
    """Whether the draft of an opening holds nothing that somebody typed: choices are made again in a moment, and a form
    that was saved empty is nothing to come back to. On a file a choice is an answer.
    """
    step = transitions.get(draft.step)
    if step is None or draft.file:
        return False
    try:
        held = content(draft)
    except Refused:
        return False
    return not any(_typed(asked.model_field, plain(held.get(name, []))) for name, asked in step.asked.items())


def _typed(column: Any, text: str) -> bool:
    """Whether a text was typed into a field, and neither chosen nor standing there from the beginning."""
    chosen = column.choices or column.get_internal_type() in ("BooleanField", "ArrayField")
    usual = str(column.get_default()) if column.has_default() else ""
    return not chosen and text not in ("", usual)


class Drafting:
    """What a form's page needs of drafts: those to offer, the one that is gone on with, and the words of the line.

    Args:
        request: the page. step: the step of the form. file: the reference of its record; empty for an opening.
    """

    def __init__(self, request: HttpRequest, step: Transition, file: str = "") -> None:
        self.author: UUID = request.actor.id  # type: ignore[attr-defined]
        self.step, self.file = step, file
        self.sent = request.method == "POST"
        self.wanted = "" if self.sent else request.GET.get("draft", "")
        self.path, self.request_path = address(request, step), request.path
        self.matter = of_one_matter(request, step, file)
        self.version = request.POST.get(SEEN, "0") if self.sent else "0"
        self.problem = ""
        told: tuple[bool, Draft | None] = getattr(request, "draft_clash", (False, None))
        self.clash, self.other = told
        self.meets: bool = getattr(request, "draft_meets", False)

    @property
    def other_url(self) -> str:
        """Where the draft of the other window is gone on with."""
        return gone_on_with(self.other.path, self.other.key) if self.other is not None else ""

    @cached_property
    def own(self) -> list[Draft]:
        """The drafts of this form."""
        if self.sent:
            return []
        found = of(self.author, step=self.step.key, file=self.file)
        found = [one for one in found if one.key == self.wanted or not is_blank(one)]
        return [one for one in found if same_form(one, self.request_path)] if self.file else found

    @cached_property
    def current(self) -> Draft | None:
        """The draft that is gone on with: the one asked for; else that of the file, or of the matter that the address
        names.
        """
        if self.wanted:
            return next((one for one in self.own if one.key == self.wanted), None)
        same = (one for one in self.own if self.file or one.path == self.path)
        return next(same, None) if self.matter else None

    @property
    def taken_up(self) -> Draft | None:
        """The draft that is gone on with though nobody asked for it."""
        return None if self.wanted else self.current

    @property
    def anew(self) -> str:
        """Where another form of the same matter is begun; empty where a file has one form alone."""
        return "" if self.file else gone_on_with(self.path, ANEW)

    @property
    def missing(self) -> bool:
        """Whether the draft that was asked for is there no more: it was sent, discarded, or its term is over."""
        return self.wanted not in ("", ANEW) and self.current is None

    @cached_property
    def offers(self) -> list[tuple[Draft, str, str]]:
        """The further drafts of this form with their beginnings and addresses, unless one was asked for."""
        found = [one for one in self.own if one is not self.current] if self.taken_up or not self.current else []
        return [(one, words(one), gone_on_with(one.path, one.key)) for one in found]

    @property
    def browser_key(self) -> str:
        """The key under which the browser keeps what it can't send. It is the author's own: whoever sits at the same
        computer after them gets another.
        """
        return salted_hmac("hasila.drafts.browser", str(self.author), algorithm="sha256").hexdigest()

    @property
    def form_name(self) -> str:
        """By what the browser knows the form again."""
        return f"{self.step.key}:{self.file}:{self.request_path}"

    def fill(self, form: Any) -> None:
        """Puts the draft that is gone on with into its form, as it was typed."""
        if self.current is None:
            return
        try:
            held = content(self.current)
        except Refused as refused:
            self.problem = str(refused.refusal)
            return
        self.version = str(self.current.version)
        if hasattr(form, "compare"):
            form.compare(comparing.read(form, lambda name: held.get(name, [])))
        for name, field in form.fields.items():
            if name not in held:
                continue
            several = getattr(field.widget, "allow_multiple_selected", False)
            form.initial[name] = held[name] if several else held[name][-1]
            if hasattr(field, "remind"):
                field.remind(held[name][-1])
