"""The parts of a case file's page: tables of what belongs to the file, and how more is added to each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hasila.assurance.steps import openings
from hasila.institution.law import cite
from hasila.institution.offences import offence
from hasila.kernel.access import Actor, reach
from hasila.kernel.procedures import Procedure, Transition
from hasila.modules.casefiles import missing
from hasila.modules.casefiles.attachments import Attachments
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.charges import Charges
from hasila.modules.casefiles.choices import AgeBand, Category
from hasila.modules.casefiles.contents import MOST, PARTS
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.custody_showing import untold_of
from hasila.modules.casefiles.exhibits import Exhibits
from hasila.modules.casefiles.holding import LIVING
from hasila.modules.casefiles.holding_choices import Ending
from hasila.modules.casefiles.kinds import (
    ExhibitKind,
    Measure,
    Media,
    RecordKind,
    Signing,
    TaskKind,
    ThingKind,
    ThingRole,
)
from hasila.modules.casefiles.letters import is_letter
from hasila.modules.casefiles.minor_retention import MinorRetentions
from hasila.modules.casefiles.parties import Parties
from hasila.modules.casefiles.referrals import Referrals
from hasila.modules.casefiles.tasks import Tasks
from hasila.modules.casefiles.things import Things
from hasila.modules.casefiles.written_records import WrittenRecords
from hasila.plain.moments import today
from hasila.surfaces.choices import labels
from hasila.surfaces.counting import quantity
from hasila.surfaces.formats import format_date, format_datetime, format_number
from hasila.surfaces.web.boxes import boxed, isolated
from hasila.surfaces.web.display import tone_of

Row = dict[str, Any]
HEARS = {
    Category.SUSPECT: RecordKind.HEARING_SUSPECT,
    Category.VICTIM: RecordKind.HEARING_VICTIM,
}
UNSIGNED = (Signing.REFUSED, Signing.FINGERPRINT)
ALONE = (RecordKind.FINDING, RecordKind.SEARCH, RecordKind.SEIZURE, RecordKind.SYNTHESIS)
"""Kinds of written records that begin without a person."""


@dataclass
class Add:
    """A way to add something: where it leads, and the digit that takes there."""

    label: str
    url: str
    key: str = ""


@dataclass
class Section:
    """A part of the page.

    Attributes:
        id: the anchor, as `missing` names it. tables: each under its own title, empty where there is one alone.
        adds: one button, or several behind one. more: address of the register with the rest.
    """

    id: str
    title: str
    count: int = 0
    tables: list[tuple[str, SimpleNamespace]] = field(default_factory=list)
    adds: list[Add] = field(default_factory=list)
    adding: str = ""
    key: str = ""
    empty: str = ""
    more: str = ""


class Page:
    """Makes the sections of one file for one reader."""

    def __init__(self, case: CaseFile, actor: Actor, rows: dict[str, list[Row]], years: dict[str, int]) -> None:
        self.case, self.actor, self.rows, self.years = case, actor, rows, years
        self.arabic = (get_language() or "ar").startswith("ar")
        self.now = timezone.now().isoformat()
        self.grows = case.state in ("open", "returned") and not case.on_paper

    def sections(self) -> list[Section]:
        """Every part, in the order of the page."""
        makers: tuple[Callable[[], Section], ...] = (
            self.parties,
            self.custody,
            self.charges,
            self.records,
            self.exhibits,
            self.tasks,
            self.things,
            self.attachments,
            self.referrals,
        )
        return [make() for make in makers]

    # ------------------------------------------------------------ the parts

    def parties(self) -> Section:
        """Parties, each category apart."""
        made = self._section(
            missing.PARTIES, _("Parties"), "parties", "1", Parties.enter, empty=_("Nobody is entered yet.")
        )
        columns = (_("Name"), _("Age on the day of the facts"), _("Card number"), _("State"))
        one = [row for row in self.rows["parties"] if row["same_as"]]
        made.count -= len(one[:MOST])
        for category in Category:
            mine = [row for row in self.rows["parties"] if row["category"] == category and row not in one]
            if mine:
                lines = [self._line("parties", row, self._party(row)) for row in mine[:MOST]]
                made.tables.append((str(category.label), _table(str(category.label), columns, lines)))
        if again := self._entered_twice():
            title = _("Entered twice in a category: one person's file, or one card number")
            heads = (_("Name"), _("Category"), _("Age on the day of the facts"), _("State"))
            rows = [self._line("parties", row, self._twice(row)) for row in again[:MOST]]
            steps = (Parties.unite_with, Parties.card_is_anothers)
            made.tables.append((title, self._settled(title, heads, rows, _("Settle it"), *steps)))
        if one:
            made.tables.append(self._united(one[:MOST]))
        return made

    def _entered_twice(self) -> list[Row]:
        """Whom a joinder left two entries, since one of them is held or their ages differ, or who was entered twice."""
        entered = [row for row in self.rows["parties"] if row["state"] == "entered"]
        found = Counter(mark for row in entered for mark in _marks(row))
        return [row for row in entered if any(found[mark] > 1 for mark in _marks(row))]

    def _twice(self, row: Row) -> list[Any]:
        name = isolated(self._name(row) or row["alias"] or _("Unknown person"))
        return [name, Category(row["category"]).label, AgeBand(row["band"]).label, row]

    def _united(self, rows: list[Row]) -> tuple[str, SimpleNamespace]:
        """Whom a joinder or an officer made one, each with the way to undo it."""
        title, kept = _("Entered twice, and one person here"), dict(self._kept())
        heads = (_("Name"), _("Category"), _("Entry that goes on"), _("State"))
        lines = [self._line("parties", row, self._one_with(row, kept)) for row in rows]
        return title, self._settled(title, heads, lines, _("Where that is wrong"), Parties.stand_alone)

    def _settled(self, title: str, heads: tuple[str, ...], lines: list[Any], head: str, *steps: Transition) -> Any:
        """A table of entries, each with the steps by which an officer settles what they are; for those who may."""
        if self.grows and steps[0].roles & self.actor.roles(today()):
            heads = (*heads, head)
            lines = [(url, [*cells, self._steps(steps, named)], named) for url, cells, named in lines]
        return _table(title, heads, lines)

    def _kept(self) -> Iterable[tuple[str, str]]:
        return ((row["id"], row["reference"]) for row in self.rows["parties"])

    def _one_with(self, row: Row, kept: dict[str, str]) -> list[Any]:
        name = isolated(self._name(row) or row["alias"] or _("Unknown person"))
        return [name, Category(row["category"]).label, boxed(kept.get(row["same_as"], "")), row]

    def _steps(self, steps: Iterable[Transition], reference: str) -> Any:
        named = (([*step.procedure.key.split("."), reference, step.name], step.label) for step in steps)
        links = ((reverse("web:step", args=address), label) for address, label in named)
        return format_html_join(mark_safe("<br>"), '<a href="{}?from=file">{}</a>', links)

    def _party(self, row: Row) -> list[Any]:
        band = AgeBand(row["band"]).label if row["category"] in (Category.SUSPECT, Category.VICTIM) else ""
        return [isolated(self._name(row) or row["alias"] or _("Unknown person")), band, boxed(row["card_number"]), row]

    def custody(self) -> Section:
        """Who is held, each kind of holding apart, with the limit of its clock."""
        nobody, part = _("Nobody is or was held in this file."), "custodies"
        if not self._open(MinorRetentions):
            nobody = _("Nobody is or was in custody in this file.")
        elif not self._open(Custodies):
            nobody, part = _("No minor is or was retained in this file."), "retentions"
        made = self._section(missing.CUSTODY, _("Persons held"), part, "", empty=nobody)
        made.count = sum(len(self.rows[one][:MOST]) for one in ("custodies", "retentions"))
        columns = (_("Name"), _("Arrested on"), _("Limit"), _("Cell or place"), _("State"))
        for part, step in (("custodies", Custodies.place_in_custody), ("retentions", MinorRetentions.retain)):
            if self._may(step):
                url = reverse("casefiles:held_of_file", args=[self.case.reference])
                made.adds.append(Add(str(step.label), url, "" if made.adds else "8"))
            if self.rows[part]:
                lines = [self._line(part, row, self._held(row)) for row in self.rows[part][:MOST]]
                title = str(PARTS[part].model._meta.verbose_name_plural)
                made.tables.append((title, _table(title, columns, lines)))
        return made

    def _held(self, row: Row) -> list[Any]:
        late = "late" if row["limit_at"] and row["limit_at"] < self.now and row["state"] in LIVING else ""
        limit = (_moment(row["limit_at"]), late)
        return [self._whom(row), _moment(row["arrested_at"]), limit, isolated(row["place"]), row]

    def _whom(self, row: Row) -> Any:
        return isolated(self._name(row) or row["alias"] or _("Unknown person"))

    def untold(self) -> list[tuple[str, Any, list[str]]]:
        """Whoever was held and of whom something isn't noted that the law wants told: address, name, what.

        Of those held still the page says so above, with their clock.
        """
        kinds = (("custodies", Custodies), ("retentions", MinorRetentions))
        rows = [(row, untold_of(procedure, row)) for part, procedure in kinds for row in self.rows[part][:MOST]]
        return [
            (reverse("casefiles:holding", args=[row["reference"]]), self._whom(row), duties)
            for row, duties in rows
            if duties and row["state"] not in LIVING
        ]

    def charges(self) -> Section:
        """The main offence stands in the head; these are the further ones."""
        made = self._section(
            "charges", _("Further offences"), "charges", "2", Charges.enter,
            empty=_("None beside the main offence."),
        )  # fmt: skip
        columns = (_("Offence"), _("Suspect"), _("Article"), _("State"))
        return self._with(made, "charges", columns, self._charge)

    def _charge(self, row: Row) -> list[Any]:
        item = offence(row["offence"])
        return [item.label, isolated(self._name(row, "suspect")), cite(item.basis), row]

    def records(self) -> Section:
        """Written records; each kind begins with its own formula, each person with their own hearing."""
        made = self._section(missing.RECORDS, _("Written records"), "records", "3", empty=_("No written record yet."))
        if self._may(WrittenRecords.draft):
            made.adding, made.adds = str(WrittenRecords.draft.label), self._drafts()
        heads = [_("Kind"), _("Number"), _("Person concerned"), _("Drawn up by"), _("Begun at"), _("State")]
        lines = [self._line("records", row, self._record(row)) for row in self.rows["records"][:MOST]]
        if made.adds and any(row["state"] == "signed" for row in self.rows["records"]):
            heads.append(_("Where it is wrong"))
            rows = zip(lines, self.rows["records"], strict=False)
            lines = [(url, [*cells, self._correction(row)], named) for (url, cells, named), row in rows]
        if lines:
            made.tables = [("", _table(made.title, tuple(heads), lines))]
        return made

    def _correction(self, row: Row) -> Any:
        """The form of a new record that corrects a signed one, which nobody changes any more."""
        if row["state"] != "signed" or row.get("copied"):
            return ""
        about = {"party": row["party_reference"]} if row["party_reference"] else {}
        url = self._url(WrittenRecords.draft, stay=True, kind=row["kind"], corrects=row["reference"], **about)
        return format_html('<a href="{}">{}</a>', url, _("Correct by a new record"))

    def _record(self, row: Row) -> list[Any]:
        year = self.years.get(row["id"])
        number = boxed(f"{row['number']}/{year}") if row["number"] and year else ""
        people = (isolated(self._name(row, "party")), isolated(self._name(row, "officer")))
        kind: Any = RecordKind(row["kind"]).label
        if row.get("copied"):
            kind = isolated(_("%(kind)s (of the file that this part was severed from)") % {"kind": kind})
        return [kind, number, *people, _moment(row["began_at"]), row]

    def _drafts(self) -> list[Add]:
        heard = [
            Add(
                _("%(kind)s: %(name)s") % {"kind": kind.label, "name": self._name(row) or row["alias"]},
                self._url(WrittenRecords.draft, stay=True, kind=kind.value, party=row["reference"]),
            )
            for row in self.rows["parties"]
            if row["state"] == "entered"
            for kind in (HEARS.get(Category(row["category"]), RecordKind.HEARING_WITNESS),)
        ]
        others = [kind for kind in RecordKind if kind in ALONE or (kind not in HEARS.values() and self._somebody(kind))]
        return heard + [
            Add(str(kind.label), self._url(WrittenRecords.draft, stay=True, kind=kind.value)) for kind in others
        ]

    def _somebody(self, kind: RecordKind) -> bool:
        """Whether there is somebody whom a record of this kind could be about."""
        here = {row["category"] for row in self.rows["parties"] if row["state"] == "entered"}
        if kind == RecordKind.HEARING_WITNESS:
            return False
        return Category.SUSPECT in here if kind == RecordKind.FLAGRANTE else bool(here)

    def exhibits(self) -> Section:
        """Exhibits by their numbers."""
        made = self._section(
            missing.EXHIBITS, _("Exhibits"), "exhibits", "4", Exhibits.seize, empty=_("Nothing was seized.")
        )
        columns = (_("Exhibit"), _("Description"), _("Quantity"), _("Seal number"), _("Place kept"), _("State"))
        return self._with(made, "exhibits", columns, self._exhibit)

    def _exhibit(self, row: Row) -> list[Any]:
        amount = ""
        if row["quantity"] is not None:
            amount = isolated(quantity(row["quantity"], Measure(row["measure"]).label))
        where = isolated(row["laboratory"] if row["state"] == "at_laboratory" else row["store"] or row["recipient"])
        first = f"{row['item']} · {ExhibitKind(row['kind']).label}"
        return [isolated(first), isolated(_short(row["description"])), amount, boxed(row["seal"]), where, row]

    def tasks(self) -> Section:
        """Acts of investigation: what is open first, the nearest deadline on top."""
        made = self._section(
            missing.TASKS, _("Acts of investigation"), "tasks", "5", Tasks.put, empty=_("Nothing is set.")
        )
        self.rows["tasks"].sort(key=lambda row: (row["state"] != "open", row["due_at"] or ""))
        columns = (_("What is to be done"), _("Deadline"), _("Falls to"), _("State"))
        return self._with(made, "tasks", columns, self._task)

    def _task(self, row: Row) -> list[Any]:
        late = "late" if row["due_at"] and row["due_at"] < self.now else ""
        day = (isolated(format_date(date.fromisoformat(row["deadline"]))), late) if row["deadline"] else ""
        what = isolated(f"{TaskKind(row['kind']).label}: {_short(row['what'])}")
        return [what, day, isolated(self._name(row, "owner")), row]

    def things(self) -> Section:
        """Objects and vehicles."""
        made = self._section(
            "things", _("Objects and vehicles"), "things", "6", Things.enter, empty=_("None is entered.")
        )
        columns = (_("Object"), _("Number plate"), _("Connection with the facts"), _("Description"), _("State"))
        return self._with(made, "things", columns, self._thing)

    def _thing(self, row: Row) -> list[Any]:
        named = " ".join(part for part in (row["make"], row["pattern"], row["colour"]) if part)
        kind = ThingKind(row["kind"]).label
        first = isolated(f"{kind}: {named}" if named else kind)
        mark = isolated(row["plate"] or row["serial"])
        return [first, mark, ThingRole(row["role"]).label, isolated(_short(row["description"])), row]

    def attachments(self) -> Section:
        """Attached files."""
        made = self._section(
            "attachments", _("Attachments"), "attachments", "7", Attachments.attach, empty=_("Nothing is attached.")
        )
        columns = (_("Name of the file"), _("What it shows"), _("Type of file"), _("Size"), _("State"))
        return self._with(made, "attachments", columns, self._attachment)

    def _attachment(self, row: Row) -> list[Any]:
        size = _("%(size)s kB") % {"size": format_number(max(1, row["size"] // 1000))}
        name = row["name"]
        if row.get("copied"):
            name = _("%(kind)s (of the file that this part was severed from)") % {"kind": name}
        return [isolated(name), isolated(row["description"]), Media(row["media"]).label, isolated(size), row]

    def referrals(self) -> Section:
        """What went to the prosecution."""
        title, empty = _("Referrals to the prosecution"), _("The file has not gone to the prosecution yet.")
        if is_letter(self.case):
            title, empty = _("Return to the investigating judge"), _("The records have not gone to the judge yet.")
        goes = any(row["state"] in ("prepared", "approved") for row in self.rows["referrals"])  # one at a time
        made = self._section("referrals", title, "referrals", "", None if goes else Referrals.prepare, empty=empty)
        columns = (_("Addressed to"), _("Number"), _("Last act"), _("State"))
        return self._with(made, "referrals", columns, self._referral)

    def _referral(self, row: Row) -> list[Any]:
        office = labels(CaseFile._meta.get_field("office")).get(row["office"], row["office"])
        return [office, boxed(row["number"] or ""), _moment(row["acted_at"]), row]

    # ------------------------------------------------------------ their making

    def _section(
        self, anchor: str, title: str, part: str, key: str, step: Transition | None = None, *, empty: str
    ) -> Section:
        procedure = PARTS[part].model.procedure
        if self.case.state == "joined":  # it wasn't empty: what it held went over
            empty = _("What stood here is in the file that this one was joined to.")
        elif not self._open(procedure):  # what isn't shown isn't said to be none
            empty = _("This part of the file is not open to you.")
        made = Section(anchor, title, len(self.rows[part][:MOST]), key=key, empty=empty)
        if len(self.rows[part]) > MOST:
            register = reverse("web:register", args=procedure.key.split("."))
            made.more = f"{register}?{urlencode({'case': self.case.reference})}"
        if step is not None and self._may(step):
            made.adds = [Add(str(step.label), self._url(step), key)]
        return made

    def _with(self, made: Section, part: str, columns: Iterable[str], cells: Callable[[Row], list[Any]]) -> Section:
        lines = [self._line(part, row, cells(row)) for row in self.rows[part][:MOST]]
        if lines:
            made.tables = [("", _table(made.title, tuple(columns), lines))]
        return made

    def _line(self, part: str, row: Row, cells: list[Any]) -> tuple[str, list[Any], str]:
        """The address of a row, its cells, and the mood of its state; the last cell is the row itself."""
        procedure = PARTS[part].model.procedure
        url = reverse("web:record", args=[*procedure.key.split("."), row["reference"]])
        if row.get("copied"):  # it is another file's: it is read from here, and not acted on
            url = reverse("casefiles:held_record", args=[self.case.reference, row["reference"]])
        state = procedure.states[row["state"]]
        late = part == "tasks" and row["state"] == "open" and row["due_at"] and row["due_at"] < self.now
        return url, [*cells[:-1], (_state_said(row, state.label), "late" if late else tone_of(state))], row["reference"]

    def _open(self, procedure: type[Procedure]) -> bool:
        """Whether the reader sees this part of the file at all."""
        _reader, units = reach(procedure, self.actor)
        return units is None or self.case.unit_id in units

    def _may(self, step: Transition) -> bool:
        return self.grows and step in openings(step.procedure, self.actor)

    def _url(self, step: Transition, *, stay: bool = False, **given: str) -> str:
        """The form of an opening, filled in with the file; afterwards back to it, unless one stays with the record."""
        address = reverse("web:open", args=[*step.procedure.key.split("."), step.name])
        return f"{address}?{urlencode({'case': self.case.reference, **given, **({} if stay else {'from': 'file'})})}"

    def _name(self, row: Row, of: str = "") -> str:
        """A person's name in the script of the page, or in the other one."""
        names = [row.get(f"{of}_{script}_name" if of else f"{script}_name") for script in ("arabic", "latin")]
        return next((name for name in (names if self.arabic else names[::-1]) if name), "")


