"""Those who work in communication, and a file of another year's figures."""

from types import SimpleNamespace

from tests.beginnings import beginning

from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder
from hasila.institution.units import Unit


def holder(slug: str, number: int, role: Role) -> object:
    """An officer with one mandate over the whole service."""
    return ensure_holder(Holder(slug, number, role, "DGSN", 9, "F", f"{role.value} {number}", f"{role.value} {number}"))


def people() -> SimpleNamespace:
    """Two communicators, their head, a statistician and somebody else's desk."""
    return SimpleNamespace(
        writer=holder("writer", 301, Role.COMMUNICATOR),
        second=holder("second", 302, Role.COMMUNICATOR),
        head=holder("head", 303, Role.COMMUNICATION_HEAD),
        statistician=holder("statistician", 304, Role.STATISTICIAN),
        clerk=holder("clerk", 305, Role.PERSONNEL_CLERK),
        unit=Unit.objects.get(code="DGSN"),
    )


desk = beginning(people, "desk")
