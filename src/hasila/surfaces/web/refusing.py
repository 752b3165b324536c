"""Refusals on a form: each stands beside its field, and all of them stand together above it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BoundField, Form

from hasila.institution import law
from hasila.kernel.refusals import Refusal
from hasila.surfaces.noting import noted


@dataclass(frozen=True)
class Problem:
    """One reason why a form was refused, as the reader sees it."""

    message: str
    basis: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class FieldError:
    """A problem and the id of the field to mend (empty: it belongs to the form as a whole)."""

    problem: Problem
    target: str = ""
    label: str = ""

    @property
    def question(self) -> bool:
        """Whether the label is a question, after which no colon stands."""
        return self.label.endswith(("?", "؟"))


class RefusalError(ValidationError):
    """A refusal of the door, carried by a form so that it keeps its basis and its remedy."""

    def __init__(self, problem: Problem, code: str = "") -> None:
        super().__init__(problem.message, code=code)
        self.problem = problem


def _problems(errors: Any) -> Iterator[Problem]:
    for error in errors.as_data():
        if isinstance(error, RefusalError):
            yield error.problem
        else:
            for message in error.messages:
                yield Problem(str(message))


def problems_of_field(field: BoundField) -> list[Problem]:
    """The problems of one field."""
    return list(_problems(field.errors))


def problems_of_form(form: Form) -> list[FieldError]:
    """The problems of a form: those of no single field first, then field by field."""
    if not form.is_bound:
        return []
    found = [FieldError(problem) for problem in _problems(form.non_field_errors())]
    for field in form:
        target = field.id_for_label or field.auto_id or ""
        found += [FieldError(problem, target, str(field.label)) for problem in problems_of_field(field)]
    return found


def basis_words(key: str) -> str:
    """The citation of a legal text in the active language; a key that the law data lacks stands for itself."""
    if not key:
        return ""
    try:
        return law.cite(key)
    except LookupError:
        return key


def problem_of(refusal: Refusal, *, basis: str = "") -> Problem:
    """A refusal as the reader sees it; `basis` is the step's own text, for a refusal that names none."""
    noted([refusal])
    return Problem(str(refusal), basis_words(refusal.basis or basis), refusal.help)


def attach(form: Form, refusals: list[Refusal], *, basis: str = "") -> None:
    """Puts the door's refusals on a form: beside the field where there is one, else above.

    What is wrong with one field does not repeat the step's own text, which stands at the head of the form.
    """
    for refusal in refusals:
        name = refusal.field if refusal.field in form.fields else None
        form.add_error(name, RefusalError(problem_of(refusal, basis="" if name else basis), refusal.code))
