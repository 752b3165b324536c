"""The exchange at work: what was sent is packed and handed over, what was answered is taken in; again and again.

That a referral stands in the state “sent” is the outbox itself: nothing else has to be written with the act of sending,
and nothing can be lost beside it. Each round asks for answers first, then hands over what waits, so that a bundle of
which the acknowledgement was lost isn't sent again. A line that is silent is asked again after 5, 10, 20 … seconds, a
quarter of an hour at most, for as long as it takes.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hasila.assurance.proofs import proof_of
from hasila.kernel.access import SYSTEM
from hasila.kernel.many import perform_many
from hasila.kernel.perform import DOOR, Door
from hasila.kernel.procedures import Act
from hasila.modules.casefiles import lines
from hasila.modules.casefiles.exchange import packing
from hasila.modules.casefiles.exchange.answers import sending_of, take
from hasila.modules.casefiles.exchange.client import Client, Rejected, Unreached
from hasila.modules.casefiles.exchange.tables import Delivery, LineState
from hasila.modules.casefiles.exchange.vault import Shut, seal, unseal
from hasila.modules.casefiles.lines import Exchange, Line
from hasila.modules.casefiles.referral import Referral
from hasila.modules.casefiles.referrals import Referrals
from hasila.plain.locks import alone
from hasila.surfaces.print.engine import PrintError

FIRST, LONGEST = 5, 15 * 60
"""Seconds until a silent line is asked again: doubled each time, up to the second."""
REFUSED_AGAIN = timedelta(hours=1)
"""After how long a bundle that was refused is handed over again: what was wrong there may have been put right."""
UNSEALED = timedelta(minutes=1)
"""How long a bundle waits for the proof of its sending; then it goes without."""
AT_ONCE = 20
"""Bundles of one round, so that answers never wait long behind them."""
log = logging.getLogger("hasila.exchange")


@dataclass
class Round:
    """What one round did on one line."""

    packed: int = 0
    handed: int = 0
    refused: int = 0
    taken: int = 0
    silent: str = ""


def sweep(door: Door = DOOR) -> dict[str, Round]:
    """One round over every line of this site; a line that another process speaks over is left out."""
    exchange = lines.exchange()
    found: dict[str, Round] = {}
    for line in exchange.lines if exchange else ():
        with alone(f"hasila.exchange/{line.name}") as free:
            if free:
                found[line.name] = _round(exchange, line, door)  # type: ignore[arg-type]
    return found


def _round(exchange: Exchange, line: Line, door: Door) -> Round:
    now = timezone.now()
    state, _made = LineState.objects.get_or_create(name=line.name)
    done = Round()
    for referral in waiting_to_be_packed(line)[:AT_ONCE]:
        done.packed += pack(referral, exchange, line, now, door)
    if state.next_at is not None and state.next_at > now:
        done.silent = state.error
        return done
    client = Client(line, exchange.key)
    try:
        done.taken = _take_answers(client, state, door)
        _hand_over(client, now, done, door)
    except Unreached as trouble:
        done.silent = str(trouble)
        _is_silent(state, now, done.silent)
    else:
        _is_up(state, now)
    return done


def waiting_to_be_packed(line: Line) -> list[Referral]:
    """The referrals that were sent over a line and have no bundle yet, the oldest first."""
    rows = Referral.objects.filter(state="sent", by_exchange=True, digest="").select_related("case", "unit")
    return [referral for referral in rows.order_by("id") if line.serves(referral.court)]


def pack(referral: Referral, exchange: Exchange, line: Line, now: datetime, door: Door = DOOR) -> bool:
    """Makes the bundle of a referral and notes its digest on the record, in one transaction.

    Returns:
        whether it was made; else it waits for its proof, or what is wrong is told and tried again.
    """
    assert referral.sent_at is not None
    sending = sending_of(referral.pk)
    proof = proof_of(sending, cosigned=True) or proof_of(sending)
    if proof is None and now - referral.sent_at < UNSEALED:
        return False
    try:
        data, digest, pieces = packing.bundle(referral, exchange, proof.text() if proof else "")
    except PrintError:
        log.exception("the bundle of %s can't be made", referral.reference)
        return False
    with transaction.atomic():
        content = {"digest": digest, "pieces": pieces}
        act = Act(Referrals.pack, record_id=referral.pk, actor=SYSTEM, data=content, cause=sending)
        if perform_many([act], door=door).performed != 1:
            return False
        Delivery.objects.filter(referral=referral.pk, handed_at__isnull=True).update(handed_at=now, bundle=None)
        Delivery.objects.update_or_create(
            key=referral.key,
            defaults={
                "referral": referral.pk,
                "line": line.name,
                "digest": digest,
                "size": len(data),
                "bundle": seal(referral.key, data),
                "made_at": now,
                "next_at": now,
            },
        )
    return True


def _take_answers(client: Client, state: LineState, door: Door) -> int:
    """Takes in what was answered since the last time; each answer and the place up to which was read, together."""
    taken = 0
    while True:
        before = state.cursor
        for answer in client.answers(before):
            with transaction.atomic():
                take(client.line.name, answer, door)
                state.cursor = max(state.cursor, _number(answer))
                LineState.objects.filter(pk=state.pk).update(cursor=state.cursor)
            taken += 1
        if state.cursor == before:
            return taken


def _number(answer: dict[str, Any]) -> int:
    number = answer.get("number")
    return number if isinstance(number, int) else 0


def _hand_over(client: Client, now: datetime, done: Round, door: Door) -> None:
    waiting = Delivery.objects.filter(line=client.line.name, handed_at__isnull=True, next_at__lte=now)
    for delivery in waiting.order_by("next_at")[:AT_ONCE]:
        if not Referral.objects.filter(pk=delivery.referral, state="sent", digest=delivery.digest).exists():
            # Answered in the meantime, or packed again: this edition goes nowhere any more.
            Delivery.objects.filter(pk=delivery.pk).update(handed_at=now, bundle=None)
            continue
        Delivery.objects.filter(pk=delivery.pk).update(tries=delivery.tries + 1)
        try:
            assert delivery.bundle is not None
            answer = client.hand(delivery.key, unseal(delivery.key, bytes(delivery.bundle)))
        except (Rejected, Shut) as refused:
            code = refused.code if isinstance(refused, Rejected) else "shut"
            _refused(delivery, now, code, str(refused))
            done.refused += 1
            continue
        except Unreached as trouble:
            Delivery.objects.filter(pk=delivery.pk).update(error=str(trouble)[:300])
            raise
        taken = take(client.line.name, answer, door)
        if taken.outcome == "unfit":
            _refused(delivery, now, "unfit", taken.why)
            done.refused += 1
        else:
            Delivery.objects.filter(pk=delivery.pk).update(handed_at=now, bundle=None, error="", refused="")
            done.handed += 1


def _refused(delivery: Delivery, now: datetime, code: str, why: str) -> None:
    log.warning("the other side refuses the bundle %s: %s %s", delivery.key, code, why)
    told = {"refused": code[:60], "error": why[:300], "next_at": now + REFUSED_AGAIN}
    Delivery.objects.filter(pk=delivery.pk).update(**told)


def _is_silent(state: LineState, now: datetime, why: str) -> None:
    if state.down_since is None:
        log.warning("the line %s is silent: %s", state.name, why)
    pause = min(FIRST * 2 ** min(state.tries, 16), LONGEST)
    LineState.objects.filter(pk=state.pk).update(
        down_since=state.down_since or now,
        tries=state.tries + 1,
        next_at=now + timedelta(seconds=pause),
        error=why[:300],
    )


def _is_up(state: LineState, now: datetime) -> None:
    if state.down_since is not None:
        log.warning("the line %s answers again", state.name)
    told = {"down_since": None, "tries": 0, "next_at": None, "error": "", "heard_at": now}
    LineState.objects.filter(pk=state.pk).update(**told)
