"""Units: the tree of commands, districts and centres that own records and bound mandates."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hasila.institution.places import Place, places


class UnitKind(models.TextChoices):
    """Kinds of unit; the names are templates in `data/kinds.csv`."""

    DIRECTORATE = "DIRECTORATE", _("General Directorate")
    INSPECTORATE = "INSPECTORATE", _("General Inspectorate")
    CENTRAL_DIRECTORATE = "CENTRAL_DIRECTORATE", _("Central directorate")
    DIVISION = "DIVISION", _("Division")
    COMMISSION = "COMMISSION", _("Commission or council")
    INSTITUTE = "INSTITUTE", _("Police institute")
    LABORATORY = "LABORATORY", _("Forensic laboratory")
    SERVICE = "SERVICE", _("Service")
    PREFECTURE = "PREFECTURE", _("Security prefecture")
    REGIONAL = "REGIONAL", _("Regional security")
    PROVINCIAL = "PROVINCIAL", _("Provincial security")
    PROVINCIAL_DISTRICT = "PROVINCIAL_DISTRICT", _("Provincial security district")
    SECURITY_DISTRICT = "SECURITY_DISTRICT", _("Security district")
    REGIONAL_COMMISSARIAT = "REGIONAL_COMMISSARIAT", _("Regional commissariat")
    COMMISSARIAT = "COMMISSARIAT", _("Commissariat")
    AIRPORT_COMMISSARIAT = "AIRPORT_COMMISSARIAT", _("Airport commissariat")
    BORDER_POST = "BORDER_POST", _("Border police post")
    POLICE_DISTRICT = "POLICE_DISTRICT", _("Police district")
    POLICE_POST = "POLICE_POST", _("Police post")
    COMMAND_CENTRE = "COMMAND_CENTRE", _("Command and coordination centre")
    COMMAND_ROOM = "COMMAND_ROOM", _("Command and coordination room")
    PREFECTURAL_SERVICE = "PREFECTURAL_SERVICE", _("Prefectural service")
    REGIONAL_SERVICE = "REGIONAL_SERVICE", _("Regional service")
    BRIGADE = "BRIGADE", _("Brigade")
    URBAN_CORPS = "URBAN_CORPS", _("Urban corps")
    TRAFFIC_UNIT = "TRAFFIC_UNIT", _("Road traffic unit")
    ACCIDENT_SERVICE = "ACCIDENT_SERVICE", _("Accident report service")
    JUDICIAL_BRIGADE = "JUDICIAL_BRIGADE", _("Judicial police brigade")
    VICTIMS_CELL = "VICTIMS_CELL", _("Victims' cell")
    ENROLMENT_CENTRE = "ENROLMENT_CENTRE", _("Enrolment centre")
    CONSULAR_CENTRE = "CONSULAR_CENTRE", _("Consular enrolment centre")
    ISSUANCE_CENTRE = "ISSUANCE_CENTRE", _("Issuance centre")
    MOBILE_UNIT = "MOBILE_UNIT", _("Mobile enrolment unit")
    ADMIN_ANNEX = "ADMIN_ANNEX", _("Administrative annex")
    MOBILE_GROUP = "MOBILE_GROUP", _("Mobile group")


# The kinds that command a territory; they own the files of the people and districts below them.
TERRITORIAL = (
    UnitKind.PREFECTURE,
    UnitKind.REGIONAL,
    UnitKind.PROVINCIAL,
    UnitKind.PROVINCIAL_DISTRICT,
    UnitKind.SECURITY_DISTRICT,
    UnitKind.REGIONAL_COMMISSARIAT,
    UnitKind.COMMISSARIAT,
)

WITHOUT_MATTERS = (
    UnitKind.INSPECTORATE,
    UnitKind.DIVISION,
    UnitKind.COMMISSION,
    UnitKind.INSTITUTE,
    UnitKind.LABORATORY,
    UnitKind.COMMAND_CENTRE,
    UnitKind.COMMAND_ROOM,
    UnitKind.ENROLMENT_CENTRE,
    UnitKind.CONSULAR_CENTRE,
    UnitKind.ISSUANCE_CENTRE,
    UnitKind.MOBILE_UNIT,
    UnitKind.ADMIN_ANNEX,
    UnitKind.MOBILE_GROUP,
)
"""The kinds that follow up nothing: what was handed to one would lie on nobody's screen."""


class Unit(models.Model):
    """One unit. Its id comes from the data files and never changes; its path lists its ancestors' ids and its own."""

    id = models.IntegerField(primary_key=True)
    code = models.CharField(_("Code"), max_length=24, unique=True)
    kind = models.CharField(_("Kind"), max_length=24, choices=UnitKind)
    arabic = models.CharField(_("Arabic name"), max_length=160)
    french = models.CharField(_("French name"), max_length=160)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Parent unit")
    )
    path = models.CharField(max_length=80, db_index=True, editable=False)
    place = models.CharField(_("Place"), max_length=3, blank=True)
    lat = models.FloatField(_("Latitude"), null=True, blank=True)
    lon = models.FloatField(_("Longitude"), null=True, blank=True)
    synthetic = models.BooleanField(_("Synthetic"), default=False)
    opened_on = models.DateField(_("Established on"), null=True, blank=True)
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)
    source = models.TextField(_("Source"), blank=True)

    class Meta:
        verbose_name = _("Unit")
        verbose_name_plural = _("Units")
        ordering = ["id"]
        indexes = [models.Index(fields=["kind", "id"], name="unit_kind")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True)
                | models.Q(opened_on__isnull=True)
                | models.Q(closed_on__gte=models.F("opened_on")),
                name="unit_closes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The Arabic name where Arabic is read, the French one elsewhere: units have no English names."""
        return self.arabic if (get_language() or "ar").startswith("ar") else self.french

    @property
    def town(self) -> Place | None:
        """The place that the unit stands in, where known."""
        return places().get(self.place)

    def below(self) -> models.QuerySet[Unit]:
        """The unit itself and every unit under it."""
        return Unit.objects.filter(path__startswith=self.path)

    def within(self, other: Unit) -> bool:
        """Whether this unit is `other` or stands under it."""
        return self.path.startswith(other.path)
