"""Drafts: what is typed into a form is saved as it is typed, so that a crash or a power cut loses a few seconds.

A draft belongs to its author, on whatever computer they go on. It lies in `web_draft`, encrypted with a data key of its
own, since a form may hold who denounced; row security shows it to its author alone; it goes with the act that it was
for, in the same transaction, or when its term is over.

A form on a file, or of one matter that its address names, has one draft: whoever opens it again goes on with it. Two
windows that were opened before either had saved meet at the first save of the second, which a rule of the database
refuses; its author takes over, compares, or keeps the two apart. At a counter the same form is for one person after
another, so a draft is offered there and nothing is filled in unasked.

Two windows may stand on one draft. Each save says which version its window knows, so that a later one overwrites
nothing silently; a window's own saves are told apart by their number, so that one whose answer was lost is repeated.
What a browser kept of a window that is no more comes after whatever that window still sent.
"""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

import orjson
import psycopg
from django.db import IntegrityError, connection, models, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hasila.assurance.sealed import KEY_TABLES, Locked, locked, unlocked
from hasila.institution import law
from hasila.kernel.procedures import Transition
from hasila.kernel.refusals import Refusal, Refused
from hasila.surfaces.web import comparing
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.models import Draft

KEPT = "drafts.kept"
CLASHES = ("drafts.begun_elsewhere", "drafts.changed_elsewhere", "drafts.gone")
"""Why a save is refused on account of another window."""
MOST = 40
"""Drafts that one person may have: nobody has begun more forms than that."""
LARGEST = 400_000
"""Bytes of one draft."""
LISTED = 10
SAVE, DISCARD, WRITER, SERIAL, SEEN, AFTER = "_save", "_discard", "_writer", "_serial", "_seen", "_after"
QUIETLY, APART, OVER, COMPARE = "quietly", "_apart", "over", "compare"
ANEW = "anew"
"""In place of a draft's key in the address: an empty form, beside the drafts that are there."""
OWN = {SAVE, DISCARD, WRITER, SERIAL, SEEN, AFTER, APART, "csrfmiddlewaretoken"}
_KEY = re.compile(r"[A-Za-z0-9-]{8,64}")

FENCE = (Path(__file__).parent / "sql" / "drafts.sql").read_text()
_WRITE = """
INSERT INTO web_draft AS d ({columns})
SELECT {values}
 WHERE NOT hasila_spent(%(key)s) AND (%(seen)s = 0 OR EXISTS (SELECT FROM web_draft WHERE id = %(id)s))
   AND (EXISTS (SELECT FROM web_draft WHERE id = %(id)s)
        OR (SELECT count(*) FROM web_draft WHERE author = %(author)s) < %(most)s
           AND NOT EXISTS (SELECT FROM web_draft WHERE author = %(author)s AND matter = %(matter)s))
ON CONFLICT (id) DO UPDATE SET version = d.version + 1, writer = excluded.writer, serial = excluded.serial,
       master = excluded.master, wrapped = excluded.wrapped, content = excluded.content, path = excluded.path,
       saved_at = excluded.saved_at, expires_at = excluded.expires_at
 WHERE d.version = %(seen)s OR (d.writer = excluded.writer AND d.serial < excluded.serial) OR d.writer = %(after)s
RETURNING version
"""
_COLUMNS = (
    "id", "author", "key", "step", "file", "path", "matter", "version", "writer", "serial", "master", "wrapped",
    "content", "began_at", "saved_at", "expires_at"
)  # fmt: skip
_WRITE = _WRITE.format(columns=", ".join(_COLUMNS), values=", ".join(f"%({name})s" for name in _COLUMNS))


