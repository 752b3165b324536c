"""Two texts for one field: what somebody typed, and what a colleague, or another window of theirs, wrote meanwhile.

The form shows both side by side and asks which of them stands. It carries what it needs for that itself (`CHOOSE`,
`WAS`, `THEIRS`, `BY`, `TAKE`), so that a choice that was put off, in a draft or because something else was wrong, is
shown again as it was. A sealed value is never carried: a field left empty keeps what lies there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from functools import cached_property
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils.timezone import get_current_timezone, is_naive, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hasila.assurance.sealed import SealedField, reveal
from hasila.assurance.steps import supplied, timeline
from hasila.kernel.access import Actor, authority
from hasila.kernel.procedures import transitions
from hasila.kernel.refusals import Refusal, Refused, listed
from hasila.surfaces.formats import format_date, format_datetime
from hasila.surfaces.web import references

if TYPE_CHECKING:
    from django.http import QueryDict

    from hasila.kernel.fields import Asked
    from hasila.kernel.ledger import Entry
    from hasila.kernel.procedures import Transition
    from hasila.kernel.records import Record
    from hasila.surfaces.web.forms import StepForm

CHOOSE = "_choose"
WAS, THEIRS, BY, TAKE = "_was-", "_theirs-", "_by-", "_take-"
OTHER, OWN = "theirs", "mine"
SHORT = 160
"""Letters up to which a text that both have is shown whole; of a longer one the beginning and the end."""
ENDS = 60
WORDS = 2_000
"""Words of two texts that are compared one by one; passages beyond stand whole, one after the other."""

_WORD = re.compile(r"\n|[^ \n]+")

Values = list[str]
Get = Callable[[str], Values]


def mark(values: Iterable[Any]) -> str:
    """A mark by which two contents of a field are told apart, whatever ends their lines have."""
    text = "\n".join(filter(None, sorted("\n".join(str(value).splitlines()).strip() for value in values)))
    return sha256(text.encode()).hexdigest()[:12]


def undecided(name: str) -> Refusal:
    return Refusal(
        "web.choose",
        gettext_lazy("Choose which of the two texts stands."),
        field=name,
        status=422,
    )


# ---------------------------------------------------------------- what changed in a text


@dataclass(frozen=True)
class Piece:
    """A passage of a text beside another: `same`, `new` in it, `gone` from it, or `cut` (left out, since both have
    it).
    """

    kind: str
    text: str


def compared(before: str, after: str) -> list[Piece]:
    """How one text became another, line by line and, where a line changed, word by word."""
    found: list[Piece] = []
    left = WORDS
    old, new = ([f"{line}\n" for line in text.splitlines()] for text in (before, after))  # all end alike
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    head, tail = new[:first], new[len(new) - last :]
    old, new = old[first : len(old) - last], new[first : len(new) - last]
    found.append(Piece("same", "".join(head)))
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():  # lines that stand often count for little
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if kind == "equal":
            found.append(Piece("same", come))
            continue
        words = _WORD.findall(gone), _WORD.findall(come)
        left -= len(words[0]) + len(words[1])
        found += _by_words(*words) if left >= 0 else [Piece("gone", gone), Piece("new", come)]
    found.append(Piece("same", "".join(tail)))
    pieces = _joined(found)
    if pieces and not pieces[-1].text.strip():  # the end of the last line
        pieces.pop()
    return [piece for one in pieces for piece in _shortened(one)]


def _alike(old: list[str], new: list[str]) -> int:
    """With how many same lines two texts begin."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _by_words(old: list[str], new: list[str]) -> list[Piece]:
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        sides = (("same", new[c:d]),) if kind == "equal" else (("gone", old[a:b]), ("new", new[c:d]))
        found += [Piece(what, "".join(one if one == "\n" else f"{one} " for one in words)) for what, words in sides]
    return found


