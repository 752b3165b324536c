"""Visits of the public prosecution to the places where people are held, with visa and remarks.

Law: code of criminal procedure, articles 45 and 66; the registers are presented at each visit.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution.roles import Role
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.casefiles.holding_choices import Book


class CustodyVisit(Record):
    """A visit; `unit` is the unit whose place was visited."""

    book = models.CharField(_("Register presented"), max_length=10, choices=Book)
    seen_from = models.DateField(_("Entries from"))
    seen_to = models.DateField(_("Entries until"))
    persons = models.PositiveSmallIntegerField(_("Persons found held"))
    findings = models.TextField(_("Findings and remarks"))
    follow_up = models.TextField(_("What was done about the remarks"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Inspection visit")
        verbose_name_plural = _("Inspection visits")


def days_in_order(visit: CustodyVisit, act: Act) -> Refusal | None:
    """The entries looked at end where they begin or later, and not in the future."""
    assert act.today is not None
    if visit.seen_from <= visit.seen_to <= act.today:
        return None
    return Refusal(
        "casefiles.visit_days",
        _("The last day lies after the first, and not in the future."),
        field="seen_to",
        status=422,
    )


class CustodyVisits(Procedure):
    record = CustodyVisit
    label = _("Inspection visits")
    prefix = "VISI"
    readers = (Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER, Role.INSPECTOR, Role.CHIEF_INSPECTOR)
    personal = ("findings", "follow_up")
    register = Register(
        columns=("reference", "unit", "book", "opened_at", "seen_from", "seen_to", "persons", "state"),
        filters=("state", "unit", "book"),
    )

    visited = State(_("Visa given"), initial=True)
    answered = State(_("Remarks answered"), final=True, requires=["follow_up"])

    visit = Transition(
        _("Record an inspection visit"),
        None,
        visited,
        by=[Role.PROSECUTOR],
        asks=["book", "seen_from", "seen_to", "persons", "findings"],
        guards=[days_in_order],
        basis="criminal_procedure/45",
        facets=["book"],
        jobs=["casefiles.visit_told"],
        help=_("Your act is the visa of the register for these days; it is printed with it."),
    )
    answer = Transition(
        _("Answer the remarks"),
        visited,
        answered,
        by=[Role.UNIT_CHIEF],
        asks=["follow_up"],
        basis="criminal_procedure/45",
        facets=["book"],
    )

    visits = Count(
        _("Inspection visits to places of custody"), of=visit, by=["unit", "book"], unit=_("visits"),
        definition=_("Visits of the public prosecution to places where people are held, by the register presented."),
    )  # fmt: skip
