"""The day's log and the duty roster: what stands in no other register, and who was there."""

from datetime import timedelta

from tests.stage import START, YEAR

from hasila.institution.units import Unit
from hasila.kernel.access import Actor
from hasila.modules.districts import queries, territory
from hasila.modules.districts.complaints import Complaints
from hasila.modules.districts.day_log import DayLog
from hasila.modules.districts.denunciations import Denunciations
from hasila.modules.districts.duty import DutyRoster
from hasila.modules.districts.tests.conftest import told

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_the_log_is_written_and_seen(staff, stage):
    data = {"kind": "room", "text": "انقطع التيار الكهربائي عشر دقائق."}
    entry = stage.do(DayLog.write, actor=staff.desk, unit=staff.unit, data=data).record
    stage.do(DayLog.add_remark, entry, actor=staff.desk, data={"remark": "عاد عند الثانية."})
    stage.do(DayLog.see, entry, actor=staff.chief, day=1)
    assert (entry.state, entry.text) == ("seen", data["text"])
    own = stage.do(DayLog.write, actor=staff.chief, unit=staff.unit, data=data).record
    assert stage.refused(DayLog.see, own, actor=staff.chief).code == "kernel.same_person"
    assert DayLog.entries.recount(YEAR) == 2


def test_the_day_shows_all_that_its_reader_may_see(staff, stage, taken):
    complaint = taken()
    stage.do(Complaints.complete, complaint, actor=staff.desk, data={"suspect": "جار"}, day=0.1)
    visit = {"kind": "visit", "text": "زيارة نائب وكيل الملك."}
    stage.do(DayLog.write, actor=staff.desk, unit=staff.unit, data=visit, day=0.2)
    stage.do(Complaints.receive, actor=staff.other_desk, unit=staff.other, data=told())
    taken(day=1)
    denounced = {"source": "anonymous", "facts": "ترويج", "place": "زنقة"}
    stage.do(Denunciations.receive, actor=staff.desk, unit=staff.unit, data=denounced, day=0.3)
    lines = queries.day_of(Actor.of(staff.desk), staff.unit, START.date())
    assert [(line.reference[:3], line.step) for line in lines] == [
        ("PL-", Complaints.receive),
        ("PL-", Complaints.complete),
        ("LOG", DayLog.write),
        ("DEN", Denunciations.receive),
    ]
    assert [line.text for line in lines if line.text] == ["زيارة نائب وكيل الملك."]
    assert all(line.officer for line in lines)
    inspected = queries.day_of(Actor.of(staff.inspector), staff.unit, START.date())
    assert {line.reference[:3] for line in inspected} == {"PL-"}
    assert not queries.day_of(Actor.of(staff.other_desk), staff.unit, START.date())


def test_nobody_has_two_shifts_at_once(staff, stage):
    hours = {"starts_at": START, "ends_at": START + 12 * HOUR}
    shift = {"officer": staff.desk, "duty": "desk", **hours}
    planned = stage.do(DutyRoster.plan, actor=staff.chief, unit=staff.unit, data=shift, day=-1).record
    overlapping = shift | {"starts_at": START + 11 * HOUR, "ends_at": START + 20 * HOUR, "duty": "patrol"}
    refused = stage.refused(DutyRoster.plan, actor=staff.chief, unit=staff.unit, data=overlapping, day=-1)
    assert refused.code == "districts.shift_overlaps"
    next_one = shift | {"starts_at": START + 12 * HOUR, "ends_at": START + 24 * HOUR}
    stage.do(DutyRoster.plan, actor=staff.chief, unit=staff.unit, data=next_one, day=-1)
    stage.do(
        DutyRoster.plan, actor=staff.chief, unit=staff.unit, data=overlapping | {"officer": staff.judicial}, day=-1
    )
    moved = {"starts_at": START + HOUR, "ends_at": START + 13 * HOUR}
    assert stage.refused(DutyRoster.move, planned, actor=staff.chief, data=moved, day=-1).code == (
        "districts.shift_overlaps"
    )
    for wrong in ({"ends_at": START}, {"ends_at": START + 25 * HOUR}):
        code = stage.refused(DutyRoster.plan, actor=staff.chief, unit=staff.unit, data=shift | wrong, day=-1).code
        assert code == "districts.shift_length"
    assert stage.refused(DutyRoster.take_up, planned, actor=staff.judicial).code == "kernel.not_concerned"
    stage.do(DutyRoster.take_up, planned, actor=staff.desk)
    there = queries.on_duty(Actor.of(staff.desk), staff.unit, START + 11.5 * HOUR)
    assert [(one.officer_id, one.duty) for one in there] == [(staff.desk, "desk"), (staff.judicial, "patrol")]
    assert stage.refused(DutyRoster.take_up, there[1], actor=staff.judicial, day=2).code == "districts.shift_over"
    stage.do(DutyRoster.hand_over, planned, actor=staff.desk, data={"note": "لا شيء يذكر"}, day=1)
    stage.do(DutyRoster.cancel, there[1], actor=staff.chief, day=1)
    assert DutyRoster.shifts.recount(YEAR) == 1


def test_the_nearest_desks(db):
    assert territory.served("RAK")
    near = territory.nearest("RAK", 3)
    assert all(unit.place == "RAK" for unit, _distance in near)
    assert 80 < territory.distance(33.5992, -7.62, 34.0253, -6.8361) < 95  # Casablanca to Rabat
    assert not territory.served("XXX")
    assert Unit.objects.filter(pk=near[0][0].pk).exists()
