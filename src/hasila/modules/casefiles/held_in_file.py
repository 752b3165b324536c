"""Somebody held in a case file: a suspect of it, for its offence; what custody and the retention of a minor share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution.offences import OffenceField, offence
from hasila.kernel.procedures import Act, State, Transition, needs
from hasila.kernel.refusals import Refusal, listed
from hasila.modules.casefiles import clocks, holding_steps, severance
from hasila.modules.casefiles import holding_rules as rules
from hasila.modules.casefiles.belonging import tells
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.choices import AgeBand, Category, OffenceClass
from hasila.modules.casefiles.holding import FILE_LINES, Holding
from hasila.modules.casefiles.holding_choices import Ending, Framework, Reason
from hasila.modules.casefiles.severance import Severable
from hasila.surfaces.formats import said_moment

PURPOSES = {"care": _("Care and surveillance of the person held"), **CaseFiles.purposes}
ABOUT = ["case", "party", "arrested_at", "began_at", "framework", "grounds", "place", "condition"]
"""What is asked for when somebody is held in a file."""


class HeldInFile(Holding, Severable):
    """A holding of a case file; `unit` is the unit of the file."""

    party = models.ForeignKey("casefiles.Party", models.PROTECT, related_name="+", verbose_name=_("Suspect"))
    framework = models.CharField(_("Framework of the inquiry"), max_length=16, choices=Framework)
    offence = OffenceField(_("Offence"), editable=False)
    offences = ArrayField(OffenceField(), verbose_name=_("Offences"), default=list, editable=False)
    level = models.CharField(_("Class"), max_length=12, choices=OffenceClass, editable=False)
    consent = models.CharField(
        _("Permission of the public prosecution"),
        max_length=120,
        blank=True,
        help_text=_("Number, day and magistrate of the permission to hold the person, where it is needed."),
    )
    ending = models.CharField(_("How it ended"), max_length=12, choices=Ending, blank=True)

    class Meta(Severable.Meta):
        abstract = True

    @property
    def held_for(self) -> list[str]:
        """The main offence of the file, then the further ones held against this very suspect; one of the file that is
        held against nobody lengthens nobody's custody. Nor does the main offence of a file to which the suspect's own
        was joined: it is held against them only once it is added against them by name.
        """
        own = [] if self.party.further_only else [self.case.offence]
        return list(dict.fromkeys([*own, *self.party.charged]))

    @property
    def file_moved_on(self) -> str | None:
        """The line that the log still lacks where the file left, came back or was decided; None where it stands."""
        kind, last = FILE_LINES.get(self.case.state), self.file_line
        return kind if last is None or last["kind"] != kind else None

    @property
    def offence_labels(self) -> list[Any]:
        """The offences for which the person is held, the one that settles the terms first."""
        labels: dict[str, Any] = dict(self._meta.get_field("offence").flatchoices)  # type: ignore[union-attr]
        return [labels[self.offence], *(labels[code] for code in self.offences if code != self.offence)]


@needs("party")
def is_suspect_of_the_file(holding: Any, act: Act) -> Refusal | None:
    """Only a suspect of this very file is held in it."""
    party = holding.party
    if party.case_id == holding.case_id and party.category == Category.SUSPECT and party.state == "entered":
        return None
    return Refusal(
        "casefiles.held_is_no_suspect",
        _("Only somebody entered as a suspect of this file can be held in it."),
        field="party",
        remedy=_("Enter the person as a suspect of the file first."),
        status=422,
    )


@needs("case", "party")
def arrested_after_the_facts(holding: Any, act: Act) -> Refusal | None:
    """Nobody is arrested for facts that haven't happened yet. Of a further offence the file holds no time."""
    happened = holding.case.happened_at
    if happened is None or holding.party.charged or holding.party.further_only:
        return None
    if clocks.in_utc(holding.arrested_at) >= clocks.in_utc(happened).replace(second=0, microsecond=0):
        return None
    return Refusal(
        "casefiles.arrested_before_facts",
        _("The arrest lies before the facts of the file, which happened on %(happened)s."),
        field="arrested_at",
        remedy=_("Check the time of the arrest; or complete the facts in the file where their time is wrong."),
        status=422,
        happened=said_moment(happened),
    )


@needs("case", "party")
def offence_allows_it(holding: Any, act: Act) -> Refusal | None:
    """The law lets nobody be held for petty offences alone, or for such as it doesn't punish by prison."""
    day = holding.law_day
    if any(clocks.allows_custody(code, day) for code in holding.held_for):
        return None
    if not holding.held_for:
        return Refusal(
            "casefiles.held_for_nothing",
            _("No offence is held against this suspect, who came into the file with one that was joined to it."),
            field="party",
            remedy=_("Add the offence that is held against this very suspect first."),
            basis=clocks.source_of("offences", day),
            status=422,
        )
    return Refusal(
        "casefiles.offence_without_custody",
        _("Nobody is held for “%(offence)s”: only a felony, or a misdemeanour punished by prison, allows it."),
        field="case",
        remedy=_(
            "Hear the person and let them go; or qualify the facts anew if they are graver, or add the offence that "
            "is held against this very suspect."
        ),
        basis=clocks.source_of("offences", day),
        status=422,
        offence=listed([offence(code).label for code in holding.held_for]),
    )


