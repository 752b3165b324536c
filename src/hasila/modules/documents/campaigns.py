"""Enrolment campaigns: where people lost their papers or live far from a centre, mobile units come to them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution.roles import Role
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.documents.choices import CampaignKind


class EnrolmentCampaign(Record):
    """A campaign; `unit` is the one that leads it. Its missions are counted by the missions themselves."""

    kind = models.CharField(_("Occasion"), max_length=12, choices=CampaignKind)
    title = models.CharField(_("Title"), max_length=160)
    area = models.CharField(_("Area"), max_length=160)
    starts_on = models.DateField(_("Starts on"))
    missions = models.PositiveIntegerField(_("Missions"), default=0, editable=False)
    out = models.PositiveIntegerField(_("Missions still out"), default=0, editable=False)
    summary = models.TextField(_("Summary"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Enrolment campaign")
        verbose_name_plural = _("Enrolment campaigns")

    def __str__(self) -> str:
        return f"{self.title} ({self.reference})"


def nobody_is_out(campaign: EnrolmentCampaign, act: Act) -> Refusal | None:
    """A campaign closes when every mobile unit is back."""
    if not campaign.out:
        return None
    return Refusal(
        "documents.missions_out",
        _("%(out)s missions of this campaign are not back."),
        remedy=_("Record their return first."),
        out=campaign.out,
    )


def go_out(campaign: EnrolmentCampaign, act: Act) -> None:
    """One mission more, and it is out."""
    campaign.missions += 1
    campaign.out += 1


def come_back(campaign: EnrolmentCampaign, act: Act) -> None:
    """One mission is back."""
    campaign.out -= 1


class Campaign(Procedure):
    record = EnrolmentCampaign
    label = _("Enrolment campaigns")
    prefix = "CAMP"
    directory = True
    readers = (Role.ENROLMENT_OFFICER, Role.PRODUCTION_OFFICER, Role.UNIT_CHIEF)
    search = ("title", "area")
    register = Register(
        columns=("reference", "title", "kind", "area", "starts_on", "missions", "out", "state"),
        filters=("state", "kind", "unit"),
    )

    running = State(_("Running"), initial=True)
    closed = State(_("Closed"), final=True, requires=["summary"])

    open_campaign = Transition(
        _("Open a campaign"),
        None,
        running,
        by=[Role.DOCUMENTS_DIRECTOR],
        asks=["kind", "title", "area", "starts_on"],
        basis="cnie",
        facets=["kind"],
    )
    add_mission = Transition(
        _("Count a mission"), running, running, effects=[go_out], basis="cnie", facets=["kind"], consequent=True
    )
    end_mission = Transition(
        _("Count a return"), running, running, effects=[come_back], basis="cnie", facets=["kind"], consequent=True
    )
    close = Transition(
        _("Close"),
        running,
        closed,
        by=[Role.DOCUMENTS_DIRECTOR],
        asks=["summary"],
        guards=[nobody_is_out],
        basis="cnie",
        facets=["kind"],
    )

    campaigns = Count(
        _("Enrolment campaigns"),
        of=open_campaign,
        by=["unit", "kind"],
        unit=_("campaigns"),
        definition=_("Campaigns opened in the year."),
    )
    campaign_missions = Count(
        _("Missions of enrolment campaigns"),
        of=add_mission,
        by=["unit", "kind"],
        unit=_("missions"),
        definition=_("Missions of mobile units that set out for a campaign in the year."),
    )