def install(raw: Any) -> None:
    """The fence around the table and who may do what, as the owner; nothing where the table is missing."""
    with raw.cursor() as cursor:
        cursor.execute("SELECT to_regclass('web_draft') IS NOT NULL AND to_regproc('hasila_actor') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute(FENCE)


class Spent(models.Func):
    """Whether the act of a form was performed already: a save that came after it left a draft behind."""

    function = "hasila_spent"
    output_field = models.BooleanField()


def begin() -> None:
    """What the application does at its start: the fence is set behind the kernel's, and the keys take part in a
    rotation.
    """
    from hasila.kernel.schema import FURTHER

    FURTHER.append(install)
    KEY_TABLES.append(Draft._meta.db_table)


def malformed() -> Refusal:
    return Refusal(
        "drafts.malformed", gettext_lazy("This draft can't be saved: the form is not one of ours."), status=400
    )


def too_large() -> Refusal:
    return Refusal(
        "drafts.too_large",
        gettext_lazy("The draft is too large to be kept."),
        remedy=gettext_lazy("Send the form, or shorten it."),
        status=413,
    )


def too_many() -> Refusal:
    return Refusal(
        "drafts.too_many",
        gettext_lazy("You have %(most)s drafts already."),
        remedy=gettext_lazy("Discard some on the page of your work."),
        most=MOST,
    )


def gone() -> Refusal:
    return Refusal(
        "drafts.gone",
        gettext_lazy("This draft was sent or discarded in another window."),
        remedy=gettext_lazy("Go on here with a draft of its own, or look whether your act was recorded."),
    )


def elsewhere(at: str) -> Refusal:
    return Refusal(
        "drafts.changed_elsewhere",
        gettext_lazy("This draft was changed in another window at %(at)s. What you type here is not saved into it."),
        remedy=gettext_lazy(
            "Compare the two; or take over here, and the other stays beside it; or keep this one apart."
        ),
        at=at,
    )


def begun_elsewhere(at: str) -> Refusal:
    return Refusal(
        "drafts.begun_elsewhere",
        gettext_lazy(
            "You began this in another window too, saved there at %(at)s. Nothing is lost: both texts are kept."
        ),
        remedy=gettext_lazy(
            "Compare the two; or take over here, and the other stays beside it; or keep this one apart."
        ),
        at=at,
    )


def side_by_side() -> Refusal:
    return Refusal(
        "drafts.side_by_side",
        gettext_lazy("Both windows hold a text of the same fields. Nothing is lost: choose for each which one stands."),
        status=409,
    )


def identifier(author: UUID, key: str) -> UUID:
    """The identifier of an author's draft: no key that somebody else chooses meets it."""
    return uuid5(NAMESPACE_OID, f"hasila.draft:{author}:{key}")


def clock(moment: datetime) -> str:
    """The time of day to the second."""
    return timezone.localtime(moment).strftime("%H:%M:%S")


def _about(row: UUID, author: UUID) -> bytes:
    """What the content is bound to: it opens in no other row and under no other author."""
    return f"web_draft.content:{row}:{author}".encode()


def is_save(request: HttpRequest) -> bool:
    """Whether a form was sent to be kept, not to be performed."""
    return request.method == "POST" and (SAVE in request.POST or DISCARD in request.POST)


def answer(request: HttpRequest, step: Transition, file: str = "", told: str = "") -> HttpResponse:
    """Keeps or discards what was sent, and says so: as JSON to our script, else by the page of the form.

    Args:
        step: the step that the form is for. file: the reference of its record; empty for an opening.
        told: what our script is to say besides.

    Raises:
        Refused: it can't be kept, and no script asked.
    """
    author: UUID = request.actor.id  # type: ignore[attr-defined]
    if DISCARD in request.POST:
        discard(author, request.POST.get(DISCARD, ""))
        back = request.POST.get("next", "")
        return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else address(request, step))
    how = request.POST.get(SAVE)
    try:
        if how in (OVER, COMPARE):
            bring_together(request, step, file, compare=how == COMPARE)
        saved = save(author, step, file, address(request, step), sent_for(request), one_of(request, step, file))
    except Refused as refused:
        reason = refused.refusal
        other = other_draft(request, step, file) if reason.code in CLASHES else None
        request.draft_clash = reason.code in CLASHES, other  # type: ignore[attr-defined]
        if how != QUIETLY:
            raise
        there = gone_on_with(other.path, other.key) if other is not None else ""
        why = {"code": reason.code, "message": str(reason), "remedy": reason.help, "other": there}
        return JsonResponse(why, status=reason.status)
    at = clock(saved.saved_at)
    if how == QUIETLY:
        return JsonResponse({"version": saved.version, "message": _("Saved at %(time)s") % {"time": at}, "told": told})
    return redirect(gone_on_with(address(request, step), saved.key))


