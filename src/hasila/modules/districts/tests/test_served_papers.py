"""Summonses and judicial papers: served or not, up to the last attempt, and every reason why not."""

from datetime import timedelta

from tests.stage import START, YEAR

from hasila.modules.districts.judicial_papers import JudicialPapers
from hasila.modules.districts.printing import service_certificate
from hasila.modules.districts.summonses import Summonses
from hasila.modules.districts.tests.conftest import PARTY, recount

DAY = timedelta(days=1)
SUMMONED = {
    **PARTY,
    "address": "حي المسيرة 3",
    "quality": "witness",
    "subject": "الاستماع إليكم",
    "appear_at": START + 2 * DAY,
}
PAPER = {
    **PARTY,
    "kind": "hearing",
    "court": "المحكمة الابتدائية بمراكش",
    "paper_number": "2027/114",
    "serve_by": START + 10 * DAY,
}


def test_a_person_is_summoned_and_appears(do, refused):
    summons = do(Summonses.draw_up, **SUMMONED)
    assert (summons.attempts, summons.due_at) == (1, SUMMONED["appear_at"])
    before = {"served_how": "person", "served_at": START - DAY}
    assert refused(Summonses.serve, summons, day=1, **before) == "districts.served_before_drawn_up"
    do(Summonses.serve, summons, day=1, served_how="person", served_at=START + timedelta(hours=3))
    do(Summonses.appear, summons, day=2)
    assert summons.state == "appeared"
    assert (recount(Summonses, "summonses"), recount(Summonses, "served_summonses")) == (1, 1)


def test_three_times_and_then_the_prosecutor_is_told(do, refused):
    summons = do(Summonses.draw_up, **SUMMONED)
    served = {"served_how": "family", "served_at": START + DAY}
    assert refused(Summonses.serve, summons, **served) == "districts.served_too_late"
    do(Summonses.serve, summons, day=1, **served)
    assert refused(Summonses.stay_away, summons, day=1) == "districts.not_yet_due"
    do(Summonses.stay_away, summons, day=3)
    assert (summons.due_step, (summons.due_at - START).days) == ("renew", 10)
    told = {"prosecutor_told_at": START + 3 * DAY}
    assert refused(Summonses.report, summons, "judicial", 3, **told) == "districts.summon_again"
    for attempt in (2, 3):
        day = attempt * 3
        assert refused(Summonses.renew, summons, day=day, appear_at=START) == "districts.summoned_for_the_past"
        do(Summonses.renew, summons, day=day, appear_at=START + (day + 2) * DAY)
        assert (summons.attempts, summons.served_how, summons.served_at) == (attempt, "", None)
        do(Summonses.fail, summons, day=day + 1, not_served="moved")
    assert summons.due_step == "report"
    assert refused(Summonses.renew, summons, day=11, appear_at=START + 20 * DAY) == "districts.summoned_often_enough"
    later = {"prosecutor_told_at": START + 12 * DAY}
    assert refused(Summonses.report, summons, "judicial", 11, **later) == "districts.told_later"
    do(Summonses.report, summons, actor="judicial", day=12, **later)
    assert (summons.state, recount(Summonses, "summonses")) == ("reported", 3)


def test_what_is_no_summons(do, refused):
    past = SUMMONED | {"appear_at": START - DAY}
    assert refused(Summonses.draw_up, **past) == "districts.summoned_for_the_past"
    assert refused(Summonses.draw_up, **SUMMONED | {"arabic_name": "", "latin_name": ""}) == "districts.no_name"
    cancelled = do(Summonses.draw_up, **SUMMONED)
    assert refused(Summonses.cancel, cancelled, note="x") == "kernel.no_mandate"
    do(Summonses.cancel, cancelled, actor="judicial", note="لم يعد ضروريا")
    assert cancelled.state == "cancelled"


