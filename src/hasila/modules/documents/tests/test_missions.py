"""Mobile units go out and come back; campaigns count their missions by themselves."""

from typing import Any

import pytest
from tests.stage import START

from hasila.modules.documents.models import Campaign, EnrolmentCampaign, MobileUnit, MobileUnitService

OPENING = {"kind": "earthquake", "title": "حملة الحوز", "area": "إقليم الحوز", "starts_on": START.date()}


@pytest.fixture
def vehicle(staff: Any, stage: Any) -> Any:
    """A commissioned mobile unit of Rabat."""
    return stage.do(
        MobileUnit.commission, actor=staff.director, unit=staff.command, data={"plate": "ش-٢٢٠١٤", "stations": "٢"}
    ).record


@pytest.fixture
def campaign(staff: Any, stage: Any) -> Any:
    """A running campaign."""
    return stage.do(Campaign.open_campaign, actor=staff.director, unit=staff.command, data=OPENING).record


def test_commissioned_sent_and_back(staff, stage, vehicle):
    assert (vehicle.state, vehicle.stations, vehicle.plate) == ("available", 2, "ش-22014")
    stage.do(MobileUnit.send, vehicle, actor=staff.chief, data={"destination": "تيداس"}, day=1)
    assert (vehicle.state, vehicle.campaign_id) == ("on_mission", None)
    stage.do(MobileUnit.come_back, vehicle, actor=staff.enroller, day=3)
    assert (vehicle.state, vehicle.destination) == ("available", "")
    stage.do(MobileUnit.retire, vehicle, actor=staff.director, data={"retirement": "worn"}, day=4)
    assert vehicle.state == "retired"
    assert MobileUnit.mobile_units_commissioned.recount(START.year) == 1
    assert MobileUnit.stations_commissioned.recount(START.year) == 2


def test_a_campaign_counts_its_missions_and_closes_when_all_are_back(staff, stage, vehicle, campaign):
    data = {"destination": "ثلاث نيعقوب", "campaign": campaign}
    stage.do(MobileUnit.send_on_campaign, vehicle, actor=staff.chief, data=data, day=1)
    campaign = EnrolmentCampaign.objects.get(pk=campaign.pk)
    assert (campaign.missions, campaign.out) == (1, 1)
    closing = {"actor": staff.director, "data": {"summary": "انتهت العملية."}}
    assert stage.refused(Campaign.close, campaign, day=2, **closing).code == "documents.missions_out"
    stage.do(MobileUnit.come_back, vehicle, actor=staff.chief, day=3)
    campaign = EnrolmentCampaign.objects.get(pk=campaign.pk)
    assert (campaign.missions, campaign.out) == (1, 0)
    stage.do(Campaign.close, campaign, day=4, **closing)
    refusal = stage.refused(MobileUnit.send_on_campaign, vehicle, actor=staff.chief, data=data, day=5)
    assert (refusal.code, refusal.field) == ("documents.campaign_closed", "campaign")
    assert Campaign.campaign_missions.recount(START.year) == 1


def test_an_ordinary_mission_after_a_campaign_is_none_of_it(staff, stage, vehicle, campaign):
    data = {"destination": "أمزميز", "campaign": campaign}
    stage.do(MobileUnit.send_on_campaign, vehicle, actor=staff.chief, data=data, day=1)
    stage.do(MobileUnit.come_back, vehicle, actor=staff.chief, day=2)
    stage.do(MobileUnit.send, vehicle, actor=staff.chief, data={"destination": "تيداس"}, day=3)
    stage.do(MobileUnit.come_back, vehicle, actor=staff.chief, day=4)
    campaign = EnrolmentCampaign.objects.get(pk=campaign.pk)
    assert (campaign.missions, campaign.out) == (1, 0)


def test_a_campaign_that_there_is_not(staff, stage, vehicle):
    data = {"destination": "أمزميز", "campaign": "00000000-0000-7000-8000-000000000000"}
    refusal = stage.refused(MobileUnit.send_on_campaign, vehicle, actor=staff.chief, data=data)
    assert (refusal.code, refusal.field) == ("kernel.no_such_object", "campaign")


def test_one_vehicle_is_one_mobile_unit(staff, stage, vehicle):
    refusal = stage.refused(
        MobileUnit.commission, actor=staff.director, unit=staff.command, data={"plate": "ش-٢٢ ٠١٤", "stations": 1}
    )
    assert (refusal.code, refusal.field) == ("documents.vehicle_taken", "plate")
    assert MobileUnitService.objects.count() == 1


@pytest.mark.parametrize("stations", [0, 11, "two", 1.5, True])
def test_the_number_of_stations_is_a_small_number(staff, stage, stations):
    refusal = stage.refused(
        MobileUnit.commission, actor=staff.director, unit=staff.command, data={"plate": "ش-1", "stations": stations}
    )
    assert (refusal.code, refusal.field) == ("kernel.invalid", "stations")


def test_a_campaign_counts_nothing_by_hand(staff, stage, campaign):
    assert stage.refused(Campaign.add_mission, campaign, actor=staff.director).code == "kernel.only_consequent"
