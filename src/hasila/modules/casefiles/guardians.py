"""The guardian of a suspect under age: named by a step of its own or at the retention, and then only replaced.

Law: code of criminal procedure, article 460: whoever has the care of a minor is told. To be confirmed by counsel.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.kernel.procedures import SAME, Act, Consequence, State, Transition, needs
from hasila.kernel.refusals import Refusal
from hasila.modules.casefiles.belonging import tells
from hasila.modules.casefiles.choices import Category


def stands(party: Any, act: Act) -> Refusal | None:
    """Of a suspect under age, the guardian is named by a step of its own, and then only replaced by another."""
    if not young(party, act) or bool(party.guardian) == party.guarded:
        return None
    return Refusal(
        "casefiles.guardian_apart",
        _("The guardian of a suspect under age is named by the step “Name the guardian”, and stays named."),
        field="guardian",
        remedy=_("Leave the field as it was, and take that step."),
        status=422,
    )


def is_named_once(party: Any, act: Act) -> Refusal | None:
    """A guardian is named once; another one is then put in their place by completing the identity."""
    if not party.guarded:
        return None
    return Refusal(
        "casefiles.guardian_named",
        _("A guardian is named already."),
        remedy=_("Take the step “Complete the identity” to name another one."),
    )


def note(party: Any, act: Act) -> None:
    """Whether a guardian is named."""
    party.guarded = bool(party.guardian)


def young(party: Any, act: Act) -> bool:
    """For a suspect under age."""
    return party.category == Category.SUSPECT and party.under_age


def young_and_alone(party: Any, act: Act) -> bool:
    """For a suspect under age without a guardian named."""
    return young(party, act) and not party.guarded


def young_and_named(party: Any, act: Act) -> bool:
    """For a suspect under age whose guardian is named."""
    return young(party, act) and party.guarded


def not_named(party: Any, act: Act) -> bool:
    """For a suspect without a guardian named."""
    return party.category == Category.SUSPECT and not party.guarded


def named(party: Any, act: Act) -> bool:
    """For a suspect whose guardian is named."""
    return party.category == Category.SUSPECT and party.guarded


def told_by_retention(entered: State) -> Transition:
    """The step by which a minor's entry learns who the guardian is, where the retention named one and the file none."""
    return Transition(
        _("The guardian is the one named at the retention"),
        entered,
        SAME,
        consequent=True,
        asks=["guardian"],
        effects=[note],
        basis="criminal_procedure/460",
        then=[tells("minor_guarded", when=young)],
    )


@needs("party")
def unknown_in_file(retention: Any, act: Act) -> bool:
    """Whether the retention names a guardian and the file names none yet."""
    return bool(retention.guardian) and not retention.party.guarded


def content(retention: Any, act: Act) -> dict[str, Any]:
    """Whom the retention names."""
    return {"guardian": retention.guardian}


TOLD = Consequence("casefiles.parties.guardian_told", "party", data=content, when=unknown_in_file)
"""What follows a retention: the file knows the guardian too, and nobody names them twice."""
