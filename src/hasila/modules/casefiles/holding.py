"""What custody, the retention of a minor and an identity check share: who is held, since when, until when, what was
done meanwhile.

Who is held is written down with the record, as the law wants it in the register, and stays as it was known then. What
happens to the person is kept in two lists that the acts add to: `log` (rights told, hearings, rest, meals …) and
`requests` (more time asked for, granted or refused). Each line is the content of an act of its own; the lists are what
the register prints.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import ERASABLE
from hasila.institution.people import CardNumberField, Sex
from hasila.kernel.records import Record
from hasila.modules.casefiles import clocks
from hasila.modules.casefiles.holding_choices import ANSWERS, Answer, Note, Regime, Signature
from hasila.plain.moments import legal_day, micros

IDENTITY = (
    "arabic_name", "latin_name", "alias", "sex", "born_on", "born_at", "father", "mother", "card_number", "nationality",
    "occupation", "address", "language",
)  # fmt: skip
"""What is written down of the person: the names of the fields, the same in a party of a case file."""
PERSONAL = (
    "arabic_name", "latin_name", "alias", "born_on", "born_at", "father", "mother", "card_number", "occupation",
    "address", "language", "condition", "grounds", "place", "log", "requests", "note_whom", "note_text", "magistrate",
    "ended_to", "asked_for", "answer_remark",
)  # fmt: skip
"""What an erasure empties."""
LIVING = ("held", "awaiting")
"""The states in which somebody is held."""
FILE_LINES = {"referred": "file_sent", "returned": "file_returned", "decided": "file_decided"}
"""The states of the file in which somebody is held, with the lines of the log that tell of them."""


def unnoted(measure: clocks.Measure, day: date, log: list[dict[str, Any]]) -> list[str]:
    """Codes of what the law of the day of a placing wants told and a log doesn't show."""
    done = {line["kind"] for line in log}
    return [duty for duty in measure.duties(day) if not done & {*ANSWERS.get(duty, (duty,))}]


