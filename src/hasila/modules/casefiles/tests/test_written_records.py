"""Written records through the door: drawn up, read back, signed with a number, corrected, given up; and refused."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from tests.stage import START, YEAR, Stage

from hasila.kernel.access import Actor
from hasila.kernel.perform import Door, perform
from hasila.kernel.sealer import seal_all
from hasila.modules.casefiles.parties import Party
from hasila.modules.casefiles.tests.conftest import entered, opened
from hasila.modules.casefiles.written_record import LONGEST, WrittenRecord
from hasila.modules.casefiles.written_records import WrittenRecords
from hasila.plain.moments import LEGAL_ZONE, micros
from hasila.surfaces.web.forms import StepForm

TOLD = {"rights": ["acts", "silence", "lawyer"], "rights_told_at": START - timedelta(hours=1)}


def drafted(stage: Stage, people: SimpleNamespace, case: Any, *, day: int = 0, **changes: Any) -> WrittenRecord:
    """A record of the officer; of findings on the spot unless said otherwise."""
    data = {"case": case.pk, "kind": "finding", "text": "انتقلنا إلى المكان وعاينا ما يلي.", **changes}
    receipt = stage.do(WrittenRecords.draft, actor=people.officer, unit=case.unit_id, data=data, day=day)
    return receipt.record  # type: ignore[return-value]


def heard(stage: Stage, people: SimpleNamespace, case: Any, party: Party, **changes: Any) -> WrittenRecord:
    """The hearing of a suspect."""
    return drafted(stage, people, case, kind="hearing_suspect", party=party.pk, text="صرح لنا بما يلي.", **changes)


def read(stage: Stage, people: SimpleNamespace, record: WrittenRecord, how: str = "nobody_heard", day: int = 0) -> Any:
    """Read back."""
    data = {"how_read": how, "ended_at": START + timedelta(days=day)}
    return stage.do(WrittenRecords.read_back, record, actor=people.officer, data=data, day=day)


def signed(stage: Stage, people: SimpleNamespace, record: WrittenRecord, day: int = 0, **data: Any) -> WrittenRecord:
    """Read back and signed."""
    read(stage, people, record, "by_person" if record.party_id else "nobody_heard", day)
    data = {"signing": "signed" if record.party_id else "nobody_heard", **data}
    return stage.do(WrittenRecords.sign, record, actor=people.officer, data=data, day=day).record  # type: ignore[return-value]


def test_a_record_is_read_back_signed_and_then_fixed(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    suspect = entered(stage, pilot, case)
    record = heard(stage, pilot, case, suspect)
    case.refresh_from_db()
    assert (case.unsigned, case.written_records, record.officer_id) == (1, 0, pilot.officer)
    refused = stage.refused(WrittenRecords.sign, record, actor=pilot.officer, data={"signing": "signed"})
    assert refused.code == "kernel.wrong_state"
    stage.do(WrittenRecords.write, record, actor=pilot.officer, data={**TOLD, "text": "صرح لنا بأنه كان هناك."})
    read(stage, pilot, record, "to_person")
    stage.do(WrittenRecords.write, record, actor=pilot.officer, data={"text": "صرح لنا بأنه لم يكن هناك."})
    assert (record.state, record.how_read) == ("drafted", "")
    assert record.number is None
    signed(stage, pilot, record)
    case.refresh_from_db()
    assert (record.number, record.state, case.unsigned, case.written_records) == (1, "signed", 0, 1)
    typed = {"text": "غير ذلك."}
    assert stage.refused(WrittenRecords.write, record, actor=pilot.officer, data=typed).code == "kernel.wrong_state"
    correction = drafted(stage, pilot, case, kind="finding", corrects=record.pk, text="الصحيح أنه كان حاضرا.")
    assert signed(stage, pilot, correction).number == 2


def test_who_does_not_sign_is_recorded_with_the_reason(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    record = heard(stage, pilot, case, entered(stage, pilot, case), **TOLD)
    read(stage, pilot, record, "by_person")

    def refused(**data: Any) -> str:
        return stage.refused(WrittenRecords.sign, record, actor=pilot.officer, data=data).code

    assert refused(signing="refused") == "casefiles.no_reason_given"
    assert refused(signing="fingerprint") == "casefiles.no_reason_given"
    assert refused(signing="signed", reason="لا أدري") == "casefiles.reason_unfit"
    assert refused(signing="nobody_heard") == "casefiles.signing_unfit"
    other = {"signing": "signed"}
    assert stage.refused(WrittenRecords.sign, record, actor=pilot.second, data=other).code == (
        "casefiles.another_officer_s"
    )
    stage.do(WrittenRecords.sign, record, actor=pilot.officer, data={"signing": "refused", "reason": "بدون سبب."})
    assert (record.number, record.reason) == (1, "بدون سبب.")
    assert WrittenRecords.refusals_to_sign.recount(YEAR) == 1


def test_a_record_that_is_given_up_gets_no_number(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    record = drafted(stage, pilot, case)
    assert stage.refused(WrittenRecords.abandon, record, actor=pilot.officer, data={}).code == "kernel.missing"
    stage.do(WrittenRecords.abandon, record, actor=pilot.second, data={"grounds": "حرر في قضية أخرى."})
    case.refresh_from_db()
    assert (record.number, record.state, case.unsigned) == (None, "abandoned", 0)
    refused = stage.refused(
        WrittenRecords.draft,
        actor=pilot.officer,
        unit=pilot.district,
        data={"case": case.pk, "kind": "finding", "corrects": record.pk},
    )
    assert refused.code == "casefiles.corrects_unsigned"


def test_a_record_is_refused_when_it_is_begun(stage: Stage, pilot: SimpleNamespace) -> None:
    case, other = opened(stage, pilot), opened(stage, pilot)
    suspect, victim = entered(stage, pilot, case), entered(stage, pilot, case, category="victim", latin_name="Salma B")
    stranger = entered(stage, pilot, other)
    first = signed(stage, pilot, drafted(stage, pilot, other))
    later = START + timedelta(hours=2)

    def refused(kind: str = "finding", **changes: Any) -> str:
        data = {"case": case.pk, "kind": kind, **changes}
        return stage.refused(WrittenRecords.draft, actor=pilot.officer, unit=pilot.district, data=data).code

    assert refused("hearing_suspect") == "casefiles.record_about_nobody"
    assert refused("hearing_suspect", party=victim.pk) == "casefiles.wrong_category"
    assert refused("hearing_suspect", party=stranger.pk) == "casefiles.party_elsewhere"
    assert refused("hearing_suspect", party=suspect.pk, facing=victim.pk) == "casefiles.no_confrontation"
    assert refused("confrontation", party=suspect.pk) == "casefiles.confronted_alone"
    assert refused("confrontation", party=suspect.pk, facing=suspect.pk) == "casefiles.confronted_alone"
    assert refused("confrontation", party=suspect.pk, facing=stranger.pk) == "casefiles.party_elsewhere"
    assert refused(corrects=first.pk) == "casefiles.corrects_elsewhere"
    assert refused(began_at=later) == "casefiles.record_later"
    assert refused(began_at=START - timedelta(days=2)) == "casefiles.record_before_facts"
    assert refused(ended_at=START - timedelta(hours=1), began_at=START) == "casefiles.record_ends_first"
    assert refused(text="م" * (LONGEST + 1)) == "casefiles.record_too_long"
    assert refused(text="م" * 1_000_001) == "kernel.too_long"
    assert refused(text="محضر\u202eمقلوب") == "kernel.control_characters"
    assert refused("no_such_kind") == "kernel.invalid"
    long = drafted(stage, pilot, case, text="سطر من محضر طويل.\n" * (LONGEST // 18))
    assert signed(stage, pilot, long).number == 2


def test_a_record_is_refused_when_it_is_read_back(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    suspect = entered(stage, pilot, case)
    young = entered(stage, pilot, case, born_on=START.date().replace(year=YEAR - 15), language="Tamaziɣt")

    def refused(record: WrittenRecord, how: str = "by_person", ended: datetime = START) -> str:
        data = {"how_read": how, "ended_at": ended}
        return stage.refused(WrittenRecords.read_back, record, actor=pilot.officer, data=data).code

    assert refused(drafted(stage, pilot, case, text=""), "nobody_heard") == "casefiles.record_empty"
    assert refused(drafted(stage, pilot, case, text="عاينا […]"), "nobody_heard") == "casefiles.record_with_blanks"
    assert refused(drafted(stage, pilot, case, text="جواب: [ ]"), "nobody_heard") == "casefiles.record_with_blanks"
    assert refused(drafted(stage, pilot, case)) == "casefiles.reading_unfit"
    untold = heard(stage, pilot, case, suspect, rights=["acts"])
    assert refused(untold, "nobody_heard") == "casefiles.reading_unfit"
    assert refused(untold) == "casefiles.rights_not_told"
    stage.do(WrittenRecords.write, untold, actor=pilot.officer, data={"rights": TOLD["rights"]})
    assert refused(untold) == "casefiles.rights_without_time"
    late = heard(stage, pilot, case, suspect, **{**TOLD, "rights_told_at": START}, began_at=START - timedelta(hours=1))
    assert refused(late, ended=START - timedelta(minutes=5)) == "casefiles.rights_told_late"
    foreign = heard(stage, pilot, case, suspect, **TOLD, translation="Il nous déclare ce qui suit.")
    assert refused(foreign) == "casefiles.which_language"
    stage.do(WrittenRecords.write, foreign, actor=pilot.officer, data={"language": "français"})
    assert refused(foreign) == "casefiles.no_interpreter"
    stage.do(WrittenRecords.write, foreign, actor=pilot.officer, data={"interpreter": "الضابط يتقن اللغة."})
    read(stage, pilot, foreign, "by_person")
    minor = heard(stage, pilot, case, young, **TOLD, interpreter="ترجمان محلف")
    assert refused(minor) == "casefiles.minor_alone"
    stage.do(WrittenRecords.write, minor, actor=pilot.officer, data={"attended_by": "ولي أمره."})
    read(stage, pilot, minor, "by_interpreter")


def test_a_record_of_the_old_year_takes_a_number_of_the_new_one(stage: Stage, pilot: SimpleNamespace) -> None:
    """The register runs by the year of recording: what was signed on 31 December is entered in January."""

    def door(moment: datetime) -> Door:
        return Door(clock=lambda: micros(moment))

    def sign(record: WrittenRecord, at: datetime, recorded: datetime) -> int:
        doing: dict[str, Any] = {"actor": pilot.officer, "occurred_at": at, "door": door(recorded)}
        perform(WrittenRecords.read_back, record, data={"how_read": "nobody_heard", "ended_at": at}, **doing)
        return perform(WrittenRecords.sign, record, data={"signing": "nobody_heard"}, **doing).record.number

    eve = datetime(YEAR, 12, 31, 23, 50, tzinfo=LEGAL_ZONE)
    january = datetime(YEAR + 1, 1, 1, 0, 5, tzinfo=LEGAL_ZONE)
    case = opened(stage, pilot)
    first, second, third, fourth = (drafted(stage, pilot, case) for _n in range(4))
    assert sign(first, eve, eve) == 1
    assert sign(second, january, january) == 1
    assert sign(third, eve, january) == 2
    assert sign(fourth, eve, january + timedelta(hours=1)) == 3


def test_numbers_have_no_gap_and_no_double_under_many_hands(
    stage: Stage, town: SimpleNamespace, connect: Callable[[str], object]
) -> None:
    people = town
    case = opened(stage, people)
    records = [drafted(stage, people, case) for _n in range(12)]
    for record in records:
        read(stage, people, record)
    failures: list[BaseException] = []

    def sign(mine: list[WrittenRecord]) -> None:
        from django.db import connection

        try:
            for record in mine:
                stage.do(WrittenRecords.sign, record.pk, actor=people.officer, data={"signing": "nobody_heard"})
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=sign, args=(records[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    refused = stage.refused(WrittenRecords.sign, case.pk, actor=people.officer, data={"signing": "nobody_heard"})
    assert refused.code == "kernel.no_record"
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(WrittenRecord.objects.values_list("number", flat=True)) == list(range(1, 13))
    case.refresh_from_db()
    assert (case.unsigned, case.written_records) == (0, 12)
    seal_all(connect("sealer"))
    assert WrittenRecords.signed_records.recount(YEAR) == 12


def test_a_line_that_a_browser_ends_twice_is_one_sign(pilot: SimpleNamespace) -> None:
    sent = {"kind": "finding", "text": "السطر الأول.\r\nالسطر الثاني."}
    form = StepForm(WrittenRecords.draft, Actor.of(pilot.officer), None, sent)
    form.is_valid()
    assert form.content()["text"] == "السطر الأول.\nالسطر الثاني."
