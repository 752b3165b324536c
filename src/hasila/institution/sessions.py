"""Sessions that end: a table of our own, so that one can see one's sessions and end them.

A session ends eight hours after the sign-in whatever happens (a shift), earlier where nobody uses it, at the sign-out,
at a change of password, and wherever its owner ends it; the one used least lately where an account opens one too many.
The key that opens it stands in the browser's cookie alone; the table holds its digest.
`settings.HASILA_SESSION_HOURS`, `HASILA_IDLE_MINUTES` and `HASILA_SESSIONS`.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hasila.plain.events import record
from hasila.plain.remembered import planned
from hasila.plain.statements import run

BEGAN, SEEN, AGENT, SECOND = "began", "seen", "agent", "second"
TOUCH = 60


class Session(AbstractBaseSession):
    """One sign-in on one device."""

    account = models.UUIDField(_("Account"), null=True, db_index=True, editable=False)
    agent = models.CharField(_("Device"), max_length=200, blank=True)
    began_at = models.DateTimeField(_("Signed in"), default=timezone.now)
    seen_at = models.DateTimeField(_("Last used"), default=timezone.now)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = _("Session")  # type: ignore[assignment]
        verbose_name_plural = _("Sessions")  # type: ignore[assignment]

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        """What reads and writes these rows."""
        return SessionStore

    @property
    def device(self) -> str:
        """The browser and the system, in words."""
        return device_of(self.agent)

    @property
    def handle(self) -> str:
        """A name for the session that can stand on a page, the same as in the log of events."""
        return self.session_key[:16]


def digest_of(key: str) -> str:
    """What is kept of a session's key: whoever reads the table, or a copy of it, opens no session by it. The key has
    160 random bits, so one plain hash is enough.
    """
    return sha256(key.encode()).hexdigest()[:40]


def device_of(agent: str) -> str:
    """The browser and the system that a browser says it is, in two words; its own words where they say neither."""
    found = [
        next((name for mark, name in marks if mark in agent), "")
        for marks in (
            (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")),
            (
                ("Windows", "Windows"),
                ("Android", "Android"),
                ("iPhone", "iPhone"),
                ("iPad", "iPad"),
                ("Mac OS", "macOS"),
                ("Linux", "Linux"),
            ),
        )
    ]
    return " · ".join(filter(None, found)) or agent[:60]


@planned
def _running(key: str, now: datetime) -> models.QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


_UPDATE = f"""
WITH written AS (
    UPDATE {Session._meta.db_table} SET session_data = %s, expire_date = %s, account = %s, agent = %s, began_at = %s,
           seen_at = %s WHERE session_key = %s RETURNING 1
)
SELECT count(*), set_config('synchronous_commit', 'off', true) FROM written
"""


class SessionStore(DatabaseStore):
    """Django's sessions in the database, with whose they are beside them."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table."""
        return Session

    def load(self) -> dict[str, Any]:
        """The content of a running session; nothing where it is over or was never there."""
        row = _running.first(digest_of(self.session_key or ""), timezone.now())
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row.session_data)

    def exists(self, session_key: str) -> bool:
        """Whether there is a row of this key."""
        return super().exists(digest_of(session_key))

    def delete(self, session_key: str | None = None) -> None:
        """Ends the session of this key; without one, this session."""
        key = session_key or self.session_key
        if key:
            super().delete(digest_of(key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row for this content."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)
        row.session_key = digest_of(row.session_key)
        account = data.get("_auth_user_id")
        row.account = UUID(account) if account else None
        row.agent = data.get(AGENT, "")
        now = time.time()
        row.began_at = datetime.fromtimestamp(data.get(BEGAN, now), UTC)
        row.seen_at = datetime.fromtimestamp(data.get(SEEN, now), UTC)
        return row

    def save(self, must_create: bool = False) -> None:
        """Writes the session. One that is there already is written by one statement, and nobody waits until that is on
        the disk: if the power goes within the second the session is as it was before. Whatever must last (readings,
        acts) has been committed by then, and a session begins and ends by statements that are waited for.

        Raises:
            UpdateError: the session has been ended meanwhile.
        """
        here = connections[DEFAULT_DB_ALIAS]
        if must_create or self.session_key is None or here.in_atomic_block:
            super().save(must_create)
            return
        row = self.create_model_instance(self._get_session(no_load=False))  # type: ignore[attr-defined]
        here.ensure_connection()
        values = (row.session_data, row.expire_date, row.account, row.agent, row.began_at, row.seen_at, row.session_key)
        if not run(here.connection, _UPDATE, values)[0][0]:
            raise UpdateError


def begin(sender: Any, request: HttpRequest, user: Any = None, **_kwargs: Any) -> None:
    """Marks when and with what a session began (Django's signal of every sign-in); rows of ended ones go, and where an
    account has too many, those that nobody used for the longest time.
    """
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    now = time.time()
    request.session[BEGAN] = request.session[SEEN] = now
    request.session[AGENT] = request.META.get("HTTP_USER_AGENT", "")[:200]
    if user is not None and not (user.demo and settings.DEMO):  # the demonstration's are shared by everybody
        _make_room(user.pk, request.session.session_key)


def _make_room(account: UUID, key: str | None) -> None:
    others = Session.objects.filter(account=account).exclude(session_key=digest_of(key or "")).order_by("-seen_at")
    surplus = list(others.values_list("pk", flat=True)[settings.HASILA_SESSIONS - 1 :])
    if surplus:
        ended = Session.objects.filter(pk__in=surplus).delete()[0]
        record("session.ended", account=account, reason="limit", count=ended)


def over(session: Any) -> bool:
    """Whether a session of somebody signed in is past its end; else it is marked as used, at most once a minute."""
    now = time.time()
    began, seen = session.get(BEGAN, 0), session.get(SEEN, 0)
    if now - began > settings.HASILA_SESSION_HOURS * 3600 or now - seen > settings.HASILA_IDLE_MINUTES * 60:
        return True
    if now - seen > TOUCH:
        session[SEEN] = now
    return False


def sessions_of(account: UUID) -> list[Session]:
    """The running sessions of an account, the latest used first."""
    return list(Session.objects.filter(account=account, expire_date__gt=timezone.now()).order_by("-seen_at"))


def end_sessions(account: UUID, *, keep: str | None = None, handle: str | None = None) -> int:
    """Ends an account's sessions, or the one with this handle, save the one with the key `keep`; gives how many."""
    mine = digest_of(keep or "")
    ending = [
        row.session_key
        for row in Session.objects.filter(account=account)
        if row.session_key != mine and handle in (None, row.handle)
    ]
    return Session.objects.filter(session_key__in=ending).delete()[0]
