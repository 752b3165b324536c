"""What has gone nowhere, and the audit sample: drawn by chance, judged by others, a pair of figures in the end."""

from datetime import timedelta

from tests.stage import START, YEAR

from hasila.assurance.steps import timeline
from hasila.kernel.access import Actor
from hasila.kernel.perform import Door
from hasila.modules.districts import jobs, queries
from hasila.modules.districts.complaints import Complaint, Complaints
from hasila.modules.districts.samples import Samples, Verdicts
from hasila.modules.districts.tests.conftest import told
from hasila.plain.moments import micros

DAY = timedelta(days=1)


def drawn_by_chance(sample, day):
    """What the job does after the commit; it may run twice."""
    door = Door(clock=lambda: micros(START + day * DAY))
    for _again in range(2):
        jobs.draw_sample(timeline(sample.pk)[0].id, sample.pk, door)
    sample.refresh_from_db()
    assert sample.drawn == [str(one) for one in queries.chosen(sample)[0]]


def test_what_has_gone_nowhere_by_age(staff, stage, taken):
    old, new, done = taken(), taken(day=38), taken(day=1)
    told = {"refusal": "civil", "grounds": "نزاع مدني.", "prosecutor_told_at": START + DAY}
    stage.do(Complaints.refuse, done, actor=staff.chief, data=told, day=2)
    now = START + 40 * DAY
    chief = Actor.of(staff.chief)
    found = queries.gone_nowhere(chief, now)
    assert [(one.record, one.age, one.overdue) for one in found] == [(old, 40, True), (new, 2, False)]
    assert queries.ages(chief, now) == {(0, 7): 1, (8, 30): 0, (31, 90): 1, (91, None): 0}
    assert not queries.gone_nowhere(Actor.of(staff.other_desk), now)
    assert queries.gone_nowhere(Actor.of(staff.prefect), now, unit=staff.other) == []


def test_a_sample_is_drawn_judged_and_reported_on(staff, stage, taken):
    complaints = [taken(day=n % 5) for n in range(12)]
    handed = taken(day=1)
    stage.do(Complaints.hand_to_unit, handed, actor=staff.desk, data={"to_unit": staff.other.pk}, day=6)
    for complaint in complaints[:4]:
        stage.do(Complaints.record_on_paper, complaint, actor=staff.judicial, data={"paper_number": "1"}, day=6)
    period = {"first": START.date(), "last": START.date() + 6 * DAY, "size": 6}
    drawing = {"actor": staff.inspector, "unit": staff.command, "day": 8}

    for wrong, code in (
        ({"last": START.date() + 8 * DAY}, "districts.period_open"),
        ({"first": START.date() + 7 * DAY}, "districts.period_open"),
        ({"audited": staff.command.pk}, "districts.audits_itself"),
        ({"size": 2}, "kernel.invalid"),
    ):
        data = {"audited": staff.unit.pk, **period, **wrong}
        assert stage.refused(Samples.draw, data=data, **drawing).code == code
    sample = stage.do(Samples.draw, data={"audited": staff.unit.pk, **period}, **drawing).record
    other = stage.do(Samples.draw, data={"audited": staff.unit.pk, **period}, **drawing).record
    late = {"actor": staff.desk, "unit": staff.unit, "data": told(), "occurred_at": START + 2 * DAY}
    stage.do(Complaints.receive, day=9, **late)  # recorded after the draw, so not in the population
    ids, count = queries.chosen(sample)
    assert (len(ids), count) == (6, 13)
    first = {"sample": sample.pk, "complaint": ids[0], "should": "yes", "grounds": "x"}
    judging = {"actor": staff.inspector, "unit": staff.command, "day": 9}
    assert stage.refused(Verdicts.give, data=first, **judging).code == "districts.not_drawn_yet"
    drawn_by_chance(sample, 8)
    undrawn = next(one.id for one in [*complaints, handed] if one.id not in ids)
    assert stage.refused(Verdicts.give, data=first | {"complaint": undrawn}, **judging).code == (
        "districts.not_in_the_sample"
    )
    assert queries.chosen(sample) == (ids, count)
    assert set(ids) <= {one.id for one in [*complaints, handed]}
    assert queries.seed_of(sample) != queries.seed_of(other)

    nothing = {"report": "لا شيء"}
    assert stage.refused(Samples.report_on, sample, actor=staff.inspector, data=nothing, day=9).code == (
        "districts.not_all_judged"
    )
    for number, identifier in enumerate(ids):
        assert stage.refused(Samples.report_on, sample, actor=staff.inspector, data=nothing, day=9).code == (
            "districts.not_all_judged"
        )
        should = "yes" if number < 4 else "no"
        data = {"sample": sample.pk, "complaint": identifier, "should": should, "grounds": "بعد قراءة الملف."}
        stage.do(Verdicts.give, actor=staff.inspector, unit=staff.command, data=data, day=9)
    again = {"sample": sample.pk, "complaint": ids[0], "should": "no", "grounds": "x"}
    assert stage.refused(Verdicts.give, actor=staff.prefect, unit=staff.command, data=again, day=9).code == (
        "districts.judged_already"
    )
    lines = queries.sample_lines(sample, Actor.of(staff.inspector))
    assert [line.record_id for line in lines] == ids
    became = [line.became_case for line in lines]
    figures = queries.sample_figures(sample)
    assert (figures.population, figures.drawn, figures.judged) == (13, 6, 6)
    assert (figures.became, figures.should) == (sum(became), 4)
    assert figures.lost == became[:4].count(False)
    assert Verdicts.lost.recount(YEAR) == figures.lost
    assert Verdicts.should_have.recount(YEAR) == 4
    assert Verdicts.became.recount(YEAR) == figures.became

    verdict = lines[0].verdict
    change = {"should": "unsure", "grounds": "قراءة ثانية."}
    assert stage.refused(Verdicts.review, verdict, actor=staff.inspector, data=change, day=10).code == (
        "kernel.same_person"
    )
    stage.do(Verdicts.review, verdict, actor=staff.prefect, data=change, day=10)
    stage.do(Samples.report_on, sample, actor=staff.prefect, data={"report": "التقرير."}, day=12)
    assert (sample.state, sample.judged) == ("reported", 6)


