"""Transfer: the request of an officer, ordinary or by the urgent mechanism, to its answer with reasons.

Law: general statute of the public service, article 64. The urgent mechanism takes three grounds: social, health, or
joining a spouse; it may be answered without a study, and its answer has a term.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.sealed import SealedField
from hasila.institution import law
from hasila.institution.notices import TELL_CONCERNED
from hasila.institution.receiving import is_closed
from hasila.institution.roles import Role
from hasila.institution.units import Unit
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Share, Sum
from hasila.kernel.procedures import Act, Consequence, Procedure, State, Subject, Transition, needs
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.personnel.rules import FILE_GUARDS, PURPOSES, SEARCH

URGENT = "personnel.transfer.urgent"


class TransferKind(models.TextChoices):
    """By which mechanism a transfer is asked for."""

    ORDINARY = "ordinary", _("Ordinary")
    URGENT = "urgent", _("Urgent")


class UrgentGround(models.TextChoices):
    """What opens the urgent mechanism."""

    SOCIAL = "social", _("Social")
    HEALTH = "health", _("Health")
    SPOUSE = "joining_spouse", _("Joining a spouse")


class Opinion(models.TextChoices):
    """What the officer's hierarchy thinks of the request."""

    FAVOURABLE = "favourable", _("Favourable")
    UNFAVOURABLE = "unfavourable", _("Unfavourable")


class RefusalReason(models.TextChoices):
    """Why a transfer is refused."""

    NO_POST = "no_post", _("No vacant post")
    SERVICE = "service", _("Needs of the service")
    SENIORITY = "seniority", _("Too short a time in the present unit")
    GROUND = "ground", _("Ground not established")


