"""What is checked and set on a referral."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.kernel.procedures import Act, needs
from hasila.kernel.refusals import Refusal
from hasila.modules.casefiles import clocks, letters, lines
from hasila.modules.casefiles.choices import Office, Way
from hasila.modules.casefiles.courts import court_of, courts
from hasila.modules.casefiles.referral import Referral
from hasila.plain.moments import legal_day, micros
from hasila.surfaces.formats import said_moment


@needs("case")
def somebody_is_held(referral: Referral, act: Act) -> Refusal | None:
    """Only somebody who is held is presented as held, or who was presented already while the file was to follow."""
    if referral.way != Way.HELD or referral.case.in_custody or referral.case.presented:
        return None
    return Refusal(
        "casefiles.nobody_held",
        _("Nobody is held in this file, and nobody was presented from custody."),
        field="way",
        remedy=_("Choose “With the person presented, free”, or the file alone."),
        status=422,
    )


@needs("case", "unit")
def court_is_competent(referral: Referral, act: Act) -> Refusal | None:
    """The court is the one of the unit's town, or another one at which the office sits and whose competence is told."""
    usual, chosen = _usual(referral), _chosen(referral, act)
    if referral.case.office == Office.JUDGE and chosen not in ("", usual):
        return Refusal(
            "casefiles.another_judge",
            _("A letter rogatory goes back to the judge who gave it."),
            field="court",
            remedy=_("Leave the field empty. Where the court is wrong in the file, complete the facts first."),
            basis=letters.BASIS,
            status=422,
        )
    if not (chosen or usual):
        return Refusal(
            "casefiles.court_unknown",
            _("No court is known for the town of this unit."),
            field="court",
            remedy=_("Choose the court."),
            status=422,
        )
    if chosen and not courts()[chosen].serves(referral.case.office):
        return Refusal(
            "casefiles.court_not_competent",
            _("The %(office)s doesn't sit at this court."),
            field="court",
            remedy=_("Choose another court, or leave the field empty. The office follows from the offence."),
            status=422,
            office=referral.case.get_office_display(),
        )
    if usual and chosen not in ("", usual) and not referral.elsewhere:
        return Refusal(
            "casefiles.court_elsewhere",
            _("This isn't the court of the unit's town."),
            field="elsewhere",
            remedy=_("Say on what the competence of the other court rests: the place of the facts, of the arrest, …"),
            status=422,
        )
    return None


@needs("case")
def office_stands(referral: Referral, act: Act) -> Refusal | None:
    """Where the facts were qualified anew since, the file may belong to another office."""
    if referral.office == referral.case.office:
        return None
    return Refusal(
        "casefiles.office_changed",
        _("The facts were qualified anew: the file goes to another office than this referral."),
        remedy=_("Withdraw the referral, and prepare it anew."),
    )


def comes_by_exchange(referral: Referral, act: Act) -> Refusal | None:
    """The bundle is made again only for the exchange."""
    if referral.by_exchange:
        return None
    return Refusal(
        "casefiles.not_by_exchange",
        _("This referral didn't go by the exchange."),
        remedy=_("Record the answers of the prosecution with the steps for it."),
    )


def comes_by_hand(referral: Referral, act: Act) -> Refusal | None:
    """Answers are typed where no exchange brings them."""
    if not referral.by_exchange:
        return None
    return Refusal(
        "casefiles.by_exchange",
        _("The answers to this referral come by the exchange."),
        remedy=_("Wait for them; the page shows since when. Where the exchange fails, tell its operators."),
    )


def answer_has_its_time(referral: Referral, act: Act) -> Refusal | None:
    """What is recorded by hand came after the sending and not in the future; a term that was set lies after it."""
    assert referral.sent_at is not None and act.occurred_at is not None and act.today is not None
    first, last = clocks.in_utc(referral.sent_at).replace(second=0, microsecond=0), clocks.in_utc(act.occurred_at)
    for name in ("received_at", "answered_at"):
        moment = getattr(referral, name) if act.data.get(name) else None
        if moment is not None and not first <= clocks.in_utc(moment) <= last:
            return Refusal(
                "casefiles.answer_out_of_time",
                _("This lies before the sending, or in the future."),
                field=name,
                remedy=_("The file was sent on %(sent)s: check the date and the time."),
                status=422,
                sent=said_moment(first),
            )
    answered = referral.answered_at if act.data.get("answered_at") else None
    day = legal_day(micros(answered)) if answered is not None else act.today
    if act.data.get("complete_by") and referral.complete_by is not None and referral.complete_by < day:
        return Refusal(
            "casefiles.term_before_answer",
            _("This day lies before the answer that sets it."),
            field="complete_by",
            remedy=_("Check the date, the year above all."),
            status=422,
        )
    return None


def _chosen(referral: Referral, act: Act) -> str:
    """The court that this act chooses; one of an act before doesn't stand, since the office may have changed."""
    return referral.court if act.data.get("court") else ""


def _usual(referral: Referral) -> str:
    """The court of the unit's town; of a letter rogatory, that of its judge."""
    unit: Any = referral.unit
    if referral.case.office == Office.JUDGE:
        return referral.case.court
    return court_of(unit.place, referral.case.office)


@needs("case", "unit")
def address(referral: Referral, act: Act) -> None:
    """To whom it goes: the office of the file, the court of the unit's town unless another was chosen."""
    case = referral.case
    referral.office, referral.again = case.office, case.state == "returned"
    referral.for_minors = case.minors > 0 and case.office != Office.JUDGE
    referral.court = _chosen(referral, act) or _usual(referral)


@needs("to_unit")
def follow_court(referral: Referral, act: Act) -> None:
    """In another unit it goes to the court of that unit's town, unless another court was chosen with its reason."""
    assert referral.to_unit is not None
    if not referral.elsewhere and referral.office != Office.JUDGE:
        referral.court = court_of(referral.to_unit.place, referral.office) or referral.court


def leaves(referral: Referral, act: Act) -> None:
    """From here on it waits in the outbox, where an exchange serves the court; a played referral goes nowhere."""
    referral.sent_at = act.occurred_at
    referral.edition = 1
    referral.by_exchange = not act.simulated and lines.line_of(referral.court) is not None


def another_edition(referral: Referral, act: Act) -> None:
    """The bundle is made afresh, under a key of its own."""
    referral.edition += 1
    referral.digest, referral.pieces = "", 0


@needs("case")
def days_open(referral: Referral, act: Act) -> int:
    """Legal days from the opening of the file to its hand-over."""
    assert act.today is not None
    return (act.today - legal_day(micros(referral.case.opened_at))).days


def office_content(referral: Referral, act: Act) -> dict[str, Any]:
    """What the file is told when it goes."""
    return {"office": referral.office}


@needs("case")
def instructions_content(referral: Referral, act: Act) -> dict[str, Any]:
    """What the file is told when it comes back; what a letter rogatory asked for at first still stands."""
    asked = [referral.case.instructions] if letters.is_letter(referral.case) else []
    told = {"instructions": "\n\n".join([*asked, referral.instructions])}
    return told | ({"complete_by": referral.complete_by} if referral.complete_by else {"complete_by": None})


def decision_content(referral: Referral, act: Act) -> dict[str, Any]:
    """What the file is told of the decision."""
    return {"decision": referral.decision}
