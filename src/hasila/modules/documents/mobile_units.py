"""Mobile enrolment units: equipped vehicles that are commissioned, sent on missions, brought back and retired."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution.roles import Role
from hasila.kernel.indicators import Count, Sum
from hasila.kernel.procedures import Act, Consequence, Procedure, State, Transition, needs
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.documents.campaigns import EnrolmentCampaign
from hasila.plain.texts import western_digits

MOST_STATIONS = 10


class Retirement(models.TextChoices):
    """Why a mobile unit leaves service."""

    WORN = "worn", _("Worn out")
    ACCIDENT = "accident", _("Accident")
    REPLACED = "replaced", _("Replaced")


class MobileUnitService(Record):
    """The service life of a mobile unit; `unit` is the one that it is attached to."""

    plate = models.CharField(_("Registration plate"), max_length=20)
    stations = models.PositiveSmallIntegerField(
        _("Enrolment stations on board"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_STATIONS)],
    )
    destination = models.CharField(_("Destination"), max_length=120, blank=True)
    campaign = models.ForeignKey(
        EnrolmentCampaign, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Campaign")
    )
    retirement = models.CharField(_("Why it leaves service"), max_length=12, choices=Retirement, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Mobile unit")
        verbose_name_plural = _("Mobile units")
        constraints = [
            models.UniqueConstraint(
                fields=["plate"], condition=~models.Q(state="retired"), name="documents_vehicle_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plate} ({self.reference})"


@needs("campaign")
def campaign_runs(service: MobileUnitService, act: Act) -> Refusal | None:
    """A mission belongs to a campaign that is running."""
    assert service.campaign is not None
    if service.campaign.state == "running":
        return None
    return Refusal(
        "documents.campaign_closed",
        _("This campaign is closed."),
        field="campaign",
        remedy=_("Choose a running campaign, or send the unit on an ordinary mission."),
    )


def plain_plate(service: MobileUnitService, act: Act) -> None:
    """One way to write a plate, so that one vehicle isn't entered twice."""
    service.plate = western_digits(service.plate).upper().replace(" ", "")


def without_campaign(service: MobileUnitService, act: Act) -> None:
    """An ordinary mission belongs to no campaign, whatever the one before belonged to."""
    service.campaign_id = None


def leave_destination(service: MobileUnitService, act: Act) -> None:
    """Nobody is under way to anywhere any more. The campaign stays: it is told of the return."""
    service.destination = ""


def stations_on_board(service: MobileUnitService, act: Act) -> int:
    """Measure: how many enrolment stations the unit carries."""
    return service.stations


class MobileUnit(Procedure):
    record = MobileUnitService
    label = _("Mobile units")
    prefix = "MOB"
    readers = (Role.PRODUCTION_OFFICER,)
    search = ("plate",)
    register = Register(
        columns=("reference", "plate", "stations", "unit", "state", "destination", "campaign"),
        filters=("state", "unit", "campaign"),
    )
    constraints = {
        "documents_vehicle_once": Refusal(
            "documents.vehicle_taken",
            _("A mobile unit with this registration plate is in service."),
            field="plate",
            remedy=_("Check the plate, or take the other unit out of service first."),
        )
    }

    available = State(_("Available"), initial=True)
    on_mission = State(_("On mission"), requires=["destination"])
    retired = State(_("Out of service"), final=True, requires=["retirement"])

    commission = Transition(
        _("Commission a mobile unit"),
        None,
        available,
        by=[Role.DOCUMENTS_DIRECTOR],
        asks=["plate", "stations"],
        effects=[plain_plate],
        basis="cnie",
        measures={"stations": stations_on_board},
    )
    send = Transition(
        _("Send on a mission"),
        available,
        on_mission,
        by=[Role.DOCUMENTS_DIRECTOR, Role.UNIT_CHIEF],
        asks=["destination"],
        effects=[without_campaign],
        basis="cnie",
    )
    send_on_campaign = Transition(
        _("Send on a mission of a campaign"),
        available,
        on_mission,
        by=[Role.DOCUMENTS_DIRECTOR, Role.UNIT_CHIEF],
        asks=["destination", "campaign"],
        guards=[campaign_runs],
        basis="cnie",
        facets=["campaign.kind"],
        then=[Consequence("documents.campaign.add_mission", record="campaign")],
    )
    come_back = Transition(
        _("Record the return"),
        on_mission,
        available,
        by=[Role.DOCUMENTS_DIRECTOR, Role.UNIT_CHIEF, Role.ENROLMENT_OFFICER],
        effects=[leave_destination],
        basis="cnie",
        then=[Consequence("documents.campaign.end_mission", record="campaign")],
    )
    retire = Transition(
        _("Take out of service"),
        available,
        retired,
        by=[Role.DOCUMENTS_DIRECTOR],
        asks=["retirement"],
        basis="cnie",
        facets=["retirement"],
    )

    mobile_units_commissioned = Count(
        _("Mobile units commissioned"),
        of=commission,
        by=["unit"],
        unit=_("mobile units"),
        definition=_("Equipped vehicles that entered service in the year."),
    )
    stations_commissioned = Sum(
        _("Enrolment stations commissioned"),
        of=commission,
        measure="stations",
        by=["unit"],
        unit=_("stations"),
        definition=_("Enrolment stations on board of the mobile units that entered service in the year."),
    )
    missions = Count(
        _("Missions of mobile units"),
        of=[send, send_on_campaign],
        by=["unit"],
        unit=_("missions"),
        definition=_("Missions on which mobile units set out in the year, in campaigns and outside them."),
    )
    retirements = Count(
        _("Mobile units that left service"),
        of=retire,
        by=["unit", "retirement"],
        unit=_("mobile units"),
        definition=_("Mobile units that left service in the year."),
    )
