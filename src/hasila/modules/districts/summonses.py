"""Summons (استدعاء): a person is asked to come, up to three times, before the prosecutor is told that they don't.

Law: code of criminal procedure (`criminal_procedure`); how often is a working rule (`districts.summons.most`).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hasila.assurance.erasure import Retention
from hasila.institution import identifying, law
from hasila.institution.references import MATTER_HELP, stands_in_its_register
from hasila.institution.roles import Role
from hasila.institution.sounding import set_sounds
from hasila.kernel.deadlines import Deadline
from hasila.kernel.deciding import ENTERED
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.districts.ahead import too_far
from hasila.modules.districts.party import FOUND_BY, PARTY, PARTY_GUARDS, Party
from hasila.modules.districts.purposes import SERVICE
from hasila.plain.moments import end_of_day, from_micros, legal_day, micros

RETENTION = "districts.summons.retention"
MOST = "districts.summons.most"
AGAIN = "districts.summons.again"
TAKERS = (Role.DESK_OFFICER, Role.JUDICIAL_OFFICER)


class Quality(models.TextChoices):
    """As what somebody is summoned."""

    COMPLAINANT = "complainant", _("Complainant")
    SUSPECT = "suspect", _("Suspect")
    WITNESS = "witness", pgettext_lazy("person", "Witness")
    VICTIM = "victim", _("Victim")
    LIABLE = "liable", _("Civilly liable person")
    OTHER = "other", _("Other person")


class Served(models.TextChoices):
    """How a paper reached somebody."""

    PERSON = "person", _("Handed to the person")
    FAMILY = "family", _("Handed to a relative at the address")
    REFUSED = "refused", _("The person refused to take it")
    PHONE = "phone", _("Told by telephone")


class NotServed(models.TextChoices):
    """Why a paper reached nobody."""

    ABSENT = "absent", _("Nobody at the address")
    MOVED = "moved", _("Moved away")
    UNKNOWN = "unknown", _("Unknown at the address")
    ADDRESS = "address", _("No such address")


class Summons(identifying.Identified, Party, Record):
    """A summons of one person, with all its attempts; `attempts` counts how often it was drawn up."""

    quality = models.CharField(_("Summoned as"), max_length=12, choices=Quality)
    subject = models.CharField(_("Subject"), max_length=200)
    matter = models.CharField(_("Reference of the matter"), max_length=60, blank=True, help_text=MATTER_HELP)
    appear_at = models.DateTimeField(_("To appear on"))
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0, editable=False)
    served_how = models.CharField(_("How it was served"), max_length=10, choices=Served, blank=True)
    served_at = models.DateTimeField(_("Served on"), null=True, blank=True)
    not_served = models.CharField(_("Why it was not served"), max_length=10, choices=NotServed, blank=True)
    note = models.TextField(_("Note"), blank=True)
    prosecutor_told_at = models.DateTimeField(_("Prosecutor told on"), null=True, blank=True)

    @property
    def again_until(self) -> datetime | None:
        """Until when somebody who did not come is summoned again; None once that was done as often as may be."""
        return None if self._often_enough else self._term

    @property
    def report_until(self) -> datetime | None:
        """Until when the prosecutor is told that they do not come; None while they may still be summoned."""
        return self._term if self._often_enough else None

    @property
    def _often_enough(self) -> bool:
        return self.attempts >= int(law.value(MOST, self._since))

    @property
    def _term(self) -> datetime:
        return end_of_day(self._since + timedelta(days=int(law.value(AGAIN, self._since))))

    @property
    def _since(self) -> date:
        return legal_day(self.trail.get(ENTERED, micros(self.opened_at)))

    class Meta(Record.Meta):
        verbose_name = _("Summons")
        verbose_name_plural = _("Summonses")
        indexes = [*Record.Meta.indexes, identifying.index("districts_summons_person")]


def appearance_lies_ahead(summons: Summons, act: Act) -> Refusal | None:
    """Somebody is summoned for a moment to come, within a year."""
    assert act.occurred_at is not None
    if summons.appear_at > act.occurred_at:
        return too_far(summons.appear_at, act, "appear_at")
    return Refusal(
        "districts.summoned_for_the_past",
        _("The moment to appear lies in the past."),
        field="appear_at",
        remedy=_("Leave time for the summons to be served."),
        status=422,
    )


def served_in_time(summons: Summons, act: Act) -> Refusal | None:
    """A summons is served once it is drawn up, before the moment to appear, and before that is recorded."""
    assert act.occurred_at is not None
    assert summons.served_at is not None
    drawn_up = from_micros(summons.trail.get(ENTERED, micros(summons.opened_at))).replace(second=0, microsecond=0)
    if summons.served_at < drawn_up:
        return Refusal(
            "districts.served_before_drawn_up",
            _("On that day and at that hour the summons was not drawn up yet."),
            field="served_at",
            remedy=_("Check the day and the hour."),
            status=422,
        )
    if summons.served_at <= act.occurred_at and summons.served_at < summons.appear_at:
        return None
    return Refusal(
        "districts.served_too_late",
        _("The summons was served before the moment to appear, and not in the future."),
        field="served_at",
        remedy=_("Where it came too late, record that it was not served, and summon again."),
        status=422,
    )


def moment_has_passed(summons: Summons, act: Act) -> Refusal | None:
    """Nobody is missing before the moment to appear."""
    assert act.occurred_at is not None
    if summons.appear_at <= act.occurred_at:
        return None
    return Refusal(
        "districts.not_yet_due",
        _("The moment to appear has not come yet."),
        remedy=_("Wait until it has passed. Where the person came earlier, record that they appeared."),
    )


def may_be_renewed(summons: Summons, act: Act) -> Refusal | None:
    """A person is summoned so many times and no more."""
    assert act.today is not None
    most = int(law.value(MOST, act.today))
    if summons.attempts < most:
        return None
    return Refusal(
        "districts.summoned_often_enough",
        _("This person was summoned %(most)s times already."),
        remedy=_("Tell the prosecutor, and record it."),
        basis=MOST,
        most=most,
    )


def was_summoned_often(summons: Summons, act: Act) -> Refusal | None:
    """The prosecutor is told after the last attempt."""
    if may_be_renewed(summons, act) is not None:
        return None
    return Refusal(
        "districts.summon_again",
        _("The person may still be summoned again."),
        remedy=_("Draw up the summons again first."),
        basis=MOST,
    )


def told_by_now(summons: Summons, act: Act) -> Refusal | None:
    """The prosecutor was told before it is recorded."""
    assert act.occurred_at is not None
    told = summons.prosecutor_told_at
    if told is None or told <= act.occurred_at:
        return None
    return Refusal(
        "districts.told_later",
        _("The prosecutor can't be told in the future."),
        field="prosecutor_told_at",
        status=422,
    )


def one_attempt_more(summons: Summons, act: Act) -> None:
    """Counts the attempt and forgets how the last one went; the ledger keeps it."""
    summons.attempts += 1
    summons.served_how, summons.served_at, summons.not_served = "", None, ""


class Summonses(Procedure):
    record = Summons
    label = _("Summonses")
    prefix = "SUM"
    sensitive = True
    purposes = SERVICE
    readers = (Role.PROSECUTOR,)
    personal = (*PARTY, "sounds", "person", "subject", "matter", "note")
    retention = Retention(law.cutoff(RETENTION), RETENTION)
    search = (*FOUND_BY, "matter")
    register = Register(
        columns=(
            "reference",
            "arabic_name",
            "latin_name",
            "quality",
            "appear_at",
            "attempts",
            "unit",
            "state",
            "due_at",
        ),
        filters=("state", "unit", "quality"),
    )
    constraints = identifying.CONSTRAINTS

    drawn_up = State(_("Drawn up"), initial=True)
    served = State(_("Served"), requires=["served_how", "served_at"])
    unserved = State(_("Not served"), requires=["not_served"])
    absent = State(_("Did not appear"))
    appeared = State(_("Appeared"), final=True)
    reported = State(_("Prosecutor told"), final=True, requires=["prosecutor_told_at"])
    cancelled = State(_("Cancelled"), final=True, requires=["note"])

    draw_up = Transition(
        _("Draw up a summons"),
        None,
        drawn_up,
        by=[Role.JUDICIAL_OFFICER, Role.DESK_OFFICER],
        asks=["quality", "subject", "appear_at"],
        may=[*PARTY, "matter"],
        guards=[*PARTY_GUARDS, appearance_lies_ahead, stands_in_its_register("matter")],
        effects=[one_attempt_more, set_sounds],
        basis="criminal_procedure",
        facets=["quality"],
        help=_("Up to three times; then the prosecutor is told."),
    )
    link_person = identifying.linking([drawn_up, served, unserved, absent, appeared, reported], TAKERS)
    open_person = identifying.opening([drawn_up, served, unserved, absent, appeared, reported], TAKERS)
    unlink_person = identifying.unlinking([drawn_up, served, unserved, absent, appeared, reported], TAKERS)
    serve = Transition(
        _("Record the service"),
        drawn_up,
        served,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        asks=["served_how", "served_at"],
        may=["note"],
        guards=[served_in_time],
        within=Deadline(at="appear_at"),
        basis="criminal_procedure",
        facets=["quality", "served_how"],
    )
    fail = Transition(
        _("Record that it was not served"),
        drawn_up,
        unserved,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        asks=["not_served"],
        may=["note"],
        basis="criminal_procedure",
        facets=["quality", "not_served"],
    )
    appear = Transition(
        _("Record that the person appeared"),
        [drawn_up, served, unserved, absent],
        appeared,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        basis="criminal_procedure",
        facets=["quality"],
    )
    stay_away = Transition(
        _("Record that the person did not appear"),
        served,
        absent,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        guards=[moment_has_passed],
        within=Deadline(at="appear_at"),
        basis="criminal_procedure",
        facets=["quality"],
    )
    renew = Transition(
        _("Summon again"),
        [unserved, absent],
        drawn_up,
        by=[Role.JUDICIAL_OFFICER, Role.DESK_OFFICER],
        asks=["appear_at"],
        may=["address", "phone"],
        guards=[may_be_renewed, appearance_lies_ahead],
        effects=[one_attempt_more],
        within=Deadline(at="again_until", basis=AGAIN),
        basis=MOST,
        facets=["quality"],
    )
    report = Transition(
        _("Tell the prosecutor"),
        [unserved, absent],
        reported,
        by=[Role.JUDICIAL_OFFICER],
        asks=["prosecutor_told_at"],
        may=["note"],
        guards=[was_summoned_often, told_by_now],
        within=Deadline(at="report_until", basis=AGAIN),
        basis=MOST,
        facets=["quality"],
    )
    cancel = Transition(
        _("Cancel"),
        [drawn_up, served, unserved, absent],
        cancelled,
        by=[Role.JUDICIAL_OFFICER],
        asks=["note"],
        basis="criminal_procedure",
        facets=["quality"],
    )

    summonses = Count(
        _("Summonses drawn up"),
        of=[draw_up, renew],
        by=["unit", "quality"],
        unit=_("summonses"),
        definition=_("Summonses drawn up in the year; the second and third of one person count each."),
    )
    served_summonses = Count(
        _("Summonses served"),
        of=serve,
        by=["unit", "quality", "served_how"],
        unit=_("summonses"),
        definition=_("Summonses served in the year, by how they reached the person."),
    )
