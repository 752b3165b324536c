"""The form in which all rights of somebody held are noted in one go: a line for each that isn't noted yet, with what
was done, when, and how. Each line is an act of its own, as if it were noted alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db import transaction
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from hasila.kernel.perform import Receipt, perform
from hasila.kernel.refusals import Refusal, Refused
from hasila.modules.casefiles.custody_showing import duty_label
from hasila.modules.casefiles.holding import Holding
from hasila.modules.casefiles.holding_choices import Note
from hasila.surfaces.web.forms import MomentInput, Unjudged
from hasila.surfaces.web.refusing import RefusalError, problem_of

CHOICES: dict[str, tuple[Note, ...]] = {
    "family_told": (Note.FAMILY_TOLD, Note.FAMILY_NOT_TOLD),
    "guardian_told": (Note.GUARDIAN_TOLD, Note.GUARDIAN_INSTEAD),
    "lawyer_told": (Note.LAWYER_TOLD, Note.LAWYER_ASKED, Note.LAWYER_DECLINED),
    "family_or_lawyer_told": (Note.FAMILY_TOLD, Note.LAWYER_CONTACTED),
}
"""What can be said of a duty of the law, where it isn't the note of the same code alone."""
FURTHER: tuple[tuple[Any, tuple[Note, ...]], ...] = (
    (_("Lawyer contacted"), (Note.LAWYER_CONTACTED,)),
    (_("Interpreter"), (Note.INTERPRETER,)),
    (_("Medical examination"), (Note.EXAMINED, Note.NOT_EXAMINED)),
    (_("Notice of rights"), (Note.NOTICE_SIGNED, Note.NOTICE_REFUSED)),
)
"""What is noted with the rights, though no duty of its own."""
BESIDE = {"note_kind": "kind", "note_at": "at", "note_whom": "whom"}
"""The fields of a line, by those of the note."""


@dataclass(frozen=True)
class Line:
    """A right: its name, and what may have been done."""

    name: str
    label: Any
    kinds: tuple[Note, ...]

    def field(self, part: str) -> str:
        """The name of one of its fields."""
        return f"{self.name}-{part}"


@dataclass(frozen=True)
class Shown:
    """A line with its fields, for the page."""

    line: Line
    kind: BoundField
    at: BoundField
    whom: BoundField


def lines_of(holding: Holding, sent: Collection[str] = ()) -> list[Line]:
    """The rights that aren't noted yet: the duties of the law first, in its order.

    Args:
        sent: names of fields that were sent: their lines are there still, whoever noted the same meanwhile.
    """
    unnoted = holding.open_duties()
    duties = [
        Line(code, duty_label(code), CHOICES.get(code) or (Note(code),))
        for code in holding.measure.duties(holding.law_day)
    ]
    offered = {kind for line in duties for kind in line.kinds}
    further = [Line(kinds[0].value, label, kinds) for label, kinds in FURTHER if not offered.intersection(kinds)]
    return [
        *(line for line in duties if line.name in unnoted or line.field("kind") in sent),
        *(line for line in further if not holding.noted(*line.kinds) or line.field("kind") in sent),
    ]


class RightsForm(forms.Form):
    """All rights at once. told_at: the time of every line that has none of its own; empty is now."""

    _key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    told_at = Unjudged(
        required=False,
        label=_("Time of all lines"),
        help_text=_("A line with a time of its own keeps it. Leave empty if it happens now."),
        widget=MomentInput({"class": "input--short"}),
    )

    use_required_attribute = False

    def __init__(self, holding: Holding, data: Any = None) -> None:
        super().__init__(data, auto_id="field-%s", initial={"_key": uuid4().hex})
        self.holding, self.lines = holding, lines_of(holding, data or ())
        for line in self.lines:
            kinds = [("", _("Not now")), *((kind.value, kind.label) for kind in line.kinds)]
            self.fields[line.field("kind")] = Unjudged(
                label=line.label, initial="", widget=forms.RadioSelect(choices=kinds, attrs={"class": "chips"})
            )
            self.fields[line.field("at")] = Unjudged(required=False, label=_("At"), widget=MomentInput())
            self.fields[line.field("whom")] = Unjudged(
                required=False,
                label=_("Whom, by what means"),
                widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
            )

    @property
    def shown(self) -> list[Shown]:
        """The lines with their fields."""
        return [Shown(line, *(self[line.field(part)] for part in ("kind", "at", "whom"))) for line in self.lines]

    def note_all(self, actor: UUID) -> Receipt | None:
        """Takes every line that says something through the door, all or none; gives the last receipt, or None where
        the form was refused: each refusal then stands at its line.
        """
        if not self.is_valid():
            return None
        receipt = None
        try:
            with transaction.atomic():
                for line, data in self._told():
                    receipt = self._note(actor, line, data)
                if self.errors:
                    raise Refused(NOT_ALL)
        except Refused:
            return None
        if receipt is None:
            self.refuse(None, Refusal("casefiles.no_right_noted", _("Say of at least one right what was done.")))
        return receipt

    def _told(self) -> list[tuple[Line, dict[str, Any]]]:
        """What is sent of each line that isn't empty. A line with a time or words, but nothing done, is a slip that
        the door names.
        """
        found = []
        for line in self.lines:
            kind, at, whom = (self.cleaned_data.get(line.field(part)) or "" for part in BESIDE.values())
            if kind or at or whom:
                at = at or self.cleaned_data.get("told_at") or None
                found.append((line, {"note_kind": kind, "note_at": at, "note_whom": whom}))
        return found

    def _note(self, actor: UUID, line: Line, data: dict[str, Any]) -> Receipt | None:
        key = self.cleaned_data.get("_key")
        try:
            if data["note_kind"] not in (*line.kinds, ""):
                raise Refused(Refusal("casefiles.not_of_this_line", _("This is not offered here."), field="note_kind"))
            return perform(
                self.holding.procedure.transitions["note"],
                self.holding,
                actor=actor,
                data=data,
                key=f"{key}-{line.name}" if key else None,
            )
        except Refused as refused:
            for refusal in refused.refusals:
                self.refuse(line, refusal)
            return None

    def refuse(self, line: Line | None, refusal: Refusal) -> None:
        """Puts a refusal at the line that it is of, by its name."""
        part = BESIDE.get(refusal.field or "", "kind")
        name = line.field(part) if line is not None else None
        if part == "at" and name is not None and not self.cleaned_data.get(name):
            name = "told_at"
        problem = problem_of(refusal)
        if line is not None and part != "kind":  # whose label is the right itself
            said = _("%(right)s: %(reason)s") % {"right": line.label, "reason": problem.message}
            problem = type(problem)(said, problem.basis, problem.remedy)
        self.add_error(name, RefusalError(problem, refusal.code))


NOT_ALL = Refusal("casefiles.not_all_noted", _("A line was refused: nothing was noted."))
