"""Taking in what the prosecution answers: each answer becomes one act, whatever comes twice or out of order.

The act is the system's, as the consequence of the act of sending, in the name of the office; the record keeps the
magistrate's name and the office's own times. That an answer was taken is kept in the transaction of its act, so that
neither can be without the other. What fits nothing is kept sealed and shown to the unit's head, never dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from hasila.assurance.steps import timeline
from hasila.institution.notices import notify
from hasila.institution.roles import Role
from hasila.kernel.access import SYSTEM
from hasila.kernel.many import perform_many
from hasila.kernel.perform import DOOR, Door
from hasila.kernel.procedures import Act, Transition
from hasila.kernel.refusals import Refusal
from hasila.modules.casefiles.exchange.tables import Answer, Delivery
from hasila.modules.casefiles.exchange.vault import seal
from hasila.modules.casefiles.referral import Referral
from hasila.modules.casefiles.referrals import Referrals

STEPS: dict[str, tuple[Transition, tuple[str, ...]]] = {
    "acknowledged": (Referrals.acknowledge, ("receipt", "received_at")),
    "returned": (
        Referrals.give_back,
        ("instructions", "receipt", "magistrate", "answered_at", "complete_by"),
    ),
    "decided": (Referrals.decide, ("decision", "receipt", "magistrate", "answered_at")),
}
"""What each kind of answer is here, and which of its members the act is given."""
DONE, LATE, UNFIT = "done", "late", "unfit"
KEY = re.compile(r"^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.(\d{1,5})$")
FITS_NOTHING = gettext_noop(
    "The prosecution answered the referral %(reference)s of the file %(case)s, and the answer no longer fits: %(why)s "
    "Speak to the office; the operators of the exchange have the answer."
)


@dataclass(frozen=True)
class Taken:
    """What became of an answer: `done`, `late` (nothing more to do), `unfit`, or `known` from an earlier time."""

    outcome: str
    why: str = ""


def take(line: str, answer: dict[str, Any], door: Door = DOOR) -> Taken:
    """Takes an answer in, in one transaction.

    Args:
        line: over which it came. answer: as the exchange's reference describes it.
    """
    name = str(answer.get("name") or "")[:80]
    with transaction.atomic():
        row, fresh = _remember(line, name, answer)
        if not fresh:
            return Taken("known")
        taken, referral = _apply(answer, door)
        row.outcome, row.why = taken.outcome, taken.why[:300]
        if taken.outcome == UNFIT:
            row.content = seal(f"{line}/{name}", orjson.dumps(answer))
            _tell(referral, taken.why)
        row.save()
        if referral is not None and taken.outcome != UNFIT:
            forget_bundle(str(answer["key"]))
    return taken


def forget_bundle(key: str) -> None:
    """Marks a bundle as handed over; its bytes lie with the other side, and no longer here."""
    Delivery.objects.filter(pk=key, handed_at__isnull=True).update(handed_at=timezone.now(), bundle=None, error="")


def _remember(line: str, name: str, answer: dict[str, Any]) -> tuple[Answer, bool]:
    """The row of an answer, and whether it is new. Two processes with the same answer wait here for one another."""
    kind, key = str(answer.get("kind") or "")[:16], str(answer.get("key") or "")[:60]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO casefiles_answer (line, name, key, kind, taken_at, outcome, why) "
            "VALUES (%s, %s, %s, %s, %s, '', '') ON CONFLICT (line, name) DO NOTHING RETURNING id",
            [line, name, key, kind, timezone.now()],
        )
        fresh = cursor.fetchone() is not None
    return Answer.objects.get(line=line, name=name), fresh


def _apply(answer: dict[str, Any], door: Door) -> tuple[Taken, Referral | None]:
    found = KEY.match(str(answer.get("key")))
    referral = Referral.objects.select_related("case").filter(pk=found[1]).first() if found else None
    if referral is None or found is None:
        return Taken(UNFIT, "no such referral"), None
    if answer.get("kind") not in STEPS or not answer.get("name"):
        return Taken(UNFIT, "no such kind of answer"), referral
    step, members = STEPS[answer["kind"]]
    if answer["kind"] == "acknowledged":
        if int(found[2]) != referral.edition:
            return Taken(LATE, "another edition has been sent meanwhile"), referral
        if answer.get("manifest") != referral.digest:
            return Taken(UNFIT, "the other side acknowledges another content"), referral
        if referral.state in ("acknowledged", "returned", "decided"):
            return Taken(LATE), referral
    if referral.state not in step.source_names:
        return Taken(UNFIT, f"the referral is {referral.state}"), referral
    return _perform(step, referral, {name: answer[name] for name in members if answer.get(name)}, door), referral


def _perform(step: Transition, referral: Referral, data: dict[str, Any], door: Door) -> Taken:
    refused: list[Refusal] = []

    def note(_index: int, _act: Act, reasons: list[Refusal]) -> None:
        refused.extend(reasons)

    act = Act(step, record_id=referral.pk, actor=SYSTEM, data=data, cause=sending_of(referral.pk))
    outcome = perform_many([act], on_refused=note, door=door)
    if outcome.performed == 1:
        return Taken(DONE)
    return Taken(UNFIT, "; ".join(f"{reason.code}: {reason}" for reason in refused))


def sending_of(referral: UUID) -> UUID:
    """The entry of the act of sending: what the prosecution answers follows from it."""
    return next(done.id for done in reversed(timeline(referral)) if done.act == Referrals.send.key)


def _tell(referral: Referral | None, why: str) -> None:
    if referral is None:
        return
    params = {"reference": referral.reference, "case": referral.case.reference, "why": why}
    link = f"/records/casefiles/referrals/{referral.reference}/"
    notify(FITS_NOTHING, roles=[Role.UNIT_CHIEF], unit=referral.unit_id, params=params, link=link)