def consent_is_there(holding: Any, act: Act) -> Refusal | None:
    """In a preliminary inquiry the public prosecution permits the custody beforehand."""
    if holding.consent or not clocks.needs_consent(holding.framework, holding.law_day):
        return None
    return Refusal(
        "casefiles.consent_missing",
        _("In a preliminary inquiry the public prosecution permits it beforehand."),
        field="consent",
        remedy=_("Ask for the permission, and enter its number, day and magistrate."),
        basis=clocks.source_of("consent", holding.law_day),
        status=422,
    )


def reasons_are_listed(holding: Any, act: Act) -> Refusal | None:
    """At least one reason is chosen, and each is one that the law of the day lists."""
    listed_now = clocks.reasons(holding.law_day)
    if holding.reasons and set(holding.reasons) <= set(listed_now):
        return None
    labels = dict(Reason.choices)
    return Refusal(
        "casefiles.reason_not_listed",
        _("Choose one or more of the reasons that the law of this day lists."),
        field="reasons",
        remedy=_("On this day: %(reasons)s."),
        basis=clocks.source_of("reasons", holding.law_day),
        status=422,
        reasons=listed([str(labels[code]) for code in listed_now]),
    )


@needs("party")
def is_of_age(holding: Any, act: Act) -> Refusal | None:
    """A minor is never in custody: the officer for minors retains them, or hands them over where not responsible."""
    band = holding.party.band
    if band == AgeBand.PARTLY:
        return Refusal(
            "casefiles.minor_in_custody",
            _("This person was under age on the day of the facts: a minor is never placed in custody."),
            field="party",
            remedy=_("Call the judicial police officer for minors, who retains them in a place of their own."),
            basis="criminal_procedure/460",
        )
    return not_responsible(holding, act)


@needs("party")
def not_responsible(holding: Any, act: Act) -> Refusal | None:
    """A child of twelve or under is not responsible, and held in no way."""
    if holding.party.band != AgeBand.NOT_RESPONSIBLE:
        return None
    return Refusal(
        "casefiles.not_responsible",
        _("A child of twelve years or under is not responsible and is not held."),
        field="party",
        remedy=_("Hand the child to the guardian, and tell the public prosecutor for minors."),
        basis="criminal_procedure/458",
    )


@needs("party")
def is_under_age(holding: Any, act: Act) -> Refusal | None:
    """Somebody of age is placed in custody, not retained."""
    if holding.party.band != AgeBand.ADULT:
        return None
    return Refusal(
        "casefiles.adult_retained",
        _("This person was of age on the day of the facts: retention is for minors."),
        field="party",
        remedy=_("Place the person in custody where its conditions are met."),
    )


def was_presented(holding: Any) -> bool:
    """Whether the person was presented to the public prosecution out of custody or retention."""
    return bool(holding.ending == Ending.PRESENTED)


def goes_with_file(holding: Any) -> bool:
    """Whether the file follows somebody who was presented: not where it went with them, came back, and only then was
    written down that they had been presented with it.
    """
    line, ended = holding.file_line, holding.ended_at
    if line is None or line["kind"] != FILE_LINES["returned"]:
        return was_presented(holding)
    return was_presented(holding) and clocks.in_utc(ended) >= datetime.fromisoformat(line["at"])


AFTER_END = (
    tells("person_presented", when=lambda holding, act: goes_with_file(holding), data=severance.presented_content),
    tells("person_freed", when=lambda holding, act: not goes_with_file(holding)),
    *holding_steps.AFTER_END,
)
"""What an end brings with it: the file is told how it ended, and an overrun is entered or withdrawn."""


@needs("severance", "party")
def goes_for_the_part(holding: Any, act: Act) -> None:
    """Whoever is held goes with the suspect, and is held for the offences of the part: where their limit is a shorter
    one it holds from now on, and it is never lengthened.
    """
    severance.changes_file(holding, act)
    if holding.held:
        rules.follow_offence(holding, act)


def _counted(holding: Any) -> dict[str, int]:
    """As whom the files count this person: as held, or as presented where the file has not come back since."""
    presented = severance.presented_now(holding.severance, holding.pk)
    return {"in_custody": int(holding.held), "presented": int(presented)}


def going(*states: State) -> Transition:
    """The step by which a holding goes to the severed part with its suspect; clock, line and number go on."""
    return severance.going(
        *states,
        may=("party",),
        effects=(goes_for_the_part,),
        counts=_counted,
        jobs=("casefiles.term_followed",),
    )


def once(name: str) -> models.UniqueConstraint:
    """Nobody is held twice at once in the same file."""
    return models.UniqueConstraint(fields=["party"], condition=models.Q(state__in=["held", "awaiting"]), name=name)


HELD_ALREADY = Refusal(
    "casefiles.held_already",
    _("This person is held already."),
    field="party",
    remedy=_("Look at the list of persons held."),
)