def keep_aside(request: HttpRequest, step: Transition, file: str) -> bool:
    """Keeps what was sent for a file that is out of reach, so that it can be read and copied out later; what another
    window holds stays beside it. Gives whether it could be kept.
    """
    author: UUID | None = request.actor.id  # type: ignore[attr-defined]
    if author is None:
        return False
    apart = request.POST.copy()
    apart["_key"], apart[SEEN] = uuid4().hex, "0"
    for sent in (request.POST, apart):
        try:
            save(author, step, file, address(request, step), sent)
        except Refused:
            continue
        return True
    return False


def sent_for(request: HttpRequest) -> QueryDict:
    """What was sent to be kept; under a key of its own where its author keeps it apart and no script chose one."""
    if request.POST.get(SAVE) != APART:
        return request.POST
    sent = request.POST.copy()
    sent["_key"], sent[SEEN] = uuid4().hex, "0"
    return sent


def other_draft(request: HttpRequest, step: Transition, file: str) -> Draft | None:
    """The draft that another window holds of what was sent: under the same key, or the one of the same matter."""
    author: UUID = request.actor.id  # type: ignore[attr-defined]
    own = Draft.objects.filter(pk=identifier(author, request.POST.get("_key", ""))).first()
    matter = one_of(request, step, file)
    return own or (Draft.objects.filter(author=author, matter=matter).first() if matter is not None else None)


def bring_together(request: HttpRequest, step: Transition, file: str, *, compare: bool) -> None:
    """Prepares what was sent to be saved though another window holds a draft of it.

    Compared, each field takes what only one of the two has, and the one draft goes on with both. Else what was sent
    becomes the draft, and what the other window holds is kept apart, under a key of its own.

    Raises:
        Refused: both have a text of the same field; what was sent then holds both, for the page to show side by side.
    """
    other = other_draft(request, step, file)
    if other is None:
        return
    sent = request.POST.copy()
    held = content(other)
    if not compare:
        beside = QueryDict(mutable=True)
        for name, values in held.items():
            beside.setlist(name, values)
        beside["_key"] = uuid4().hex
        save(other.author, step, other.file, other.path, beside)
    sent["_key"], sent[SEEN] = other.key, str(other.version)
    by = _("Your other window, %(time)s") % {"time": clock(other.saved_at)}
    differing = comparing.together(step, held, sent, by) if compare else []
    request.POST = sent  # type: ignore[assignment]
    if differing:
        request.draft_meets = True  # type: ignore[attr-defined]
        raise Refused(side_by_side())


def of_one_matter(request: HttpRequest, step: Transition, file: str) -> bool:
    """Whether a form is for one matter: on a file, or of what its address names."""
    return bool(file) or not targets(step).isdisjoint(request.GET)


def one_of(request: HttpRequest, step: Transition, file: str) -> str | None:
    """What a draft is the one of; None where there may be several."""
    apart = request.POST.get(APART) or request.POST.get(SAVE) == APART or request.GET.get("draft") == ANEW
    if apart or not of_one_matter(request, step, file):
        return None
    where = request.path if file else address(request, step)
    return sha256(f"{step.key}|{file}|{where}".encode()).hexdigest()[:40]


