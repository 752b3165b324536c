"""Objects and vehicles of a matter: what was stolen, used, damaged or found, by its plate or its number."""

from __future__ import annotations

import re
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Procedure, State, Transition, needs
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.casefiles import severance
from hasila.modules.casefiles.belonging import follows, names_another, tells
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.case_rules import CHILD_GUARDS
from hasila.modules.casefiles.kinds import ThingKind, ThingRole
from hasila.modules.casefiles.severance import Severable
from hasila.plain.texts import western_digits

VEHICLES = (ThingKind.CAR, ThingKind.MOTORCYCLE, ThingKind.LORRY)
ABOUT = ["description", "plate", "make", "pattern", "colour", "serial", "owner"]


PLATE = RegexValidator(r"^[0-9A-Z\u0621-\u064a-]{2,20}$", _("Enter a number plate, such as 12345-أ-6."))


class PlateField(models.CharField):
    """A number plate, kept with its parts joined by hyphens (12345-أ-6); spaces, bars and Arabic digits are read."""

    default_validators = [PLATE]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The plate as it is stored."""
        if not isinstance(value, str):
            return super().to_python(value)
        return re.sub(r"[\s|/\-–]+", "-", western_digits(value).strip()).strip("-").upper()


class Thing(Severable):
    """An object or vehicle of a matter that isn't held as an exhibit, or not yet."""

    kind = models.CharField(_("Kind"), max_length=12, choices=ThingKind)
    role = models.CharField(_("Connection with the facts"), max_length=10, choices=ThingRole)
    description = models.TextField(_("Description"), blank=True)
    plate = PlateField(_("Number plate"), blank=True)
    make = models.CharField(_("Make"), max_length=60, blank=True)
    pattern = models.CharField(_("Model"), max_length=60, blank=True)
    colour = models.CharField(_("Colour"), max_length=40, blank=True)
    serial = models.CharField(
        _("Serial number"), max_length=60, blank=True, help_text=_("The chassis, the IMEI, the engraved number.")
    )
    owner = models.ForeignKey(
        "casefiles.Party", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Belongs to")
    )
    grounds = models.TextField(_("Grounds"), blank=True)

    class Meta(Severable.Meta):
        verbose_name = _("Object or vehicle")
        verbose_name_plural = _("Objects and vehicles")
        indexes = [
            *Severable.Meta.indexes,
            models.Index(fields=["plate"], name="casefiles_thing_plate", condition=~models.Q(plate="")),
        ]

    def __str__(self) -> str:
        named = " ".join(part for part in (self.make, self.pattern, self.plate or self.serial) if part)
        return f"{self.get_kind_display()} {named}".strip()


def is_told_apart(thing: Thing, act: Act) -> Refusal | None:
    """Something tells the object apart from another of its kind."""
    if thing.description or thing.plate or thing.serial:
        return None
    return Refusal(
        "casefiles.thing_undescribed",
        _("Describe the object, or give its plate or serial number."),
        field="plate" if thing.kind in VEHICLES else "description",
        status=422,
    )


@needs("owner")
def owner_is_of_this_file(thing: Thing, act: Act) -> Refusal | None:
    """The owner is a party of the same file."""
    if thing.owner is None or thing.owner.case_id == thing.case_id:
        return None
    return Refusal(
        "casefiles.owner_elsewhere", _("This person is not a party of this file."), field="owner", status=422
    )


@needs("severance", "owner")
def owner_goes(thing: Thing, act: Act) -> Refusal | None:
    """An object goes where its owner is: a suspect who goes, or somebody who is entered in the part too."""
    part = thing.severance
    if thing.owner is None or part is None or severance.goes_there(thing.owner, part):
        return None
    return Refusal(
        "casefiles.owner_left_behind",
        _("The object “%(thing)s” belongs to %(name)s, who doesn't go along."),
        field="severed_parties",
        remedy=_("Choose the owner too: whoever is no suspect stays here as well. Or leave the object here."),
        status=422,
        thing=": ".join(text for text in (str(thing), Truncator(thing.description).chars(80)) if text),
        name=thing.owner.name,
    )


@needs("severance", "owner")
def goes_with_its_owner(thing: Any, act: Act) -> None:
    """It belongs to the part, and to the owner as they stand there."""
    if thing.owner is not None:
        thing.owner_id = severance.in_the_part(thing.owner, act)
    severance.changes_file(thing, act)


class Things(Procedure):
    record = Thing
    label = _("Objects and vehicles")
    prefix = "OBJT"
    sensitive = True
    purposes = CaseFiles.purposes
    readers = (Role.PROSECUTOR, Role.UNIT_CHIEF, Role.INSPECTOR, Role.CHIEF_INSPECTOR)
    search = ("plate", "serial", "make", "pattern", "description", "case.reference")
    personal = ("severance", "colour", "make", "owner", "pattern", "description", "plate", "serial", "grounds")
    retention = Retention(law.cutoff("casefiles.retention"), "casefiles.retention", rests=("entered",))
    register = Register(
        columns=("reference", "case", "kind", "role", "plate", "make", "pattern", "colour", "unit", "state"),
        filters=("state", "unit", "kind", "role", "case"),
    )

    entered = State(_("Entered"), initial=True)
    taken_out = State(_("Taken out"), final=True, requires=["grounds"])

    enter = Transition(
        _("Enter an object or vehicle"),
        None,
        entered,
        by=[Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER, Role.VICTIMS_OFFICER],
        asks=["case", "kind", "role"],
        may=ABOUT,
        guards=[*CHILD_GUARDS, is_told_apart, owner_is_of_this_file],
        basis="criminal_procedure/18",
        facets=["kind", "role"],
        then=[tells("thing_entered")],
    )
    amend = Transition(
        _("Complete"),
        entered,
        entered,
        by=[Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER, Role.VICTIMS_OFFICER],
        may=["role", *ABOUT],
        guards=[*CHILD_GUARDS, is_told_apart, owner_is_of_this_file],
        basis="criminal_procedure/18",
    )
    take_out = Transition(
        _("Take out of the file"),
        entered,
        taken_out,
        by=[Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER, Role.VICTIMS_OFFICER],
        asks=["grounds"],
        guards=[*CHILD_GUARDS],
        basis="criminal_procedure/18",
        then=[tells("thing_left")],
    )
    move_along = follows(entered, taken_out, may=("owner",))
    name_another = names_another(entered, names=("owner",))
    goes = severance.going(entered, guards=(owner_goes,), effects=(goes_with_its_owner,))

    stolen = Count(
        _("Objects and vehicles entered as stolen"), of=enter, where={"role": ThingRole.STOLEN},
        by=["unit", "kind"], unit=_("objects"),
        definition=_("Objects and vehicles entered in the year in case files as stolen or lost."),
    )  # fmt: skip