def _joined(pieces: list[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if found and found[-1].kind == piece.kind:
            piece = Piece(piece.kind, found.pop().text + piece.text)
        found.append(piece)
    return found


def _shortened(piece: Piece) -> list[Piece]:
    if piece.kind != "same" or len(piece.text) <= SHORT:
        return [piece]
    first, last = piece.text[:ENDS], piece.text[-ENDS:]  # whole words
    return [Piece("same", first.rsplit(" ", 1)[0]), Piece("cut", "…"), Piece("same", last.split(" ", 1)[-1])]


# ---------------------------------------------------------------- one field


@dataclass
class Both:
    """A field that both changed.

    Attributes:
        was: what it held before, as its input shows it; None where that is not known any more.
        theirs, mine: what each wrote. by: who the other is and when it was, in words. take: which was chosen.
        sealed: whether the values are sealed; then `opened` holds what it was and theirs, where the reader may.
    """

    name: str
    field: forms.Field
    theirs: Values
    mine: Values
    by: str
    was: Values | None = None
    take: str = ""
    sealed: bool = False
    opened: tuple[str, str] | None = None

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the form carries for this field."""
        found = [(CHOOSE, self.name), (BY + self.name, self.by)]
        if not self.sealed:
            found += [(WAS + self.name, value) for value in self.was or ()]
            found += [(THEIRS + self.name, value) for value in self.theirs]
        return found

    @property
    def take_name(self) -> str:
        return TAKE + self.name

    @property
    def prose(self) -> bool:
        """Whether it is words of one's own, of which the changed passages are marked."""
        column = self.field.asked.model_field if hasattr(self.field, "asked") else None
        return isinstance(column, models.CharField | models.TextField) and not column.choices and not self.sealed

    @property
    def before(self) -> str:
        """What it was, in words; empty where it was empty or is not known."""
        return self.opened[0] if self.opened else said(self.field, self.was or [])

    @property
    def before_is_long(self) -> bool:
        """Whether what it was is folded: the changed passages say it already."""
        return len(self.before) > SHORT

    @property
    def known(self) -> bool:
        """Whether it is known what it was."""
        return self.opened is not None if self.sealed else self.was is not None

    @cached_property
    def their_side(self) -> list[Piece]:
        """What the other wrote."""
        if self.sealed:
            return [Piece("same", self.opened[1] if self.opened else _("Sealed: not open to you."))]
        return self._side(self.theirs, self.mine)

    @cached_property
    def my_side(self) -> list[Piece]:
        """What was typed here."""
        return self._side(self.mine, self.theirs)

    @property
    def whole(self) -> str:
        """The whole text of the other, where their side leaves out what both have."""
        return said(self.field, self.theirs) if any(one.kind == "cut" for one in self.their_side) else ""

    def _side(self, values: Values, others: Values) -> list[Piece]:
        text = said(self.field, values)
        if not text:
            return [Piece("none", _("Left empty"))]
        if not self.prose:
            return [Piece("same", text)]
        if self.was is None:  # the two beside one another, without what was struck out
            return [one for one in compared(said(self.field, others), text) if one.kind != "gone"]
        return compared(self.before, text)


def said(one: forms.Field, values: Values) -> str:
    """What the values of an input say to a reader: words for codes, days in words, a name for a number."""
    given = ["\n".join(str(value).splitlines()) for value in values if str(value).strip()]
    labels = _labels(one.widget)
    if labels:
        return listed([str(labels.get(value, value)) for value in given])
    text = "\n".join(given)
    asked = getattr(one, "asked", None)
    if asked is None or not text:
        return text
    if asked.target is not None:
        actor = getattr(one, "actor", None)
        found = references.resolve(references.candidates(asked.target, actor), text) if actor is not None else None
        return references.label_of(found) if found else text
    return in_words(asked, text)


def in_words(asked: Asked | None, text: str) -> str:
    """A text that was typed; a choice, a day or a moment in words."""
    column = asked.model_field if asked is not None else None
    if isinstance(column, models.BooleanField):
        return {"True": _("Yes"), "False": _("No")}.get(text, text)
    if column is not None and column.choices:
        return str(dict(column.flatchoices).get(text, text))
    return _day(column, text) if isinstance(column, models.DateField) else text


def _labels(widget: Any) -> dict[str, Any]:
    flat = ((pair,) if not isinstance(pair[1], list | tuple) else pair[1] for pair in getattr(widget, "choices", ()))
    return {str(value): label for value, label in chain.from_iterable(flat)}


def _day(column: models.Field, text: str) -> str:
    try:
        if not isinstance(column, models.DateTimeField):
            return format_date(date.fromisoformat(text))
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return format_datetime(make_aware(moment, get_current_timezone()) if is_naive(moment) else moment)


# ---------------------------------------------------------------- a form


def read(form: StepForm, get: Get) -> dict[str, Both]:
    """The fields of a form between two texts, as it carries them."""
    found = {}
    for name in get(CHOOSE):
        if name not in form.step.asked or name not in form.fields:
            continue
        was, theirs = get(WAS + name) or None, get(THEIRS + name)
        sealed = isinstance(form.step.asked[name].model_field, SealedField) and not theirs  # else one's own draft
        take = next((value for value in get(TAKE + name) if value in (OTHER, OWN)), "")
        by = " ".join(get(BY + name))[:200]
        found[name] = Both(name, form.fields[name], theirs, get(name), by, was, take, sealed)
    return found


@dataclass(frozen=True)
class TakenOver:
    """A field that was left as it was shown, and now holds what somebody wrote meanwhile."""

    label: Any
    by: str
    words: str


class Meanwhile:
    """What colleagues wrote on a record since the reader saw it, field by field.

    Args:
        record: as it is now. seen: the version that the reader saw. actor: the reader, for what is sealed.
        purpose: under which the record was opened, and the reference of its case.
    """

    def __init__(self, record: Record, seen: int, actor: Actor, purpose: tuple[str, str] = ("", "")) -> None:
        self.record, self.actor, self.purpose = record, actor, purpose
        entries = timeline(record.pk)
        self.since = [entry for entry in entries if entry.record_version > seen]
        self._before = [entry for entry in entries if entry.record_version <= seen]
        self._content = supplied(entries)
        self._names = authority().names({entry.actor for entry in self.since})

    def wrote(self, attname: str) -> Entry | None:
        """The last act since then that supplied this attribute."""
        return self._last(self.since, attname)

    def _last(self, entries: list[Entry], attname: str) -> Entry | None:
        steps = ((entry, transitions.get(entry.act)) for entry in reversed(entries))
        kind = type(self.record)
        own = (entry for entry, step in steps if step is not None and step.procedure.record is kind)
        return next((entry for entry in own if attname in self._content.get(entry.pk, {})), None)

    def by(self, attname: str) -> str:
        """Who wrote it and when, in words."""
        entry = self.wrote(attname) or (self.since[-1] if self.since else None)
        return listed([self._names.get(entry.actor, ""), format_datetime(entry.when)]) if entry is not None else ""

    def before(self, column: models.Field) -> Any:
        """The value that the acts until then had given a field; its usual value where none had."""
        entry = self._last(self._before, column.attname)
        if entry is None:
            return column.get_default() if column.has_default() else None
        value = self._content[entry.pk][column.attname]
        if isinstance(column, SealedField) or value is None:
            return value
        kind = column.target_field if isinstance(column, models.ForeignKey) else column
        return kind.to_python(value)

    def opened(self, column: models.Field) -> tuple[str, str] | None:
        """What a sealed field held and holds now, where it is open to the reader; that they read it is kept."""
        then = _with(self.record, column, self.before(column))
        try:
            now = reveal(self.record, column.name, self.actor, *self.purpose)
            was = reveal(then, column.name, self.actor, *self.purpose) if then.__dict__[column.attname] else ""
        except Refused:
            return None
        return was, now


def _with(record: Record, column: models.Field, value: Any) -> Any:
    """The record as if a field of it held this."""
    then = type(record)()
    then.__dict__.update({name: held for name, held in record.__dict__.items() if name != "_state"})
    then._state.fields_cache = {}
    then._state.adding, then._state.db = False, record._state.db
    setattr(then, column.attname, value)
    return then


def together(step: Transition, held: dict[str, Values], sent: QueryDict, by: str) -> list[str]:
    """Brings what was sent together with what another window of the same author holds: what only one of them has goes
    into `sent`, and so does the choice where both have a text.

    Args:
        held: by field what the other window holds. sent: is changed. by: what the other window is called.

    Returns:
        the fields of which both have a text.
    """
    shown, shown_there = marks("".join(sent.getlist("_shown"))), marks("".join(held.get("_shown", [])))
    found = []
    for name in step.asked:
        mine, theirs = sent.getlist(name), held.get(name, [])
        if mark(mine) == mark(theirs) or mark(theirs) in (mark([]), shown_there.get(name)):
            continue
        if mark(mine) in (mark([]), shown.get(name)):
            sent.setlist(name, theirs)
            continue
        sent.setlist(CHOOSE, [*(one for one in sent.getlist(CHOOSE) if one != name), name])
        sent.setlist(THEIRS + name, theirs)
        sent[BY + name] = by
        for given in (WAS, TAKE):
            sent.pop(given + name, None)
        found.append(name)
    return found


def marks(text: str) -> dict[str, str]:
    """By field the mark of what a form showed."""
    return dict(part.split(":", 1) for part in text.split(",") if ":" in part)


def meet(form: StepForm, then: dict[str, str], found: Meanwhile) -> tuple[dict[str, Both], list[TakenOver]]:
    """What of a form that was sent meets what colleagues wrote: fields that both changed, and those that the reader
    left as they were shown, which take over what stands in the record now.

    Args:
        form: with what was sent. then: by field a mark of what was shown.
    """
    both: dict[str, Both] = {}
    taken: list[TakenOver] = []
    for name, asked in form.step.asked.items():
        if name not in form.fields or form.fields[name].widget.is_hidden:
            continue
        column, mine = asked.model_field, form.sent(name)
        if isinstance(column, SealedField):
            if found.wrote(column.attname) is None:
                continue
            if any(mine):
                opened = found.opened(column)
                by = found.by(column.attname)
                both[name] = Both(name, form.fields[name], [], mine, by, sealed=True, opened=opened)
            else:
                taken.append(TakenOver(form.fields[name].label, found.by(column.attname), ""))
            continue
        now, shown = form.held_of(found.record, name), then.get(name)
        if any(now) and not any(form.held(name)):
            continue  # a step that shows nothing of what was answered before: each time is a matter of its own
        was: Values | None = form.held_of(_with(found.record, column, found.before(column)), name)
        if shown is not None and mark(was or []) != shown:  # it held something that no act supplied
            was = [] if mark([]) == shown else None
        changed = found.wrote(column.attname) is not None and (was is None or mark(was) != mark(now))
        if shown is not None:
            changed = shown != mark(now)
        if not changed or mark(mine) == mark(now):
            continue
        by = found.by(column.attname)
        if shown == mark(mine):
            form.put(name, now)
            taken.append(TakenOver(form.fields[name].label, by, said(form.fields[name], now)))
        else:
            both[name] = Both(name, form.fields[name], now, mine, by, was)
    return both, taken
