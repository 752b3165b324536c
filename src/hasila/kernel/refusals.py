"""Refusals: the reasoned "no" that every surface shows in its own way.

A `Refusal` is a value: guards return it, the door collects it, surfaces render it. It carries a stable code
(what an integrator tests for), a translatable message with parameters, the field it concerns, the legal basis
and the remedy (what would help). The HTTP status follows RFC 9110: 400 malformed, 403 no power, 404 unknown,
409 the state forbids it, 422 the content is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Refusal:
    """Why an act is refused.

    Attributes:
        code: stable dotted code, e.g. ``kernel.no_mandate``; documented in the reference.
        message: translatable text with %(name)s placeholders. params: values for them.
        field: the asked field that it concerns, or None for the act as a whole.
        remedy: what the reader can do about it. basis: key of the legal text. status: HTTP status.
    """

    def __init__(
        self,
        code: str,
        message: Text,
        /,
        *,
        field: str | None = None,
        remedy: Text | None = None,
        basis: str | None = None,
        status: int = 409,
        **params: Any,
    ) -> None:
        self.code, self.message, self.params = code, message, params
        self.field, self.remedy, self.basis, self.status = field, remedy, basis, status

    def __str__(self) -> str:
        text = str(self.message)
        return text % self.params if self.params else text

    @property
    def help(self) -> str:
        """The remedy in the active language, or an empty text."""
        text = str(self.remedy or "")
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


# The kernel's own refusals, as a table: code, status, message; what it is called with (`takes`, in that order); "field"
# names the field. Each is called where it is meant: ``too_long("facts", 100)``.


def _kind(code: str, status: int, message: Text, *, takes: str = "", **fixed: Any) -> Callable[..., Refusal]:
    names = takes.split()

    def make(*values: Any) -> Refusal:
        return Refusal(code, message, status=status, **fixed, **dict(zip(names, values, strict=True)))

    make.code, make.message = code, message  # type: ignore[attr-defined]
    return make


# fmt: off
_OTHER = _("Another person with the same mandate must take this step.")
_CLOCK = _("Check the date and the time against the record's timeline.")
_TIME: dict[str, Any] = {"field": "occurred_at", "remedy": _CLOCK}

no_record = _kind("kernel.no_record", 404, _("There is no such record."),
                  remedy=_("Check the reference, or search the register."))
exists_already = _kind("kernel.exists_already", 409, _("A record with this identifier exists already."))
wrong_state = _kind("kernel.wrong_state", 409, takes="state wanted", message=_(
    "This step cannot be taken: the record is in the state “%(state)s”; it must be in: %(wanted)s."),
    remedy=_("Take the steps in their order; the record's page shows those that are open."))
no_mandate = _kind("kernel.no_mandate", 403, takes="roles", message=_(
    "This step belongs to: %(roles)s, with a mandate over the unit of the record."),
    remedy=_("Hand the record to somebody who holds that mandate, or ask for one."))
not_concerned = _kind("kernel.not_concerned", 403, _("Only the person concerned may take this step."))
mandate_ended = _kind("kernel.mandate_ended", 403, takes="on", message=_(
    "The mandate for this step did not run at that time: it ended, or starts, on %(on)s."),
    remedy=_("Ask for the mandate to be renewed."))
same_person = _kind("kernel.same_person", 403, takes="step", remedy=_OTHER, message=_(
    "Whoever did “%(step)s” cannot take this step: the duties are kept separate."))
own_file = _kind("kernel.own_file", 403, _("Nobody acts on a file that concerns them."), remedy=_OTHER)
changed_meanwhile = _kind("kernel.changed_meanwhile", 409, _("The record was changed meanwhile: %(changes)s."),
                          takes="changes", remedy=_("Read the record again, then decide."))
busy = _kind("kernel.busy", 409, _("Somebody else is acting on this record at this moment."),
             remedy=_("Read the record again, then decide."))
only_consequent = _kind("kernel.only_consequent", 403, _(
    "This step is never taken by itself: it follows from another act."))
missing = _kind("kernel.missing", 422, _("This field is needed."), takes="field", remedy=_("Fill it in, then go on."))
unknown_field = _kind("kernel.unknown_field", 422, _("This step does not ask for this field."), takes="field")
control_characters = _kind("kernel.control_characters", 422, takes="field", message=_(
    "The text holds invisible control characters that can mislead a reader."),
    remedy=_("Type the text again, or paste it without formatting."))
too_long = _kind("kernel.too_long", 422, _("The text is longer than %(limit)s characters."), takes="field limit")
in_the_future = _kind("kernel.in_the_future", 422, _("An act cannot be dated in the future."), **_TIME)
impossible_moment = _kind("kernel.impossible_moment", 422, _(
    "This is no moment with its offset between the years 1900 and 2500."), **_TIME)
too_late = _kind("kernel.too_late", 422, _(
    "This act can be recorded %(days)s days after it happened at the latest."), takes="days", **_TIME)
before_last_act = _kind("kernel.before_last_act", 422, _(
    "This act is dated before the last act on the record."), **_TIME)
no_unit = _kind("kernel.no_unit", 422, _("Name a unit that exists."), field="unit",
                remedy=_("Choose the unit from the list."))
key_reused = _kind("kernel.key_reused", 422, _("This idempotency key was used for another request."),
                   remedy=_("Use a new key for a new request."))
constraint = _kind("kernel.constraint", 409, _(
    "The database refuses this: the rule “%(name)s” would be broken."), takes="name")
no_such_object = _kind("kernel.no_such_object", 422, _("What this field points to does not exist."), takes="field",
                       remedy=_("Choose from the list."))
not_unique = _kind("kernel.not_unique", 409, _("There is already a record with this value."), takes="field")
state_requires = _kind("kernel.state_requires", 422, _(
    "A record in the state “%(state)s” must have this field."), takes="field state")
erased = _kind("kernel.erased", 409, _("The content of this record was erased: nothing more is done on it."))
no_purpose = _kind("kernel.no_purpose", 422, _("State why you open this file."), field="purpose")
# fmt: on


def invalid(field_name: str, detail: Text) -> Refusal:
    """A value that the field itself refuses, in the field's own words."""
    return Refusal("kernel.invalid", detail, field=field_name, status=422)


def listed(words: Iterable[object]) -> str:
    """Words in a row, with the comma of the reader's language."""
    return ("، " if (get_language() or "ar").startswith("ar") else ", ").join(map(str, words))