def test_nobody_judges_their_own_work(staff, stage, taken):
    complaint, elsewhere = taken(), None
    period = {"first": START.date(), "last": START.date() + DAY, "size": 5}
    sample = stage.do(
        Samples.draw, actor=staff.prefect, unit=staff.command, data={"audited": staff.unit.pk, **period}, day=3
    ).record
    drawn_by_chance(sample, 3)
    data = {"sample": sample.pk, "complaint": complaint.pk, "should": "yes", "grounds": "x"}
    assert stage.refused(Verdicts.give, actor=staff.chief, unit=staff.unit, data=data, day=3).code == (
        "districts.own_work"
    )
    stage.do(Complaints.hand_to_unit, complaint, actor=staff.desk, data={"to_unit": staff.other.pk}, day=3)
    elsewhere = Complaint.objects.get(pk=complaint.next_id)
    other = data | {"complaint": elsewhere.pk}
    assert stage.refused(Verdicts.give, actor=staff.prefect, unit=staff.command, data=other, day=3).code == (
        "districts.not_in_the_sample"
    )
    refused = stage.do(
        Complaints.receive, actor=staff.desk, unit=staff.unit, data={"facts": "x", "arabic_name": "س"}, day=3
    ).record
    told = {"refusal": "civil", "grounds": "x", "prosecutor_told_at": START + 3 * DAY}
    stage.do(Complaints.refuse, refused, actor=staff.prefect, data=told, day=3)
    later = {"first": START.date(), "last": START.date() + 4 * DAY, "size": 5, "audited": staff.unit.pk}
    next_sample = stage.do(Samples.draw, actor=staff.inspector, unit=staff.command, data=later, day=6).record
    drawn_by_chance(next_sample, 6)
    own = {"sample": next_sample.pk, "complaint": refused.pk, "should": "yes", "grounds": "x"}
    code = stage.refused(Verdicts.give, actor=staff.prefect, unit=staff.command, data=own, day=6).code
    assert code == "districts.own_work"
