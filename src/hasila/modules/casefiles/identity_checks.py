"""The identity check (التحقق من الهوية): somebody whose identity can't be established is kept for some hours.

Law 03-23, in force since 8 December 2025; before that day no check is opened. Terms and duties are data
(`casefiles.identity_check.*`), to be confirmed by counsel. A check needs no case file. What was written down of
somebody who was let go is erased by the rule `casefiles.identity_check.retention`; where a procedure follows, what it
needs stands in the procedure's own file.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Sum
from hasila.kernel.procedures import Act, Numbering, Procedure, State, Transition
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.casefiles import clocks, held_in_file, holding_steps
from hasila.modules.casefiles import holding_rules as rules
from hasila.modules.casefiles.holding import IDENTITY, PERSONAL, Holding
from hasila.modules.casefiles.holding_choices import CheckEnding
from hasila.surfaces.formats import said_day

BASIS = "criminal_procedure_2025"
OFFICER = [Role.JUDICIAL_OFFICER]
RULE = "casefiles.identity_check.retention"
SHOWN = 60
"""Characters of a description that stand for a name."""


class IdentityCheck(Holding):
    """Somebody whose identity is being checked; `unit` is the unit that checks."""

    measure: ClassVar[clocks.Measure] = clocks.IDENTITY
    arrested_at = models.DateTimeField(_("Stopped on"), help_text=_("The four hours run from this moment."))
    began_at = models.DateTimeField(_("Brought to the premises on"))
    stopped_in = models.CharField(_("Where the person was stopped"), max_length=200)
    description = models.TextField(_("Description"), blank=True, help_text=_("Where no name is known."))
    condition = models.TextField(_("Physical condition on arrival"), blank=True)
    case_reference = models.CharField(
        _("Case file"), max_length=32, blank=True, help_text=_("The reference, where the check leads to one.")
    )
    ending = models.CharField(_("How it ended"), max_length=16, choices=CheckEnding, blank=True)

    class Meta(Holding.Meta):
        verbose_name = _("Identity check")
        verbose_name_plural = _("Identity checks")

    @property
    def name(self) -> str:
        """The name that the person gives, else how they are described."""
        if self.arabic_name or self.latin_name or self.alias or not self.description:
            return super().name
        return self.description[:SHOWN]


def law_knows_it(check: IdentityCheck, act: Act) -> Refusal | None:
    """There is no identity check before the law that made it."""
    if check.measure.exists(check.law_day):
        return None
    return Refusal(
        "casefiles.no_identity_check_yet",
        _("The law of this day knows no identity check."),
        field="began_at",
        remedy=_("Check the date; identity checks began on %(day)s."),
        status=422,
        day=said_day(law.values()[clocks.IDENTITY.name("term")][0].since),
    )


def says_who(check: IdentityCheck, act: Act) -> Refusal | None:
    """A claimed name or a description tells the person from others."""
    if check.arabic_name or check.latin_name or check.alias or check.description:
        return None
    return Refusal(
        "casefiles.check_of_nobody",
        _("Write down the name that the person gives, or describe them."),
        field="description",
        status=422,
    )


_CHECKING = State(_("Being checked"), initial=True)
_AWAITING = State(_("Being checked, more time asked for"))
_ENDED = State(_("Ended"), final=True, requires=["ending", "ended_at"])
_LIVING = [_CHECKING, _AWAITING]


class IdentityChecks(Procedure):
    record = IdentityCheck
    label = _("Identity checks")
    prefix = "IDCH"
    numbered = Numbering(at="begin")
    sensitive = True
    purposes = held_in_file.PURPOSES
    readers = (Role.PROSECUTOR, Role.UNIT_CHIEF, Role.DESK_OFFICER, Role.INSPECTOR, Role.CHIEF_INSPECTOR)
    search = ("arabic_name", "latin_name", "alias", "card_number")
    personal = ("authorisation", "nationality", "paper", *PERSONAL, "stopped_in", "description", "case_reference")
    retention = Retention(law.cutoff(RULE), RULE)
    register = Register(
        columns=("reference", "number", "arabic_name", "began_at", "limit_at", "ending", "unit", "state"),
        filters=("state", "unit", "ending"),
    )

    held = _CHECKING
    awaiting = _AWAITING
    ended = _ENDED

    begin = Transition(
        _("Begin an identity check"),
        None,
        held,
        by=OFFICER,
        asks=["arrested_at", "began_at", "stopped_in", "grounds", "place"],
        may=[
            "arabic_name",
            "latin_name",
            "alias",
            "sex",
            "born_on",
            "nationality",
            "language",
            "description",
            "condition",
        ],
        guards=[law_knows_it, says_who, rules.arrest_comes_first],
        effects=[rules.set_limit],
        basis=BASIS,
        facets=["regime"],
        jobs=["casefiles.person_placed"],
        help=_("Only of somebody suspected of an offence who can't or won't prove who they are."),
    )
    note = holding_steps.note([*_LIVING, ended], [*OFFICER, Role.DESK_OFFICER], BASIS)
    ask_for_more_time = holding_steps.ask(held, awaiting, OFFICER, BASIS)
    authorise = holding_steps.authorise(awaiting, held, BASIS)
    refuse = holding_steps.refuse(awaiting, held, BASIS)
    enter_authorisation = holding_steps.enter_authorisation(awaiting, held, OFFICER, BASIS)
    enter_refusal = holding_steps.enter_refusal(awaiting, held, OFFICER, BASIS)
    order_release = holding_steps.order_release(_LIVING, BASIS)
    end = Transition(
        _("End the identity check"),
        _LIVING,
        ended,
        by=[*OFFICER, Role.UNIT_CHIEF],
        asks=["ending"],
        may=["ended_at", "ended_to", "signature", "case_reference", *IDENTITY],
        guards=[rules.ended_in_time, rules.end_is_whole, rules.identity_settled],
        effects=[rules.set_end, rules.lapse],
        basis=BASIS,
        within=Deadline(at="limit_at", since=begin),
        late=holding_steps.AT_ONCE,
        facets=["regime", "ending"],
        measures=holding_steps.MEASURES,
        then=[*holding_steps.AFTER_END],
        help=_("As soon as the identity is established, and at the limit at the latest."),
    )
    overrun = holding_steps.overrun([*_LIVING, ended], BASIS)
    overrun_withdrawn = holding_steps.overrun_withdrawn([*_LIVING, ended], overrun, BASIS)

    checks = Count(
        _("Identity checks"), of=begin, by=["unit"], unit=_("checks"),
        definition=_("Identity checks begun in the year, each person once for each check."),
    )  # fmt: skip
    established = Count(
        _("Identity checks ended"), of=end, by=["unit", "ending"], unit=_("checks"),
        definition=_("Identity checks that ended in the year, by how they ended."),
    )  # fmt: skip
    extensions = Count(
        _("Extensions of identity checks"), of=[authorise, enter_authorisation], by=["unit"], unit=_("extensions"),
        definition=_("Authorisations of a second term by the King's prosecutor."),
    )  # fmt: skip
    overruns = Count(
        _("Identity checks beyond the limit"), of=overrun, by=["unit"], unit=_("checks"),
        definition=_(
            "Identity checks in which the person was kept at all beyond the legal limit, counted once each; one is "
            "taken back where what was recorded later shows that the limit was kept."
        ),
    )  # fmt: skip
    check_time = Sum(
        _("Minutes of identity checks"), of=end, measure="minutes", by=["unit"], unit=_("minutes"),
        definition=_("Minutes from the stop to the end, summed over the checks that ended in the year."),
    )  # fmt: skip
