"""Recovery of a sign-in of which one half is lost: asked by one, approved by another, used by the person.

Law: security of processing (article 23 of law 09-08). Nobody alone can take over an account: whoever asks can't
approve, nobody handles their own, and what is approved only lets the person put the lost half anew, by the half that
they still have, within the day: a second factor by their password, a password by a code of their second factor. Each
step is an entry, and the person and the General Inspectorate are told of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hasila.institution.accounts import Account
from hasila.institution.career import Officer
from hasila.institution.jobs import job
from hasila.institution.notices import Text, notify
from hasila.institution.roles import Role
from hasila.institution.sessions import end_sessions
from hasila.kernel import refusals
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Procedure, State, Subject, Transition, needs
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.plain.moments import from_micros

OPEN_FOR = timedelta(hours=24)


class Lost(models.TextChoices):
    """Which half of the sign-in is lost; the other one is asked for."""

    FACTOR = "factor", _("The second factor: the key or the telephone")
    FORGOTTEN = "forgotten", _("The password")


class IdentityCheck(models.TextChoices):
    """How whoever asks made sure of whom they have before them."""

    IN_PERSON = "in_person", _("In person, by the professional card and the national card")
    BY_CHIEF = "by_chief", _("In person, by the chief who knows them")


class RecoveryRequest(Record):
    """A request that an officer may put anew the half of the sign-in that they lost."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("Officer"))
    identity = models.CharField(_("How identity was checked"), max_length=12, choices=IdentityCheck)
    lost = models.CharField(_("What is lost"), max_length=9, choices=Lost, default=Lost.FACTOR)
    grounds = models.TextField(_("What was lost, and how"))
    reason = models.TextField(_("Reason of the refusal"), blank=True)
    open_until = models.DateTimeField(_("Open until"), null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("Recovery of a sign-in")
        verbose_name_plural = _("Recoveries of sign-ins")


@needs("officer")
def is_in_service(request: RecoveryRequest, act: Act) -> Refusal | None:
    """Only an officer in service signs in at all."""
    if request.officer.state == "active":
        return None
    return Refusal("recovery.not_in_service", _("This officer is not in service."), field="officer", status=422)


@needs("officer.unit")
def is_filed_where_they_serve(request: RecoveryRequest, act: Act) -> Refusal | None:
    """The file stands in the unit of the officer, so that it is their own chief who may ask."""
    if request.officer.unit_id == request.unit_id:
        return None
    return Refusal(
        "recovery.other_unit",
        _("The officer serves in another unit."),
        field="officer",
        remedy=_("Choose the unit %(code)s."),
        status=422,
        code=request.officer.unit.code,
    )


def not_for_oneself(request: RecoveryRequest, act: Act) -> Refusal | None:
    """Nobody asks for their own account: it must be somebody who has seen them."""
    return refusals.own_file() if act.actor == request.officer_id else None


def window_is_open(request: RecoveryRequest, act: Act) -> Refusal | None:
    """What was approved is used within the day."""
    if request.open_until is not None and from_micros(act.micros) <= request.open_until:
        return None
    return Refusal(
        "recovery.too_late",
        _("The time to use the recovery has passed."),
        remedy=_("Let the recovery be asked for again."),
    )


def window_is_over(request: RecoveryRequest, act: Act) -> Refusal | None:
    """A window that is still open is not closed over somebody's head."""
    if request.open_until is None or from_micros(act.micros) > request.open_until:
        return None
    return Refusal("recovery.still_open", _("The officer may still use it."))


def open_the_window(request: RecoveryRequest, act: Act) -> None:
    """From the approval the officer has a day."""
    request.open_until = from_micros(act.micros) + OPEN_FOR


class Recovery(Procedure):
    record = RecoveryRequest
    label = _("Recoveries of sign-ins")
    prefix = "RSF"
    concerns = ("officer",)
    readers = (Role.CHIEF_INSPECTOR, Role.INSPECTOR)
    search = ("officer.registration_number", "officer.arabic_name", "officer.latin_name")
    register = Register(
        columns=("reference", "officer", "lost", "identity", "unit", "state"), filters=("state", "lost", "unit")
    )

    asked = State(_("Asked for"), initial=True)
    approved = State(_("Approved"), requires=["open_until"])
    used = State(_("Used"), final=True)
    refused = State(_("Refused"), final=True, requires=["reason"])
    lapsed = State(_("Lapsed"), final=True)

    ask = Transition(
        _("Ask for a recovery"),
        None,
        asked,
        by=[Role.UNIT_CHIEF, Role.ADMINISTRATOR],
        asks=["officer", "lost", "identity", "grounds"],
        guards=[not_for_oneself, is_in_service, is_filed_where_they_serve],
        late=timedelta(days=1),
        basis="personal_data/23",
        facets=["identity"],
        jobs=["institution.recovery_asked"],
        help=_(
            "For an officer who stands before you and has lost the password, the key or the telephone. "
            "Another one approves."
        ),
    )
    approve = Transition(
        _("Approve the recovery"),
        asked,
        approved,
        by=[Role.ADMINISTRATOR],
        not_by=[ask],
        guards=[is_in_service],
        effects=[open_the_window],
        late=timedelta(minutes=5),
        basis="personal_data/23",
        facets=["identity"],
        jobs=["institution.recovery_approved"],
        help=_(
            "The officer then has 24 hours to use it, with the half of the sign-in that is left. Running sessions end."
        ),
    )
    refuse = Transition(
        _("Refuse the recovery"),
        asked,
        refused,
        by=[Role.ADMINISTRATOR],
        not_by=[ask],
        asks=["reason"],
        basis="personal_data/23",
        jobs=["institution.recovery_refused"],
    )
    use = Transition(
        _("Use the recovery"),
        approved,
        used,
        by=[Subject("officer")],
        guards=[window_is_open],
        late=timedelta(minutes=5),
        basis="personal_data/23",
        jobs=["institution.recovery_used"],
        help=_("It is taken by the sign-in itself, with the new key or the new password."),
    )
    lapse = Transition(
        _("Close, not used in time"),
        approved,
        lapsed,
        by=[Role.ADMINISTRATOR],
        guards=[window_is_over],
        basis="personal_data/23",
    )

    approvals = Count(
        _("Sign-ins recovered"),
        of=approve,
        by=["unit", "identity"],
        unit=_("recoveries"),
        definition=_("Approved requests of officers for a new second factor or password, used or not."),
    )


def open_recovery(account: Account, lost: Lost = Lost.FACTOR) -> RecoveryRequest | None:
    """The approved request that the holder of this account may use now for what is lost."""
    approved = RecoveryRequest.objects.filter(officer_id=account.pk, state="approved", lost=lost)
    return approved.filter(open_until__gte=timezone.now()).order_by("-open_until").first()


def _teller(name: str, text: Text) -> Callable[[UUID, UUID], None]:
    def tell(entry: UUID, record: UUID) -> None:
        request = RecoveryRequest.objects.select_related("officer").get(pk=record)
        params = {
            "reference": request.reference,
            "officer": request.officer.registration_number,
            "lost": Lost(request.lost).label,
        }
        link = f"/records/institution/recovery/{request.reference}/"
        notify(
            text, actor=request.officer_id, params=params, link=link if name.endswith("approved") else "", cause=entry
        )
        notify(text, roles=[Role.CHIEF_INSPECTOR], unit=request.unit_id, params=params, link=link, cause=entry)
        if name in ("institution.recovery_asked", "institution.recovery_approved"):
            notify(text, roles=[Role.ADMINISTRATOR], unit=request.unit_id, params=params, link=link, cause=entry)
        if name == "institution.recovery_approved":
            # Whoever has the lost key may have a session, too.
            end_sessions(request.officer_id)

    return job(name)(tell)


ASKED = _(
    "Recovery %(reference)s was asked for officer %(officer)s. Lost: %(lost)s. "
    "If it is for you and you didn't ask, tell the inspectorate at once."
)
GRANTED = _(
    "Recovery %(reference)s was approved: officer %(officer)s may use it within 24 hours. Lost: %(lost)s. "
    "If it is for you and you didn't ask, tell the inspectorate at once."
)
REFUSED = _("Recovery %(reference)s for officer %(officer)s was refused.")
USED = _("Recovery %(reference)s was used by officer %(officer)s. Lost and put anew: %(lost)s.")

_teller("institution.recovery_asked", ASKED)
_teller("institution.recovery_approved", GRANTED)
_teller("institution.recovery_refused", REFUSED)
_teller("institution.recovery_used", USED)