class TransferRequest(Record):
    """A request to serve in another unit."""

    officer = models.ForeignKey("institution.Officer", models.PROTECT, related_name="+", verbose_name=_("Officer"))
    kind = models.CharField(_("Mechanism"), max_length=10, choices=TransferKind, editable=False)
    wish = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit wished for"))
    ground = models.CharField(_("Ground of urgency"), max_length=16, choices=UrgentGround, blank=True)
    details = SealedField(
        _("Details"),
        blank=True,
        readers=(Subject("officer"), Role.PERSONNEL_CLERK, Role.PERSONNEL_DIRECTOR),
        help_text=_("Social and medical grounds, in a few words. Sealed: only those who answer the request open it."),
    )
    opinion = models.CharField(_("Opinion of the hierarchy"), max_length=14, choices=Opinion, blank=True)
    note = models.TextField(_("Note"), blank=True)
    assigned = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Unit assigned")
    )
    reason = models.CharField(_("Reason for refusal"), max_length=12, choices=RefusalReason, blank=True)
    reply = models.TextField(_("Reply to the officer"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Transfer request")
        verbose_name_plural = _("Transfer requests")
        constraints = [
            models.UniqueConstraint(
                fields=["officer"],
                condition=models.Q(state__in=["requested", "studied"]),
                name="transfer_one_open_request",
            ),
        ]


@needs("officer", "wish")
def wish_is_elsewhere(request: TransferRequest, act: Act) -> Refusal | None:
    """The unit wished for is another one, and open."""
    return _elsewhere(request, request.wish, "wish", act)


@needs("officer", "assigned")
def assigned_is_elsewhere(request: TransferRequest, act: Act) -> Refusal | None:
    """The unit assigned is another one, and open."""
    assert request.assigned is not None
    return _elsewhere(request, request.assigned, "assigned", act)


def _elsewhere(request: TransferRequest, unit: Unit, field: str, act: Act) -> Refusal | None:
    if unit.pk == request.officer.unit_id:
        return Refusal(
            "transfer.same_unit",
            _("The officer already serves in this unit."),
            field=field,
            remedy=_("Choose another unit."),
            status=422,
        )
    return is_closed(unit, act.today, field)


def ordinary_was_studied(request: TransferRequest, act: Act) -> Refusal | None:
    """Only the urgent mechanism is answered without a study."""
    if request.state == "requested" and request.kind == TransferKind.ORDINARY:
        return Refusal(
            "transfer.not_studied",
            _("An ordinary request is studied before it is answered."),
            remedy=_("Record the opinion of the hierarchy first."),
        )
    return None


def is_ordinary(request: TransferRequest, act: Act) -> None:
    """The ordinary mechanism."""
    request.kind = TransferKind.ORDINARY.value


def is_urgent(request: TransferRequest, act: Act) -> None:
    """The urgent mechanism."""
    request.kind = TransferKind.URGENT.value


class Transfer(Procedure):
    record = TransferRequest
    label = _("Transfers")
    prefix = "TRSF"
    purposes = PURPOSES  # for whoever opens the grounds
    concerns = ("officer",)
    search = SEARCH
    register = Register(
        columns=("reference", "officer", "unit", "wish", "kind", "ground", "opinion", "state", "due_at"),
        filters=("state", "kind", "ground", "opinion", "wish", "unit"),
    )
    constraints = {
        "transfer_one_open_request": Refusal(
            "transfer.already_open",
            _("The officer already has a request that waits for its answer."),
            field="officer",
            remedy=_("Answer or withdraw the earlier request first."),
        ),
    }

    requested = State(_("Requested"), initial=True)
    studied = State(_("Studied"), requires=["opinion"])
    granted = State(_("Granted"), final=True, requires=["assigned"])
    refused = State(_("Refused"), final=True, requires=["reason"])
    withdrawn = State(_("Withdrawn"), final=True)

    request = Transition(
        _("Request a transfer"),
        None,
        requested,
        by=[Subject("officer"), Role.PERSONNEL_CLERK],
        asks=["officer", "wish"],
        may=["details"],
        guards=[*FILE_GUARDS, wish_is_elsewhere],
        effects=[is_ordinary],
        basis="civil_service/64",
        facets=["kind"],
        help=_("The officer asks, or the clerk on their behalf."),
    )
    request_urgently = Transition(
        _("Request an urgent transfer"),
        None,
        requested,
        by=[Subject("officer"), Role.PERSONNEL_CLERK],
        asks=["officer", "wish", "ground"],
        may=["details"],
        guards=[*FILE_GUARDS, wish_is_elsewhere],
        effects=[is_urgent],
        basis=URGENT,
        facets=["kind", "ground"],
        help=_("For social or health reasons, or to join a spouse; the answer has a term."),
    )
    study = Transition(
        _("Record the opinion"),
        requested,
        studied,
        by=[Role.PERSONNEL_CLERK, Role.UNIT_CHIEF],
        asks=["opinion"],
        may=["note"],
        basis="civil_service/64",
        facets=["kind", "opinion"],
    )
    grant = Transition(
        _("Grant the transfer"),
        [requested, studied],
        granted,
        by=[Role.PERSONNEL_DIRECTOR],
        asks=["assigned"],
        may=["reply"],
        guards=[ordinary_was_studied, assigned_is_elsewhere],
        not_by=[request, request_urgently, study],
        basis="civil_service/64",
        within=Deadline(law.days(URGENT), since=request_urgently, basis=URGENT),
        facets=["kind", "ground"],
        then=[Consequence("institution.career.move", "officer", data=lambda r, act: {"unit": r.assigned_id})],
        help=_("The officer serves in the new unit from the day of the act."),
        jobs=[TELL_CONCERNED],
    )
    refuse = Transition(
        _("Refuse the transfer"),
        [requested, studied],
        refused,
        by=[Role.PERSONNEL_DIRECTOR],
        asks=["reason"],
        may=["reply"],
        guards=[ordinary_was_studied],
        not_by=[request, request_urgently, study],
        basis="reasons",
        within=Deadline(law.days(URGENT), since=request_urgently, basis=URGENT),
        facets=["kind", "ground", "reason"],
        jobs=[TELL_CONCERNED],
    )
    withdraw = Transition(
        _("Withdraw the request"),
        [requested, studied],
        withdrawn,
        by=[Subject("officer"), Role.PERSONNEL_CLERK],
        facets=["kind"],
    )

    requests = Count(
        _("Transfer requests received"),
        of=[request, request_urgently],
        by=["unit", "kind", "ground"],
        unit=_("requests"),
        definition=_("Requests recorded in the year, ordinary and urgent, whatever became of them."),
    )
    granted_requests = Count(
        _("Transfer requests granted"),
        of=grant,
        by=["unit", "kind", "ground"],
        unit=_("requests"),
        definition=_("Requests granted in the year, ordinary and urgent, whenever they were made."),
    )
    granted_urgently = Count(
        _("Transfer requests granted through the urgent mechanism"),
        of=grant,
        where={"kind": TransferKind.URGENT},
        by=["unit", "ground"],
        unit=_("requests"),
        definition=_("Of the requests granted in the year, those of the urgent mechanism: social, health, spouse."),
    )
    urgent_on_time = Share(
        _("Urgent transfer requests answered on time"),
        part=Sum(_("Answered on time"), of=[grant, refuse], measure="on_time", unit=_("requests")),
        whole=Count(
            _("Urgent requests answered"), of=[grant, refuse], where={"kind": TransferKind.URGENT}, unit=_("requests")
        ),
        definition=_("Urgent requests granted or refused within their term, of all urgent ones answered."),
    )