def _marks(row: Row) -> set[tuple[Any, ...]]:
    """By what two entries of a category are known to be of one person."""
    return {(row["category"], name, row[name]) for name in ("person", "card_number") if row[name]}


def _state_said(row: Row, label: Any) -> Any:
    """The state in words; of who was held how that ended, of a signed record that the person didn't sign it."""
    if row.get("ending"):
        return Ending(row["ending"]).label
    return Signing(row["signing"]).label if row.get("signing") in UNSIGNED else label


def _table(caption: str, columns: tuple[str, ...], lines: list[tuple[str, list[Any], str]]) -> SimpleNamespace:
    """What components/register_table.html takes; a cell may be a pair of its text and its mood."""
    rows = []
    for url, cells, _reference in lines:
        shown = []
        for label, cell in zip(columns, cells, strict=True):
            html, mood = cell if isinstance(cell, tuple) else (cell, "")
            html = html if strip_tags(html) else ""  # on a telephone an empty cell isn't shown
            shown.append(SimpleNamespace(label=label, html=html, tone=mood, numeric=False))
        rows.append(SimpleNamespace(url=url, cells=shown))
    heads = [SimpleNamespace(label=label, numeric=False) for label in columns]
    return SimpleNamespace(caption=caption, columns=heads, rows=rows)


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else text[:most].rstrip() + " …"


def _moment(text: str | None) -> Any:
    return isolated(format_datetime(datetime.fromisoformat(text), style="short")) if text else ""
