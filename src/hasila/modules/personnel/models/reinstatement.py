"""Return to service: the record that a suspended officer has taken up work again (محضر استئناف العمل)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution.roles import Role
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Consequence, Procedure, State, Transition, needs
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.personnel.rules import SEARCH, is_of_the_unit
from hasila.surfaces.formats import said_day


class ReturnToService(Record):
    """One return of one officer."""

    officer = models.ForeignKey("institution.Officer", models.PROTECT, related_name="+", verbose_name=_("Officer"))
    remark = models.TextField(_("Remark"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Return to service")
        verbose_name_plural = _("Returns to service")


@needs("officer")
def exclusion_is_over(record: ReturnToService, act: Act) -> Refusal | None:
    """An officer returns when the exclusion has ended; a precaution, which has no end, ends by a decision only."""
    assert act.today is not None
    officer = record.officer
    if officer.state != "suspended":
        return Refusal("reinstatement.not_suspended", _("The officer is not suspended."), field="officer")
    if officer.suspended_until is None:
        return Refusal(
            "reinstatement.no_end",
            _("The suspension lasts until the disciplinary file is decided."),
            field="officer",
            basis="civil_service/73",
        )
    if act.today < officer.suspended_until:
        return Refusal(
            "reinstatement.too_early",
            _("The exclusion lasts until %(until)s."),
            field="officer",
            until=said_day(officer.suspended_until),
        )
    return None


class Reinstatement(Procedure):
    record = ReturnToService
    label = _("Returns to service")
    prefix = "RETN"
    concerns = ("officer",)
    search = SEARCH
    register = Register(columns=("reference", "officer", "unit", "opened_at"), filters=("unit",))

    recorded = State(_("Recorded"), initial=True, final=True)

    resume = Transition(
        _("Record the return to service"),
        None,
        recorded,
        by=[Role.PERSONNEL_CLERK, Role.PERSONNEL_DIRECTOR, Role.UNIT_CHIEF],
        asks=["officer"],
        may=["remark"],
        guards=[is_of_the_unit, exclusion_is_over],
        basis="civil_service/73",
        then=[Consequence("institution.career.reinstate", "officer")],
        help=_("At the end of a temporary exclusion."),
    )

    returns = Count(
        _("Returns to service"),
        of=resume,
        by=["unit"],
        unit=_("officers"),
        definition=_("Officers who took up work again at the end of a temporary exclusion."),
    )
