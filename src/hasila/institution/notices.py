"""Notices: whoever must be told of something gets told, on their own list, in the language in which they read."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.fields.json import KT
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hasila.assurance.steps import timeline
from hasila.institution.jobs import job
from hasila.institution.mandates import running
from hasila.institution.roles import Role
from hasila.institution.units import Unit
from hasila.kernel.access import elevated
from hasila.kernel.procedures import transitions
from hasila.plain.moments import today

Text = str | Promise
TELL_CONCERNED = "institution.tell_concerned"
OF_YOU = _("%(file)s, %(reference)s, which concerns you. Step taken: %(step)s.")


class Notice(models.Model):
    """One thing told to one person. The text is kept as the message of the catalogue with its parameters."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.UUIDField(_("For"), editable=False)
    role = models.CharField(_("Role"), max_length=24, blank=True)
    text = models.TextField(_("Text"))
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)
    cause = models.UUIDField(null=True, editable=False)
    made_at = models.DateTimeField(_("Told"), default=timezone.now, editable=False)
    read_at = models.DateTimeField(_("Read"), null=True, editable=False)

    class Meta:
        verbose_name = _("Notice")
        verbose_name_plural = _("Notices")
        indexes = [
            models.Index(fields=["recipient", "-made_at"], name="notice_of"),
            models.Index(fields=["recipient"], name="notice_unread", condition=models.Q(read_at__isnull=True)),
            models.Index(fields=["cause"], name="notice_cause"),
            models.Index(KT("params__reference"), name="notice_about"),
        ]
        constraints = [models.UniqueConstraint(fields=["recipient", "cause", "text"], name="notice_once")]

    def __str__(self) -> str:
        return self.text

    @property
    def role_label(self) -> str:
        """The role in which its reader was told, in words; empty where it is told to the person."""
        return str(Role(self.role).label) if self.role in Role.values else self.role


def notify(
    text: Text,
    *,
    roles: Iterable[Role | str] = (),
    unit: Unit | int | None = None,
    actor: UUID | None = None,
    link: str = "",
    params: dict[str, Any] | None = None,
    cause: UUID | None = None,
) -> int:
    """Tells one person, or all who hold one of these roles over a unit today, and gives how many were told.

    It is a row in the caller's transaction: what is rolled back was never told. With a cause nobody is told the same
    twice, so a job may run again.

    Args:
        text: a message of the catalogue (`gettext_lazy` or `gettext_noop`), with `%(name)s` for each parameter.
        roles: who is told by their mandate. unit: over which unit it must reach; None is any.
        actor: the one person who is told. link: the address of the page that it is about.
        params: what fills the message: text, numbers, dates and moments (aware), units, or further messages of the
            catalogue.
        cause: the entry that it follows from.
    """
    told: dict[UUID, str] = {} if not roles else holders(roles, unit)
    if actor is not None:
        told[actor] = ""
    kept = {name: _kept(value) for name, value in (params or {}).items()}
    rows = [
        Notice(recipient=one, role=role, text=message(text), params=kept, link=link, cause=cause)
        for one, role in told.items()
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=cause is not None)
    return len(rows)


def holders(roles: Iterable[Role | str], unit: Unit | int | None = None) -> dict[UUID, str]:
    """The officers who hold one of these roles today over a unit (None: any), each with the role."""
    held = running(today()).filter(role__in=[str(role) for role in roles])
    with elevated():  # who must be told isn't asked of the powers of whoever causes it
        found = list(held.order_by("id").values_list("officer_id", "role", "unit__path"))
    if unit is None:
        return {officer: role for officer, role, _path in found}
    path = unit.path if isinstance(unit, Unit) else Unit.objects.values_list("path", flat=True).get(pk=unit)
    return {officer: role for officer, role, over in found if path.startswith(over)}


@job(TELL_CONCERNED)
def tell_concerned(entry: UUID, record: UUID) -> None:
    """Tells those whom a record is about of a step that another took on it."""
    act = next(one for one in timeline(record) if one.pk == entry)
    step = transitions[act.act]
    row = step.procedure.record._default_manager.get(pk=record)
    app, name = step.procedure.key.split(".")
    params = {"file": step.procedure.label, "reference": row.reference, "step": step.label}
    for field in step.procedure.concerns:
        concerned = getattr(row, f"{field}_id")
        if concerned is not None and concerned != act.actor:
            notify(OF_YOU, actor=concerned, params=params, link=f"/records/{app}/{name}/{row.reference}/", cause=entry)


def unread(actor: UUID) -> int:
    """How many notices this person has not read."""
    return Notice.objects.filter(recipient=actor, read_at__isnull=True).count()


def mark_read(actor: UUID, notice: UUID | None = None) -> int:
    """Marks one notice of this person as read, or all; gives how many were not read before."""
    rows = Notice.objects.filter(recipient=actor, read_at__isnull=True)
    if notice is not None:
        rows = rows.filter(pk=notice)
    return rows.update(read_at=timezone.now())


def message(text: Text) -> str:
    """The catalogue's message behind a text, whatever language is active."""
    with translation.override(None):
        return str(text)


def _kept(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Promise):
        return {"text": message(value)}
    if isinstance(value, Unit):
        return {"unit": [value.arabic, value.french]}
    return value if isinstance(value, int) else str(value)