def performed(request: HttpRequest, step: Transition, file: str = "") -> None:
    """Ends the drafts of a form whose act is done, in the act's own transaction: the one that was sent; on a file all
    of this step, since it is done; for an opening those whose whole text stands in what was sent.

    Args:
        step: the step that was taken. file: as for `answer`.
    """
    author: UUID = request.actor.id  # type: ignore[attr-defined]
    discard(author, request.POST.get("_key", ""))
    others = Draft.objects.filter(author=author, step=step.key, file=file)
    done = [
        one.pk
        for one in others[:MOST]
        if (same_form(one, request.path) if file else _stands_in(step, one, request.POST))
    ]
    Draft.objects.filter(pk__in=done).delete()


def same_form(draft: Draft, path: str) -> bool:
    """Whether a draft is of the form at this path: a step may have several, each for a part of what it asks for."""
    return draft.path.partition("?")[0] == path


def _stands_in(step: Transition, draft: Draft, sent: QueryDict) -> bool:
    """Whether nothing would be lost with a draft: each text of it, and each object that it names, was sent."""
    try:
        held = content(draft)
    except Refused:
        return False
    told = 0
    for name, asked in step.asked.items():
        text = plain(held.get(name, []))
        if not text or not (asked.target is not None or is_text(asked)):
            continue
        now = plain(sent.getlist(name))
        if not (now == text if asked.target is not None else text in now):
            return False
        told += 1
    return told > 0


def plain(values: list[str]) -> str:
    """What was typed into a field, on one line."""
    return " ".join(" ".join(values).split())


def is_text(asked: Any) -> bool:
    """Whether a field is for words of one's own; choices and numbers are typed again in a moment."""
    column = asked.model_field
    return column.get_internal_type() in ("CharField", "TextField") and not column.choices


def address(request: HttpRequest, step: Transition) -> str:
    """Where a form is gone on with: its path, and what its address gave of classes and of other records. The draft is
    encrypted and its address is not, so no text stays in it.
    """
    named = targets(step) | {name for name, asked in step.asked.items() if asked.model_field.choices}
    given = {name: value for name, value in request.GET.items() if name in named | {"from"} and len(value) <= 40}
    return f"{request.path}?{urlencode(given)}" if given else request.path


def targets(step: Transition) -> set[str]:
    """The fields of a step that name other records."""
    return {name for name, asked in step.asked.items() if asked.target is not None}


def gone_on_with(path: str, key: str) -> str:
    """The address at which a draft is gone on with."""
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'draft': key})}"


def kept(request: HttpRequest, step: Transition, file: str = "") -> tuple[HttpResponse | None, list[Refusal]]:
    """The answer to a form that was sent to be kept, for a page that shows it again itself: None where it was not, or
    could not be kept; then the reasons.
    """
    if not is_save(request):
        return None, []
    try:
        return answer(request, step, file), []
    except Refused as refused:
        return None, refused.refusals


@dataclass(frozen=True)
class Kept:
    """What a save came to."""

    key: str
    version: int
    saved_at: datetime


