"""State protection (حماية الدولة): legal defence for staff assaulted, insulted or threatened because of their duty.

Law: general statute of the public service, article 19.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import ERASABLE, Retention
from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Share, Sum
from hasila.kernel.procedures import Act, Procedure, State, Subject, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.personnel.rules import FILE_GUARDS, PURPOSES, SEARCH

DECISION = "personnel.protection.decision"


class Attack(models.TextChoices):
    """What was done to the officer."""

    ASSAULT = "assault", _("Assault")
    INSULT = "insult", _("Insult")
    THREAT = "threat", _("Threat")
    DEFAMATION = "defamation", _("Defamation")


class Denial(models.TextChoices):
    """Why protection is not granted."""

    NOT_ON_DUTY = "not_on_duty", _("No link with the duty")
    PERSONAL_FAULT = "personal_fault", _("Personal fault of the officer")
    NOT_ESTABLISHED = "not_established", _("Facts not established")


class Outcome(models.TextChoices):
    """How the legal action ended."""

    CONVICTION = "conviction", _("Conviction")
    ACQUITTAL = "acquittal", _("Acquittal")
    SETTLEMENT = "settlement", _("Settlement")
    DROPPED = "dropped", _("Action dropped")


class ProtectionFile(Record):
    """A request for legal defence by the service."""

    officer = models.ForeignKey(
        "institution.Officer", models.PROTECT, null=ERASABLE, related_name="+", verbose_name=_("Officer")
    )
    attack = models.CharField(_("Attack"), max_length=12, choices=Attack)
    attacked_on = models.DateField(_("Day of the attack"))
    facts = models.TextField(_("Facts"))
    lawyer = models.CharField(_("Lawyer"), max_length=120, blank=True)
    court = models.CharField(_("Court"), max_length=120, blank=True)
    case_number = models.CharField(_("Number of the case"), max_length=40, blank=True)
    denial = models.CharField(_("Reason for refusal"), max_length=16, choices=Denial, blank=True)
    outcome = models.CharField(_("Outcome"), max_length=12, choices=Outcome, blank=True)
    note = models.TextField(_("Note"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Protection file")
        verbose_name_plural = _("Protection files")


def attack_has_happened(file: ProtectionFile, act: Act) -> Refusal | None:
    """An attack can't lie after the request."""
    assert act.today is not None
    if file.attacked_on > act.today:
        return Refusal(
            "protection.attack_in_the_future",
            _("The day of the attack can't lie after the request."),
            field="attacked_on",
            remedy=_("Check the date."),
            status=422,
        )
    return None


class StateProtection(Procedure):
    record = ProtectionFile
    label = _("State protection")
    prefix = "PROT"
    sensitive = True
    purposes = PURPOSES
    personal = ("officer", "facts", "lawyer", "court", "case_number", "note")
    retention = Retention(law.cutoff("personnel.state_protection.retention"), "personnel.state_protection.retention")
    concerns = ("officer",)
    search = SEARCH
    register = Register(
        columns=("reference", "officer", "unit", "attack", "attacked_on", "lawyer", "court", "state", "due_at"),
        filters=("state", "attack", "outcome", "unit"),
    )

    requested = State(_("Requested"), initial=True)
    granted = State(_("Granted, lawyer assigned"), requires=["lawyer"])
    in_court = State(_("Before the court"), requires=["lawyer", "court"])
    closed = State(_("Closed"), final=True, requires=["outcome"])
    refused = State(_("Refused"), final=True, requires=["denial"])

    request = Transition(
        _("Request protection"),
        None,
        requested,
        by=[Subject("officer"), Role.PERSONNEL_CLERK, Role.UNIT_CHIEF],
        asks=["officer", "attack", "attacked_on", "facts"],
        guards=[*FILE_GUARDS, attack_has_happened],
        basis="civil_service/19",
        facets=["attack"],
        help=_("After an assault, an insult, a threat or a defamation because of the duty."),
    )
    grant = Transition(
        _("Grant and assign a lawyer"),
        requested,
        granted,
        by=[Role.LEGAL_OFFICER],
        asks=["lawyer"],
        may=["note"],
        not_by=[request],
        basis="civil_service/19",
        within=Deadline(law.days(DECISION), since=request, basis=DECISION),
        facets=["attack"],
    )
    refuse = Transition(
        _("Refuse protection"),
        requested,
        refused,
        by=[Role.LEGAL_OFFICER],
        asks=["denial"],
        may=["note"],
        not_by=[request],
        basis="reasons",
        within=Deadline(law.days(DECISION), since=request, basis=DECISION),
        facets=["attack", "denial"],
    )
    go_to_court = Transition(
        _("Record the legal action"),
        granted,
        in_court,
        by=[Role.LEGAL_OFFICER],
        asks=["court"],
        may=["case_number"],
        basis="civil_service/19",
        facets=["attack"],
    )
    close = Transition(
        _("Close with the outcome"),
        [granted, in_court],
        closed,
        by=[Role.LEGAL_OFFICER],
        asks=["outcome"],
        may=["note"],
        basis="civil_service/19",
        facets=["attack", "outcome"],
    )

    staff_defended = Count(
        _("Staff given legal defence"),
        of=grant,
        by=["unit", "attack"],
        unit=_("persons"),
        definition=_("Officers to whom state protection was granted, and a lawyer assigned, in the year."),
    )
    answered_on_time = Share(
        _("Requests for protection answered on time"),
        part=Sum(_("Answered on time"), of=[grant, refuse], measure="on_time", unit=_("requests")),
        whole=Count(_("Requests answered"), of=[grant, refuse], unit=_("requests")),
        definition=_("Requests granted or refused within the term that runs from the request, of all answered."),
    )
