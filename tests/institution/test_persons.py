"""Persons' files: recorded, corrected, merged and parted again; found in either script, by whoever may."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from hasila.institution.finding import Result, find
from hasila.institution.names.evidence import Description
from hasila.institution.persons import PersonFile, Persons
from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder
from hasila.institution.units import Unit
from hasila.kernel.access import acting
from hasila.kernel.ledger import Entry
from hasila.kernel.perform import perform
from hasila.kernel.refusals import Refused

DESK = Holder("desk", 101, Role.DESK_OFFICER, "PP-RBT", 3, "F", "ضابطة", "Agente")
JUDICIAL = Holder("judicial", 102, Role.JUDICIAL_OFFICER, "PP-RBT", 9, "M", "ضابط", "Officier")
ELSEWHERE = Holder("elsewhere", 103, Role.DESK_OFFICER, "PP-CAS", 3, "F", "ضابطة", "Agente")
CLERK = Holder("clerk", 104, Role.STATISTICIAN, "PP-RBT", 3, "F", "إحصائية", "Statisticienne")

ALAOUI = {
    "arabic_given": "محمد",
    "arabic_family": "العلوي",
    "latin_given": "Mohammed",
    "latin_family": "El Alaoui",
    "sex": "M",
    "born_on": date(1984, 3, 12),
    "born_at": "Rabat",
    "mother": "فاطمة بناني",
    "card_number": "AB123456",
}


@pytest.fixture
def desk(ledger_db: None) -> UUID:
    return ensure_holder(DESK)


def enter(actor: UUID, unit: str = "PP-RBT", **changes: Any) -> PersonFile:
    made = perform(Persons.enter, actor=actor, unit=Unit.objects.get(code=unit), data=ALAOUI | changes).record
    assert isinstance(made, PersonFile)
    return made


def code(act: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.refusal.code, caught.value.refusal.field


def sought(actor: UUID, name: str = "", **known: Any) -> Result:
    with acting(actor):
        return find(Description(names=(name,) if name else (), **known))


def test_a_person_is_found_in_the_other_script_by_whoever_holds_a_role(desk: UUID) -> None:
    file = enter(desk)
    other = enter(
        desk, arabic_given="يوسف", arabic_family="بنجلون", latin_given="", latin_family="", card_number=None, mother=""
    )
    for name in ("Mohamed Alaoui", "Alaoui Med", "محمد علوي", "Mouhamed Elalawi", "العلوي محمد", "Mohamed Alawi"):
        result = sought(desk, name)
        assert [one.person.pk for one in result.found[:1]] == [file.pk], name
        assert result.found[0].weighed.likeness > 0.8
    assert sought(desk, "Youssef Ben Jelloun").found[0].person.pk == other.pk
    # One letter misheard; a day and a month that changed places; the card alone, in small letters and Arabic digits.
    assert sought(desk, "Mohamed Alaoni", born_on=date(1984, 12, 3)).found[0].person.pk == file.pk
    assert sought(desk, card="ab ١٢٣٤٥٦").found[0].person.pk == file.pk
    # An officer of another territory finds the file; one without a role of the register finds none.
    assert sought(ensure_holder(ELSEWHERE), "Mohamed Alaoui").found[0].person.pk == file.pk
    assert sought(ensure_holder(CLERK), "Mohamed Alaoui").found == ()
    assert code(lambda: sought(desk, "  …  "))[0] == "persons.nothing_asked"
    assert code(lambda: sought(desk, "م" * 201))[0] == "persons.too_long"


def test_what_a_file_may_not_say(desk: UUID) -> None:
    enter(desk)
    nameless = dict.fromkeys(("arabic_given", "arabic_family", "latin_given", "latin_family"), "")
    assert code(lambda: enter(desk, card_number=None, **nameless)) == ("persons.no_name", "arabic_family")
    assert code(lambda: enter(desk, card_number=None, arabic_family="Alaoui")) == (
        "persons.wrong_script",
        "arabic_family",
    )
    assert code(lambda: enter(desk, card_number=None, born_on=date(2090, 1, 1))) == ("persons.born_later", "born_on")
    assert code(lambda: enter(desk, card_number=None, born_on=None, birth_year=1850)) == (
        "persons.born_too_early",
        "birth_year",
    )
    assert code(lambda: enter(desk, card_number=None, birth_year=1983)) == ("persons.year_differs", "birth_year")
    assert code(lambda: enter(desk, card_number=None, nationality="maroc"))[1] == "nationality"
    many = [f"Alias {number}" for number in range(21)]
    assert code(lambda: enter(desk, card_number=None, aliases=many)) == ("persons.too_many_names", "aliases")
    assert code(lambda: enter(desk)) == ("persons.card_taken", "card_number")
    assert code(lambda: enter(ensure_holder(CLERK), card_number=None))[0] == "kernel.no_mandate"
    assert code(lambda: perform(Persons.note, actor=desk, unit=Unit.objects.get(code="PP-RBT"), data=ALAOUI))[0] == (
        "kernel.only_consequent"
    )
    assert PersonFile.objects.count() == 1


def test_files_are_merged_by_an_official_and_parted_again(desk: UUID) -> None:
    judicial = ensure_holder(JUDICIAL)
    first = enter(desk)
    twin = enter(desk, latin_family="Alaoui Mdaghri", arabic_family="العلوي المدغري", card_number="AB1234567")
    grounds = {"grounds": "بصمة واحدة"}
    into = {"merged_into": first.pk, **grounds}
    assert code(lambda: perform(Persons.merge, twin, actor=desk, data=into))[0] == "kernel.no_mandate"
    assert code(lambda: perform(Persons.merge, first, actor=judicial, data=into))[0] == "persons.into_itself"
    perform(Persons.merge, twin, actor=judicial, data=into)
    twin.refresh_from_db()
    assert (twin.state, twin.merged_into_id) == ("merged", first.pk)
    # Both timelines tell of it, and a search for either name leads to the file that stands.
    acts = list(Entry.objects.filter(record_id=first.pk).order_by("record_version").values_list("act", flat=True))
    assert acts == ["institution.persons.enter", "institution.persons.take_in"]
    found = sought(desk, "Mohamed Alaoui Mdaghri").found
    assert [one.person.pk for one in found] == [first.pk]
    assert found[0].through is not None and found[0].through.pk == twin.pk
    # What was merged stands for nobody: nothing is merged into it, and its card number is free.
    third = enter(desk, card_number=None, latin_given="Mehdi", arabic_given="المهدي")
    refused = code(lambda: perform(Persons.merge, third, actor=judicial, data={"merged_into": twin.pk, **grounds}))
    assert refused == ("persons.not_live", "merged_into")
    perform(Persons.amend, third, actor=desk, data={"card_number": "AB1234567", "grounds": "من البطاقة"})
    assert code(lambda: perform(Persons.undo_merge, twin, actor=judicial, data=grounds))[0] == "persons.card_taken"
    perform(Persons.amend, third, actor=desk, data={"card_number": None, "grounds": "خطأ"})
    perform(Persons.undo_merge, twin, actor=judicial, data=grounds)
    twin.refresh_from_db()
    assert (twin.state, twin.merged_into_id, twin.parted_from_id) == ("recorded", None, first.pk)
    assert Entry.objects.filter(record_id=first.pk).order_by("-record_version")[0].act.endswith("give_back")
    assert {one.person.pk for one in sought(desk, "Mohamed Alaoui").found[:2]} == {first.pk, twin.pk}


def test_a_corrected_name_is_found_and_the_old_one_is_not(desk: UUID) -> None:
    file = enter(desk)
    changes = {"arabic_family": "بوكوس", "latin_family": "Boukous", "grounds": "حكم"}
    perform(Persons.amend, file, actor=desk, data=changes)
    assert sought(desk, "Boukous").found[0].person.pk == file.pk
    assert sought(desk, "Mohamed Alaoui").found == ()


def test_two_files_are_never_merged_into_each_other(desk: UUID) -> None:
    judicial = ensure_holder(JUDICIAL)
    one, other = enter(desk), enter(desk, card_number=None)

    def merge(pair: tuple[UUID, UUID]) -> str:
        try:
            perform(Persons.merge, pair[0], actor=judicial, data={"merged_into": pair[1], "grounds": "نفس الشخص"})
            return "done"
        except Refused as refused:
            return refused.refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(merge, [(one.pk, other.pk), (other.pk, one.pk)]))
    assert done.count("done") == 1, done
    assert PersonFile.objects.filter(state="merged").count() == 1