def save(author: UUID, step: Transition, file: str, path: str, sent: QueryDict, matter: str | None = None) -> Kept:
    """Keeps a form.

    Args:
        matter: what the draft is the one of, see `one_of`.

    Raises:
        Refused: it is malformed or too large, there are too many, another window changed or began it, or it is sent
            already.
    """
    key = sent.get("_key", "")
    if not _KEY.fullmatch(key) or len(path) > 300 or len(file) > 60:
        raise Refused(malformed())
    try:
        seen, serial = int(sent.get(SEEN) or 0), int(sent.get(SERIAL) or 0)
    except ValueError:
        raise Refused(malformed()) from None
    fields = {name: values for name, values in sent.lists() if name not in OWN}
    text = orjson.dumps(fields).decode()
    if len(text.encode()) > LARGEST:
        raise Refused(too_large())
    row, now = identifier(author, key), timezone.now()
    held = locked(text, row, _about(row, author))
    given: dict[str, Any] = {
        "id": row, "author": author, "key": key, "step": step.key, "file": file, "path": path, "matter": matter,
        "version": 1, "writer": sent.get(WRITER, "")[:40], "serial": min(max(serial, 0), 2**31 - 1),
        "master": held.master, "wrapped": held.wrapped, "content": held.content, "began_at": now, "saved_at": now,
        "expires_at": now + timedelta(hours=law.value(KEPT, today())), "seen": min(max(seen, 0), 2**31 - 1),
        "most": MOST, "after": sent.get(AFTER) or None,
    }  # fmt: skip
    version = _written(given)
    if version is None and matter is not None and _clear(author, matter, row):
        version = _written(given)
    return Kept(key, version, now) if version is not None else _why_not(row, given)


def _written(given: dict[str, Any]) -> int | None:
    """The version that was written; None where nothing was."""
    first = given["seen"] == 0  # a later save inserts nothing that a rule could refuse
    try:
        with transaction.atomic() if first else nullcontext(), connection.cursor() as cursor:
            cursor.execute(_WRITE, given)
            found = cursor.fetchone()
    except IntegrityError:  # the other window's first save came at the same moment
        return None
    return found[0] if found is not None else None


def _clear(author: UUID, matter: str, row: UUID) -> bool:
    """Takes away the one draft of this matter where its term is over or its act is done; whether one went."""
    over = Draft.objects.filter(author=author, matter=matter).exclude(pk=row)
    over = over.annotate(spent=Spent("key")).filter(models.Q(spent=True) | models.Q(expires_at__lte=timezone.now()))
    return bool(Draft.objects.filter(pk__in=list(over.values_list("pk", flat=True))).delete()[0])


def _why_not(row: UUID, given: dict[str, Any]) -> Kept:
    """Why nothing was written: a save that came late behind a newer one of its own window is no harm."""
    found = Draft.objects.filter(pk=row).first()
    if found is None:
        other = Draft.objects.filter(author=given["author"], matter=given["matter"]).exclude(matter=None).first()
        if given["seen"] == 0 and other is not None:
            raise Refused(begun_elsewhere(clock(other.saved_at)))
        many = given["seen"] == 0 and Draft.objects.filter(author=given["author"]).count() >= MOST
        raise Refused(too_many() if many else gone())
    if found.writer == given["writer"] and found.writer:
        return Kept(found.key, found.version, found.saved_at)
    raise Refused(elsewhere(clock(found.saved_at)))


def discard(author: UUID, key: str) -> None:
    """Deletes a draft: when its author wants it, and with the act that it was for, in the same transaction."""
    Draft.objects.filter(pk=identifier(author, key)).delete()


def purge(raw: psycopg.Connection, size: int = 10_000) -> int:
    """Deletes the drafts whose term is over, in small transactions; gives how many went.

    Args:
        raw: a connection in autocommit of the sealer. size: drafts at a time.
    """
    total = 0
    while went := raw.execute("SELECT hasila_purge_drafts(%s)", [size]).fetchone()[0]:  # type: ignore[index]
        total += went
    return total


def content(draft: Draft) -> dict[str, list[str]]:
    """What a draft holds, by field.

    Raises:
        Refused: its key is not in the ring any more.
    """
    held = Locked(draft.master, bytes(draft.wrapped), bytes(draft.content))
    return orjson.loads(unlocked(held, draft.pk, _about(draft.pk, draft.author)))


def of(author: UUID, **wanted: str) -> list[Draft]:
    """The drafts of somebody that run and whose act wasn't performed, the latest saved first."""
    rows = Draft.objects.filter(author=author, expires_at__gt=timezone.now(), **wanted)
    return list(rows.exclude(Spent("key")).order_by("-saved_at")[:LISTED])
