"""Refusals: the reasoned "no" that every surface shows in its own way.

A `Refusal` is a value: guards return it, the door collects it, surfaces render it. It carries a stable code
(what an integrator tests for), a translatable message with parameters, the field it concerns, the legal basis
and the remedy (what would help). The HTTP status follows RFC 9110: 400 malformed, 403 no power, 404 unknown,
409 the state forbids it, 422 the content is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, eq=False)
class Refusal:
    """Why an act is refused.

    Attributes:
        code: stable dotted code, e.g. ``kernel.no_mandate``; documented in the reference.
        message: translatable text with %(name)s placeholders.
        field: the asked field that it concerns, or None for the act as a whole.
        remedy: what the reader can do about it.
        basis: key of the legal text.
        status: HTTP status of the refusal.
        params: values for the placeholders.
    """

    code: str
    message: Text
    field: str | None = None
    remedy: Text | None = None
    basis: str | None = None
    status: int = 409
    params: dict[str, Any] = attribute(default_factory=dict)

    def __init__(
        self,
        code: str,
        message: Text,
        *,
        field: str | None = None,
        remedy: Text | None = None,
        basis: str | None = None,
        status: int = 409,
        **params: Any,
    ) -> None:
        for name, value in (
            ("code", code),
            ("message", message),
            ("field", field),
            ("remedy", remedy),
            ("basis", basis),
            ("status", status),
            ("params", params),
        ):
            object.__setattr__(self, name, value)

    def __str__(self) -> str:
        text = str(self.message)
        return text % self.params if self.params else text

    @property
    def help(self) -> str:
        """The remedy in the active language, or an empty text."""
        if self.remedy is None:
            return ""
        text = str(self.remedy)
        return text % self.params if self.params else text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Refusal) and (self.code, self.field) == (other.code, other.field)

    def __hash__(self) -> int:
        return hash((self.code, self.field))

    def as_problem(self) -> dict[str, Any]:
        """The refusal as one member of an RFC 9457 problem's ``errors``."""
        return {
            "code": self.code,
            "detail": str(self),
            "field": self.field,
            "remedy": self.help or None,
            "basis": self.basis,
        }


class Refused(Exception):
    """Raised by the door when an act is refused; nothing was written.

    Attributes:
        refusals: every reason found, at least one.
    """

    def __init__(self, *refusals: Refusal) -> None:
        self.refusals = list(refusals)
        super().__init__(self.refusals[0].code)

    @property
    def refusal(self) -> Refusal:
        """The first reason."""
        return self.refusals[0]

    def __str__(self) -> str:
        return " ".join(str(refusal) for refusal in self.refusals)


# The kernel's own refusals, in one place so that the reference can list them.


def no_record() -> Refusal:
    return Refusal(
        "kernel.no_record",
        _("There is no such record."),
        remedy=_("Check the reference, or search the register."),
        status=404,
    )


def exists_already() -> Refusal:
    return Refusal("kernel.exists_already", _("A record with this identifier exists already."), status=409)


def wrong_state(state: Text, wanted: str) -> Refusal:
    return Refusal(
        "kernel.wrong_state",
        _("This step cannot be taken: the record is in the state “%(state)s”; it must be in: %(wanted)s."),
        remedy=_("Take the steps in their order; the record's page shows those that are open."),
        state=state,
        wanted=wanted,
    )


def no_mandate(roles: str) -> Refusal:
    return Refusal(
        "kernel.no_mandate",
        _("This step belongs to: %(roles)s, with a mandate over the unit of the record."),
        remedy=_("Hand the record to somebody who holds that mandate, or ask for one."),
        status=403,
        roles=roles,
    )


def mandate_ended(on: str) -> Refusal:
    return Refusal(
        "kernel.mandate_ended",
        _("The mandate for this step did not run at that time: it ended, or starts, on %(on)s."),
        remedy=_("Ask for the mandate to be renewed."),
        status=403,
        on=on,
    )


def same_person(step: Text) -> Refusal:
    return Refusal(
        "kernel.same_person",
        _("Whoever did “%(step)s” cannot take this step: the duties are kept separate."),
        remedy=_("Another person with the same mandate must take it."),
        status=403,
        step=step,
    )


def own_file() -> Refusal:
    return Refusal(
        "kernel.own_file",
        _("Nobody acts on a file that concerns them."),
        remedy=_("Another person with the same mandate must take this step."),
        status=403,
    )


def changed_meanwhile(changes: str) -> Refusal:
    return Refusal(
        "kernel.changed_meanwhile",
        _("The record was changed meanwhile: %(changes)s."),
        remedy=_("Read the record again, then decide."),
        status=409,
        changes=changes,
    )


def only_consequent() -> Refusal:
    return Refusal(
        "kernel.only_consequent",
        _("This step is never taken by itself: it follows from another act."),
        status=403,
    )


def missing(field_name: str) -> Refusal:
    return Refusal("kernel.missing", _("This field is needed."), field=field_name, status=422)


def unknown_field(field_name: str) -> Refusal:
    return Refusal(
        "kernel.unknown_field", _("This step does not ask for “%(name)s”."), field=field_name, status=422, name=field_name
    )


def invalid(field_name: str, detail: Text) -> Refusal:
    return Refusal("kernel.invalid", detail, field=field_name, status=422)


def control_characters(field_name: str) -> Refusal:
    return Refusal(
        "kernel.control_characters",
        _("The text holds invisible control characters that can mislead a reader."),
        field=field_name,
        remedy=_("Type the text again, or paste it without formatting."),
        status=422,
    )


def too_long(field_name: str, limit: int) -> Refusal:
    return Refusal(
        "kernel.too_long", _("The text is longer than %(limit)s characters."), field=field_name, status=422, limit=limit
    )


def in_the_future() -> Refusal:
    return Refusal(
        "kernel.in_the_future",
        _("An act cannot be dated in the future."),
        field="occurred_at",
        remedy=_("Check the date and the time."),
        status=422,
    )


def too_late(days: int) -> Refusal:
    return Refusal(
        "kernel.too_late",
        _("This act can be recorded %(days)s days after it happened at the latest."),
        field="occurred_at",
        status=422,
        days=days,
    )


def before_last_act() -> Refusal:
    return Refusal(
        "kernel.before_last_act",
        _("This act is dated before the last act on the record."),
        field="occurred_at",
        remedy=_("Check the date and the time against the record's timeline."),
        status=422,
    )


def no_unit() -> Refusal:
    return Refusal(
        "kernel.no_unit", _("Name a unit that exists."), field="unit", remedy=_("Choose the unit from the list."), status=422
    )


def key_reused() -> Refusal:
    return Refusal(
        "kernel.key_reused",
        _("This idempotency key was used for another request."),
        remedy=_("Use a new key for a new request."),
        status=422,
    )


def constraint(name: str) -> Refusal:
    return Refusal(
        "kernel.constraint", _("The database refuses this: the rule “%(name)s” would be broken."), status=409, name=name
    )


def no_such_object(field_name: str) -> Refusal:
    return Refusal(
        "kernel.no_such_object",
        _("What this field points to does not exist."),
        field=field_name,
        remedy=_("Choose from the list."),
        status=422,
    )


def not_unique(field_name: str | None) -> Refusal:
    return Refusal(
        "kernel.not_unique", _("There is already a record with this value."), field=field_name, status=409
    )


def state_requires(field_name: str, state: Text) -> Refusal:
    return Refusal(
        "kernel.state_requires",
        _("A record in the state “%(state)s” must have this field."),
        field=field_name,
        status=422,
        state=state,
    )
