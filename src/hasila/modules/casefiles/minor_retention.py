"""The retention of a minor (الاحتفاظ بالحدث): never custody; by the officer for minors, apart from adults.

Law: code of criminal procedure, articles 458 to 460. Terms and duties are data (`casefiles.minor_retention.*`), to be
confirmed by counsel. Whoever was twelve or under on the day of the facts is not responsible and not held at all.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Sum
from hasila.kernel.procedures import Act, Numbering, Procedure, State, Transition, needs
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.casefiles import case_rules, clocks, guardians, held_in_file, holding_steps, severance, twice
from hasila.modules.casefiles import holding_rules as rules
from hasila.modules.casefiles.belonging import follows, tells
from hasila.modules.casefiles.held_in_file import HeldInFile
from hasila.modules.casefiles.holding import PERSONAL

BASIS = "criminal_procedure/460"
OFFICER = [Role.MINORS_OFFICER]


class MinorRetention(HeldInFile):
    """A minor who is retained; `unit` is the unit of the case file."""

    measure: ClassVar[clocks.Measure] = clocks.MINORS
    apart = models.BooleanField(_("In a place for minors, apart from adults"), default=False)
    guardian = models.CharField(_("Guardian"), max_length=120, blank=True)
    social_worker = models.CharField(_("Social worker"), max_length=120, blank=True)

    class Meta(HeldInFile.Meta):
        verbose_name = _("Retention of a minor")
        verbose_name_plural = _("Retentions of minors")
        constraints = [held_in_file.once("casefiles_minor_once")]


def is_apart(retention: MinorRetention, act: Act) -> Refusal | None:
    """A minor is kept apart from adults."""
    if retention.apart:
        return None
    return Refusal(
        "casefiles.minor_not_apart",
        _("A minor is kept in a place for minors, apart from adults."),
        field="apart",
        remedy=_("Find such a place, or hand the minor to the guardian."),
        basis=BASIS,
        status=422,
    )


def prosecution_permits(retention: MinorRetention, act: Act) -> Refusal | None:
    """A minor is retained on the permission of the public prosecution alone."""
    if retention.consent:
        return None
    return Refusal(
        "casefiles.minor_without_consent",
        _("A minor is retained only with the permission of the public prosecution."),
        field="consent",
        remedy=_("Ask for it, and enter its number, day and magistrate; or hand the minor to the guardian."),
        basis=BASIS,
        status=422,
    )


@needs("party")
def name_guardian(retention: Any, act: Act) -> None:
    """The guardian whom the file names, where no other was given."""
    retention.guardian = retention.guardian or retention.party.guardian


_HELD = State(_("Retained"), initial=True)
_AWAITING = State(_("Retained, more time asked for"))
_ENDED = State(_("No longer retained"), final=True, requires=["ending", "ended_at"])
_LIVING = [_HELD, _AWAITING]


class MinorRetentions(Procedure):
    record = MinorRetention
    label = _("Retention of minors")
    prefix = "RETM"
    numbered = Numbering(at="retain")
    sensitive = True
    purposes = held_in_file.PURPOSES
    readers = (Role.PROSECUTOR, Role.UNIT_CHIEF, Role.INSPECTOR, Role.CHIEF_INSPECTOR)
    search = ("arabic_name", "latin_name", "alias", "card_number")
    personal = ("authorisation", "consent", "nationality", "paper", *PERSONAL, "severance", "guardian", "social_worker")
    retention = Retention(law.cutoff("casefiles.retention"), "casefiles.retention")
    register = Register(
        columns=("reference", "number", "arabic_name", "offence", "regime", "began_at", "limit_at", "unit", "state"),
        filters=("state", "unit", "regime", "framework", "ending"),
    )
    constraints = {"casefiles_minor_once": held_in_file.HELD_ALREADY, **twice.CONSTRAINT}

    held = _HELD
    awaiting = _AWAITING
    ended = _ENDED

    retain = Transition(
        _("Retain a minor"),
        None,
        held,
        by=OFFICER,
        asks=[*held_in_file.ABOUT, "consent", "apart"],
        may=["guardian", "social_worker"],
        guards=[
            *case_rules.CHILD_GUARDS,
            held_in_file.is_suspect_of_the_file,
            held_in_file.is_under_age,
            held_in_file.not_responsible,
            rules.arrest_comes_first,
            held_in_file.arrested_after_the_facts,
            held_in_file.offence_allows_it,
            prosecution_permits,
            is_apart,
        ],
        effects=[rules.copy_identity, name_guardian, rules.set_regime, rules.set_limit],
        basis=BASIS,
        facets=["regime", "framework", "level"],
        jobs=["casefiles.person_placed"],
        then=[tells("person_held", data=severance.holding_content), guardians.TOLD],
        help=_("Only where the minor can't be handed to the guardian, or the inquiry or their safety requires it."),
    )
    note = holding_steps.note([*_LIVING, ended], OFFICER, BASIS)
    ask_for_more_time = holding_steps.ask(
        held, awaiting, OFFICER, BASIS, effects=[rules.copy_identity, rules.set_regime]
    )
    authorise = holding_steps.authorise(awaiting, held, BASIS)
    refuse = holding_steps.refuse(awaiting, held, BASIS)
    enter_authorisation = holding_steps.enter_authorisation(awaiting, held, OFFICER, BASIS)
    enter_refusal = holding_steps.enter_refusal(awaiting, held, OFFICER, BASIS)
    order_release = holding_steps.order_release(_LIVING, BASIS)
    qualified_anew = holding_steps.qualified_anew(_LIVING, BASIS)
    file_moved = holding_steps.file_moved(_LIVING, BASIS)
    end = Transition(
        _("End the retention"),
        _LIVING,
        ended,
        by=[*OFFICER, Role.UNIT_CHIEF],
        asks=["ending"],
        may=["ended_at", "ended_to", "signature"],
        guards=[rules.ended_in_time, rules.end_is_whole],
        effects=[rules.set_end, rules.copy_identity, rules.lapse],
        basis=BASIS,
        within=Deadline(at="limit_at", since=retain),
        late=holding_steps.AT_ONCE,
        facets=["regime", "ending"],
        measures=holding_steps.MEASURES,
        then=held_in_file.AFTER_END,
        help=_("Handed to the guardian, presented to the public prosecution, or handed over; with its time."),
    )
    overrun = holding_steps.overrun([*_LIVING, ended], BASIS)
    overrun_withdrawn = holding_steps.overrun_withdrawn([*_LIVING, ended], overrun, BASIS)
    move_along = follows(held, awaiting, ended)
    goes = held_in_file.going(held, awaiting, ended)

    retained = Count(
        _("Minors retained"), of=retain, by=["unit", "regime", "level"], unit=_("minors"),
        definition=_("Retentions of minors that began in the year; a minor retained twice counts twice."),
    )  # fmt: skip
    retentions_ended = Count(
        _("Retentions of minors ended"), of=end, by=["unit", "ending"], unit=_("retentions"),
        definition=_("Retentions of minors that ended in the year, by how they ended."),
    )  # fmt: skip
    extensions = Count(
        _("Extensions of the retention of minors"), of=[authorise, enter_authorisation], by=["unit", "regime"],
        unit=_("extensions"),
        definition=_("Authorisations of more time by the public prosecution for a minor who is retained."),
    )  # fmt: skip
    overruns = Count(
        _("Retentions of minors beyond the limit"), of=overrun, by=["unit"], unit=_("retentions"),
        definition=_(
            "Retentions in which the minor was held at all beyond the legal limit, counted once each; one is taken "
            "back where what was recorded later shows that the limit was kept."
        ),
    )  # fmt: skip
    retention_time = Sum(
        _("Minutes of retention of minors"), of=end, measure="minutes", by=["unit"], unit=_("minutes"),
        definition=_("Minutes from the arrest to the end, summed over the retentions that ended in the year."),
    )  # fmt: skip