class Holding(Record):
    """Somebody who is held; `unit` is the unit that holds them."""

    measure: ClassVar[clocks.Measure]

    arabic_name = models.CharField(_("Name in Arabic"), max_length=120, blank=True)
    latin_name = models.CharField(_("Name in Latin letters"), max_length=120, blank=True)
    alias = models.CharField(_("Also known as"), max_length=120, blank=True)
    sex = models.CharField(_("Sex"), max_length=1, choices=Sex, blank=True)
    born_on = models.DateField(_("Date of birth"), null=ERASABLE, blank=True)
    born_at = models.CharField(_("Place of birth"), max_length=80, blank=True)
    father = models.CharField(_("Father's name"), max_length=120, blank=True)
    mother = models.CharField(_("Mother's name"), max_length=120, blank=True)
    card_number = CardNumberField(_("Card number"), blank=True)
    nationality = models.CharField(_("Nationality"), max_length=2, blank=True)
    occupation = models.CharField(_("Occupation"), max_length=80, blank=True)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    language = models.CharField(_("Language, where an interpreter is needed"), max_length=40, blank=True)

    arrested_at = models.DateTimeField(_("Arrested on"), help_text=_("The term runs from this moment."))
    began_at = models.DateTimeField(_("Placed on"))
    regime = models.CharField(_("Regime"), max_length=16, choices=Regime, default=Regime.ORDINARY.value, editable=False)
    limit_at = models.DateTimeField(_("Limit"), null=True, editable=False)
    extended = models.PositiveSmallIntegerField(_("Extensions"), default=0, editable=False)
    place = models.CharField(_("Cell or place"), max_length=80)
    condition = models.TextField(
        _("Physical condition on arrival"),
        help_text=_("Traces, complaints, medicines; “nothing to note” where there is nothing."),
    )
    grounds = models.TextField(_("Stated reason"))

    log = models.JSONField(_("What happened while held"), default=list, editable=False)
    note_kind = models.CharField(_("What is noted"), max_length=24, choices=Note, blank=True)
    note_at = models.DateTimeField(_("At"), null=True, blank=True, help_text=_("Leave empty if it happens now."))
    note_until = models.DateTimeField(_("Until"), null=True, blank=True, help_text=_("Of a hearing, a rest, a talk."))
    note_whom = models.CharField(_("Whom, by what means"), max_length=200, blank=True)
    note_text = models.TextField(_("Remark"), blank=True)

    requests = models.JSONField(_("Requests for more time"), default=list, editable=False)
    asked_for = models.TextField(_("Why more time is needed"), blank=True)
    answer_remark = models.TextField(_("Remark of the public prosecution"), blank=True)
    authorisation = models.CharField(_("Number of the authorisation"), max_length=60, blank=True)
    magistrate = models.CharField(_("Magistrate"), max_length=120, blank=True)
    authorised_at = models.DateTimeField(_("Authorised on"), null=True, blank=True)
    paper = models.CharField(
        _("Digest of the paper (SHA-256)"),
        max_length=64,
        blank=True,
        validators=[RegexValidator(r"^[0-9a-f]{64}\Z", _("A digest has 64 characters, 0 to 9 and a to f."))],
        help_text=_("Of the scanned authorisation, so that the paper in the file can be told from any other."),
    )
    release_ordered_at = models.DateTimeField(_("Release ordered on"), null=True, editable=False)

    overrun_at = models.DateTimeField(_("Held beyond the limit since"), null=True, editable=False)
    ended_at = models.DateTimeField(_("Ended on"), null=True, blank=True, help_text=_("Leave empty if it happens now."))
    ended_to = models.CharField(_("To whom, where"), max_length=200, blank=True)
    signature = models.CharField(
        _("Signature of the person in the register"), max_length=8, choices=Signature, blank=True
    )

    class Meta(Record.Meta):
        abstract = True

    @property
    def name(self) -> str:
        """The name in the script of the active language, or the other one."""
        arabic = (get_language() or "ar").startswith("ar")
        first, second = (self.arabic_name, self.latin_name) if arabic else (self.latin_name, self.arabic_name)
        return first or second or self.alias or str(_("Unknown person"))

    @property
    def held(self) -> bool:
        """Whether the person is held still."""
        return self.state in LIVING

    @property
    def law_day(self) -> date:
        """The legal day of the placing, whose law the first term, the reasons and the duties follow."""
        return legal_day(micros(self.began_at))

    @property
    def first_limit(self) -> datetime | None:
        """When the first term ran out, or runs out."""
        granted = [line["from"] for line in self.requests if "from" in line]
        return datetime.fromisoformat(granted[0]) if granted else self.limit_at

    def minutes_left(self, now: datetime | None = None) -> int | None:
        """Whole minutes until the limit, negative beyond it; None where nobody is held any more."""
        if not self.held or self.limit_at is None:
            return None
        return clocks.minutes_between(now or timezone.now(), self.limit_at)

    def overrun_minutes(self, until: datetime | None = None) -> int:
        """For how many minutes the person was, or is, held beyond the limit; a minute that was begun counts."""
        assert self.limit_at is not None
        over = clocks.in_utc(until or self.ended_at or timezone.now()) - clocks.in_utc(self.limit_at)
        return max(0, -(-over // timedelta(minutes=1)))

    def minutes_held(self, until: datetime | None = None) -> int:
        """For how many whole minutes the person was, or is, held."""
        return max(0, clocks.minutes_between(self.arrested_at, until or self.ended_at or timezone.now()))

    def noted(self, *kinds: str) -> list[dict[str, Any]]:
        """The lines of the log of these kinds (of all where none is named), by their time."""
        lines = [line for line in self.log if not kinds or line["kind"] in kinds]
        return sorted(lines, key=lambda line: line["at"])

    def open_duties(self) -> list[str]:
        """Codes of what the law wants told and the log doesn't show."""
        return unnoted(self.measure, self.law_day, self.log)

    @property
    def shortened(self) -> dict[str, Any] | None:
        """The line of the log that says why the present limit is nearer than it was; None where it isn't."""
        lines = [line for line in self.log if "to" in line]
        limit = self.limit_at.astimezone(UTC).isoformat() if self.limit_at is not None else ""
        return lines[-1] if lines and lines[-1]["to"] == limit else None

    @property
    def file_line(self) -> dict[str, Any] | None:
        """The last line of the log that says where the file went in which the person is held; None before it left."""
        return next((line for line in reversed(self.log) if line["kind"].startswith("file_")), None)

    @property
    def presented_with_file(self) -> dict[str, Any] | None:
        """That line, where the file left with the person and no end is recorded: the presentation is what ends it."""
        line = self.file_line if self.held else None
        return line if line is not None and line["kind"] != "file_returned" else None

    @property
    def request(self) -> dict[str, Any] | None:
        """The request for more time that waits for an answer."""
        last = self.requests[-1] if self.requests else None
        return last if last is not None and last["answer"] == Answer.WAITING else None

    @property
    def more_time(self) -> int | None:
        """Hours that the law of today would still allow; None where it allows no further extension."""
        allowed = self.measure.extensions(self.regime, legal_day(micros(timezone.now())))
        return allowed[self.extended] if self.extended < len(allowed) else None
