"""Custody (الحراسة النظرية): a suspect held by a judicial police officer, on a stated reason, until a limit.

Law: code of criminal procedure, articles 66, 67, 70 and 80, and 66-1 since law 03-23. Terms, reasons and duties are
data (`casefiles.custody.*` in `institution/data/law.toml`), to be confirmed by counsel.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Sum
from hasila.kernel.procedures import Numbering, Procedure, State, Transition
from hasila.kernel.registers import Register
from hasila.modules.casefiles import case_rules, clocks, held_in_file, holding_steps, severance, twice
from hasila.modules.casefiles import holding_rules as rules
from hasila.modules.casefiles.belonging import follows, tells
from hasila.modules.casefiles.held_in_file import HeldInFile
from hasila.modules.casefiles.holding import PERSONAL
from hasila.modules.casefiles.holding_choices import Reason

BASIS = "criminal_procedure/66"
OFFICER = [Role.JUDICIAL_OFFICER]


class Custody(HeldInFile):
    """Somebody in custody; `unit` is the unit of the case file."""

    measure: ClassVar[clocks.Measure] = clocks.CUSTODY
    reasons = ArrayField(models.CharField(max_length=16, choices=Reason), verbose_name=_("Reasons of custody"))

    class Meta(HeldInFile.Meta):
        verbose_name = _("Custody")
        verbose_name_plural = _("Custodies")
        constraints = [held_in_file.once("casefiles_custody_once")]


_HELD = State(_("Held"), initial=True)
_AWAITING = State(_("Held, more time asked for"))
_ENDED = State(_("No longer held"), final=True, requires=["ending", "ended_at"])
_LIVING = [_HELD, _AWAITING]


class Custodies(Procedure):
    record = Custody
    label = _("Custody")
    prefix = "CUST"
    numbered = Numbering(at="place_in_custody")
    sensitive = True
    purposes = held_in_file.PURPOSES
    readers = (Role.PROSECUTOR, Role.UNIT_CHIEF, Role.INSPECTOR, Role.CHIEF_INSPECTOR)
    search = ("arabic_name", "latin_name", "alias", "card_number")
    personal = (*PERSONAL, "severance", "authorisation", "consent", "nationality", "paper")
    retention = Retention(law.cutoff("casefiles.retention"), "casefiles.retention")
    register = Register(
        columns=("reference", "number", "arabic_name", "offence", "regime", "began_at", "limit_at", "unit", "state"),
        filters=("state", "unit", "regime", "framework", "ending"),
    )
    constraints = {"casefiles_custody_once": held_in_file.HELD_ALREADY, **twice.CONSTRAINT}

    held = _HELD
    awaiting = _AWAITING
    ended = _ENDED

    place_in_custody = Transition(
        _("Place in custody"),
        None,
        held,
        by=OFFICER,
        asks=[*held_in_file.ABOUT, "reasons"],
        may=["consent"],
        guards=[
            *case_rules.CHILD_GUARDS,
            held_in_file.is_suspect_of_the_file,
            held_in_file.is_of_age,
            rules.arrest_comes_first,
            held_in_file.arrested_after_the_facts,
            held_in_file.offence_allows_it,
            held_in_file.reasons_are_listed,
            held_in_file.consent_is_there,
        ],
        effects=[rules.copy_identity, rules.set_regime, rules.set_limit],
        basis=BASIS,
        facets=["regime", "framework", "level"],
        jobs=["casefiles.person_placed"],
        then=[tells("person_held", data=severance.holding_content)],
        help=_("The term runs from the arrest. Of a minor the officer for minors is called instead."),
    )
    note = holding_steps.note([*_LIVING, ended], [*OFFICER, Role.DESK_OFFICER], BASIS)
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
        _("End the custody"),
        _LIVING,
        ended,
        by=[*OFFICER, Role.UNIT_CHIEF],
        asks=["ending"],
        may=["ended_at", "ended_to", "signature"],
        guards=[rules.ended_in_time, rules.end_is_whole],
        effects=[rules.set_end, rules.copy_identity, rules.lapse],
        basis=BASIS,
        within=Deadline(at="limit_at", since=place_in_custody),
        late=holding_steps.AT_ONCE,
        facets=["regime", "ending"],
        measures=holding_steps.MEASURES,
        then=held_in_file.AFTER_END,
        help=_("Freed, presented to the public prosecution, or handed over; with its time."),
    )
    overrun = holding_steps.overrun([*_LIVING, ended], BASIS)
    overrun_withdrawn = holding_steps.overrun_withdrawn([*_LIVING, ended], overrun, BASIS)
    move_along = follows(held, awaiting, ended)
    goes = held_in_file.going(held, awaiting, ended)

    placed = Count(
        _("Persons placed in custody"), of=place_in_custody, by=["unit", "regime", "framework", "level"],
        unit=_("persons"),
        definition=_("Placings in custody of the year; one person placed twice counts twice, a minor never."),
    )  # fmt: skip
    extensions = Count(
        _("Extensions of custody granted"), of=[authorise, enter_authorisation], by=["unit", "regime"],
        unit=_("extensions"),
        definition=_("Authorisations of more time by the public prosecution, given here or recorded from paper."),
    )  # fmt: skip
    extensions_refused = Count(
        _("Extensions of custody refused"), of=[refuse, enter_refusal], by=["unit", "regime"], unit=_("requests"),
        definition=_("Requests for more time that the public prosecution refused."),
    )  # fmt: skip
    custodies_ended = Count(
        _("Custodies ended"), of=end, by=["unit", "regime", "ending"], unit=_("custodies"),
        definition=_("Custodies that ended in the year, by how they ended: freed, presented, handed over."),
    )  # fmt: skip
    overruns = Count(
        _("Custodies beyond the limit"), of=overrun, by=["unit", "regime"], unit=_("custodies"),
        definition=_(
            "Custodies in which the person was held at all beyond the legal limit, counted once each, when the limit "
            "passed. One is taken back where an end or an authorisation of before the limit was only recorded later."
        ),
    )  # fmt: skip
    overrun_time = Sum(
        _("Minutes held beyond the limit"), of=end, measure="overrun_minutes", by=["unit", "regime"],
        unit=_("minutes"),
        definition=_("Minutes from the limit to the end, summed over the custodies that ended; a begun one counts."),
    )  # fmt: skip
    custody_time = Sum(
        _("Minutes in custody"), of=end, measure="minutes", by=["unit", "regime", "ending"], unit=_("minutes"),
        definition=_(
            "Minutes from the arrest to the end, summed over the custodies that ended in the year. Divided by the "
            "custodies ended it gives the average duration."
        ),
    )  # fmt: skip