def test_a_judicial_paper_is_served_or_returned(do, refused):
    paper = do(JudicialPapers.receive, **PAPER)
    assert refused(JudicialPapers.receive, **PAPER) == "districts.paper_taken"
    do(JudicialPapers.attempt, paper, day=1, not_served="absent")
    before = {"served_how": "person", "served_at": START - DAY}
    assert refused(JudicialPapers.serve, paper, day=2, **before) == "districts.paper_served_out_of_time"
    by_phone = {"served_how": "phone", "served_at": START + DAY}
    assert refused(JudicialPapers.serve, paper, day=2, **by_phone) == "districts.paper_by_telephone"
    do(JudicialPapers.serve, paper, day=2, served_how="person", served_at=START + DAY)
    assert (paper.state, paper.attempts) == ("served", 2)
    late = do(JudicialPapers.receive, **PAPER)
    assert refused(JudicialPapers.send_back, late, not_served="unknown") == "kernel.no_mandate"
    do(JudicialPapers.send_back, late, actor="chief", day=11, not_served="unknown")
    assert (recount(JudicialPapers, "answered"), recount(JudicialPapers, "in_time")) == (2, 1)
    assert JudicialPapers.indicators["on_time"].parts(YEAR, _nothing())[0].value == 0


def test_the_court_learns_who_took_its_paper_and_nothing_of_the_attempt_before(do, refused):
    paper = do(JudicialPapers.receive, **PAPER | {"address": "حي المسيرة 3"})
    do(JudicialPapers.attempt, paper, day=1, not_served="absent", note="لا أحد بالعنوان")
    served = {"served_how": "family", "served_at": START + DAY, "note": ""}
    assert refused(JudicialPapers.serve, paper, day=2, **served) == "districts.paper_taker_unnamed"
    do(JudicialPapers.serve, paper, day=2, **served, handed_to="خديجة العلوي، أخته")
    assert (paper.not_served, paper.note) == ("", "")
    rows = dict(service_certificate(paper).rows)
    assert "خديجة العلوي، أخته" in rows.values() and "حي المسيرة 3" in rows.values()


def test_what_is_served_in_the_minute_in_which_it_came_is_served(do):
    second = timedelta(seconds=20) / DAY
    paper = do(JudicialPapers.receive, day=second, **PAPER)
    do(JudicialPapers.serve, paper, day=2 * second, served_how="person", served_at=START)
    summons = do(Summonses.draw_up, day=second, **SUMMONED)
    do(Summonses.serve, summons, day=2 * second, served_how="person", served_at=START)
    assert (paper.state, summons.state) == ("served", "served")


def test_a_paper_that_came_too_late_is_registered_and_goes_back(do, refused):
    past = PAPER | {"serve_by": START - DAY}
    assert refused(JudicialPapers.receive, **past) == "districts.paper_too_late"
    why = {"came_late": "وردت بالبريد بعد فوات أجلها."}
    assert refused(JudicialPapers.receive, **PAPER | why) == "districts.paper_in_time"
    paper = do(JudicialPapers.receive, **past | why)
    assert paper.due_step == "send_back"  # nobody is asked to serve it
    served = {"served_how": "person", "served_at": START + timedelta(hours=1)}
    assert refused(JudicialPapers.serve, paper, day=1, **served) == "districts.paper_came_too_late"
    assert refused(JudicialPapers.attempt, paper, day=1, not_served="absent") == "districts.paper_came_too_late"
    assert refused(JudicialPapers.send_back, paper, "chief", 1, not_served="moved") == "districts.paper_reason"
    do(JudicialPapers.send_back, paper, actor="chief", day=1, not_served="late")
    assert (paper.due_step, paper.due_at) == ("", None)
    rows = dict(service_certificate(paper).rows)
    assert "وردت بالبريد بعد فوات أجلها." in rows.values() and paper.serve_by in rows.values()
    other = do(JudicialPapers.receive, **PAPER)
    assert refused(JudicialPapers.send_back, other, "chief", 1, not_served="late") == "districts.paper_reason"
    do(JudicialPapers.send_back, other, actor="chief", day=1, not_served="moved")
    figures = ("papers", "late_papers", "answered", "in_time")
    assert [recount(JudicialPapers, name) for name in figures] == [2, 1, 1, 1]


def test_a_paper_for_another_territory_goes_back_without_an_attempt(do, refused):
    paper = do(JudicialPapers.receive, **PAPER)
    assert paper.due_step == "serve"
    assert refused(JudicialPapers.attempt, paper, day=1, not_served="elsewhere") == "districts.paper_elsewhere"
    do(JudicialPapers.send_back, paper, actor="chief", day=1, not_served="elsewhere")
    assert (paper.state, paper.attempts) == ("returned", 0)


def _nothing():
    from hasila.kernel.indicators import Cells

    return Cells(0, False)
