"""Incident reports: what the unit itself saw or was called to, and whether anything follows from it.

Law: code of criminal procedure (`criminal_procedure`), article 18. An incident is no complaint: nobody need be named.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import SAME, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.registers import Register
from hasila.modules.districts import endings
from hasila.modules.districts import entry_rules as rules
from hasila.modules.districts.choices import IncidentKind
from hasila.modules.districts.entries import TOLD, DeskEntry
from hasila.modules.districts.purposes import PURPOSES

RETENTION = "districts.incident.retention"
GUARDS = (rules.happened_by_now, rules.ends_after_it_began, rules.place_fits)


class Incident(DeskEntry):
    """An incident, as an officer reports it."""

    ORIGIN = "incident"
    CARRIED = ("kind", "people", "done", *endings.CONTENT)

    kind = models.CharField(_("Kind of incident"), max_length=12, choices=IncidentKind)
    people = models.TextField(_("Persons concerned"), blank=True)
    done = models.TextField(_("What was done on the spot"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Incident report")
        verbose_name_plural = _("Incident reports")


class Incidents(Procedure):
    record = Incident
    label = _("Incident reports")
    prefix = "INC"
    sensitive = True
    purposes = PURPOSES
    readers = (Role.PROSECUTOR, Role.INSPECTOR, Role.CHIEF_INSPECTOR)
    personal = (
        "came_from",
        "came_from_reference",
        "case_reference",
        "ended_by",
        "gendarmerie",
        "next_reference",
        "paper_number",
        "facts",
        "place",
        "suspect",
        "people",
        "done",
        "grounds",
        "prosecutor",
    )
    retention = Retention(law.cutoff(RETENTION), RETENTION, rests=("on_paper",))
    search = ("place", "people")
    register = Register(
        columns=("reference", "kind", "place", "urgency", "unit", "state", "due_at"),
        filters=("state", "unit", "kind", "urgency", "how"),
    )

    received = State(_("Recorded"), initial=True)
    on_paper = State(_("Followed up on paper"), requires=["paper_number", "offence"])
    followed = State(_("Followed up as a case file"), final=True, requires=["case_id", "offence"])
    handed = State(_("Handed to another unit"), final=True, requires=["to_unit", "next_id"])
    gendarmerie_s = State(_("Handed to the Royal Gendarmerie"), final=True, requires=["gendarmerie", "place"])
    settled = State(_("Settled without a case"), final=True, requires=["grounds"])

    receive = Transition(
        _("Report an incident"),
        None,
        received,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        asks=["kind", "facts"],
        may=["people", "done", *TOLD],
        guards=GUARDS,
        basis="criminal_procedure/18",
        facets=["kind", "how", "urgency", "level"],
    )
    arrive = endings.arrive(received, Incident.CARRIED)
    complete = Transition(
        _("Complete"),
        received,
        SAME,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        may=["kind", "facts", "people", "done", *TOLD],
        guards=GUARDS,
        basis="criminal_procedure/18",
        help=_("Adds or corrects what was told. What stood there before stays in the ledger."),
    )
    open_case = endings.open_case([received, on_paper], followed)
    record_on_paper = endings.record_on_paper([received], on_paper)
    hand_to_unit = endings.hand_to_unit([received], handed)
    hand_to_gendarmerie = endings.hand_to_gendarmerie([received], gendarmerie_s)
    settle = Transition(
        _("Settle without a case"),
        received,
        settled,
        by=endings.ENDERS,
        asks=["grounds"],
        may=["prosecutor", "prosecutor_told_at"],
        guards=endings.TELLS,
        effects=[rules.remembers_who_ended_it],
        not_by=[receive],
        within=endings.term(),
        basis="criminal_procedure/18",
        facets=["kind"],
        help=_("Say why nothing more follows. Where a death or an offence is in question, the prosecutor is told."),
    )

    incidents = Count(
        _("Incidents reported"),
        of=receive,
        by=["unit", "kind", "how"],
        unit=_("incidents"),
        definition=_("Incident reports of the year, whatever became of them; one handed over counts once."),
    )
    cases = Count(
        _("Incidents followed up as case files"),
        of=[open_case],
        by=["unit", "level"],
        unit=_("incidents"),
        definition=_("Incidents from which a case file was opened in the year, whenever they were reported."),
    )
    settlements = Count(
        _("Incidents settled without a case"),
        of=settle,
        by=["unit", "kind"],
        unit=_("incidents"),
        definition=_("Incidents settled in the year with a reason and without a case file."),
    )
