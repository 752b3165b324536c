"""The tree of units: what the sources name, what is invented, and that the loader can be repeated."""

import time
from collections import Counter

import pytest
from django.db import connection
from django.utils import translation

from hasila.institution import generate, naming
from hasila.institution.load import all_units, load_institution
from hasila.institution.people import Corps, Grade
from hasila.institution.places import places, rows
from hasila.institution.units import Unit, UnitKind


def test_the_data_names_183_sourced_units_and_458_police_districts() -> None:
    units = all_units()
    assert sum(not unit.synthetic for unit in units) == 183
    districts = [unit for unit in units if unit.kind == UnitKind.POLICE_DISTRICT]
    assert len(districts) == 458
    assert sum(not unit.synthetic for unit in districts) == 8
    assert sum(unit.opened_on is not None and unit.opened_on.year == 2024 for unit in districts) == 4


def test_every_unit_has_its_own_code_id_and_names() -> None:
    units = all_units()
    for attribute in ("id", "code", "arabic", "path"):
        assert Counter(getattr(unit, attribute) for unit in units).most_common(1)[0][1] == 1, attribute
    assert all(unit.arabic and unit.french for unit in units)
    assert all(unit.source for unit in units if not unit.synthetic)
    assert {unit.kind for unit in units} <= set(UnitKind.values)
    assert {unit.place for unit in units} - {""} <= set(places())


def test_every_kind_has_a_template_that_fills() -> None:
    templates = {row["kind"]: row for row in rows("kinds.csv")}
    assert set(templates) == set(UnitKind.values)
    for row in templates.values():
        assert "{" not in naming.arabic(row["arabic"], "الرباط") + naming.french(row["french"], "Rabat")


def test_sourced_names_follow_their_templates_where_the_name_is_a_place() -> None:
    templates = {row["kind"]: row for row in rows("kinds.csv")}
    for unit in all_units():
        if unit.kind in (UnitKind.PREFECTURE, UnitKind.REGIONAL, UnitKind.PROVINCIAL, UnitKind.PROVINCIAL_DISTRICT):
            place = places()[unit.place]
            assert unit.arabic == naming.arabic(templates[unit.kind]["arabic"], place.arabic)
            assert unit.french == naming.french(templates[unit.kind]["french"], place.latin)


def test_the_committed_synthetic_units_are_what_the_generator_gives() -> None:
    made = [{name: str(row[name]) for name in generate.FIELDS} for row in generate.generated()]
    assert rows("synthetic_units.csv") == made


def test_paths_lead_from_the_root_to_the_unit() -> None:
    units = {unit.id: unit for unit in all_units()}
    for unit in units.values():
        chain = [int(part) for part in unit.path.strip("/").split("/")]
        assert chain[0] == 1 and chain[-1] == unit.id
        assert (chain[-2] if len(chain) > 1 else None) == unit.parent_id


@pytest.mark.django_db(databases=["default", "owner"])
def test_loading_is_quick_and_repeatable() -> None:
    start = time.process_time()  # of ours alone, whatever else the machine does
    first = load_institution()
    assert time.process_time() - start < 1
    assert load_institution() == first == Unit.objects.count()
    assert Grade.objects.count() == 18
    assert set(Grade.objects.values_list("corps", flat=True)) == set(Corps.values)


@pytest.mark.django_db
def test_a_unit_is_named_in_the_language_that_is_read() -> None:
    unit = Unit.objects.get(code="SR-TAZ")
    with translation.override("ar"):
        assert str(unit) == "الأمن الجهوي بتازة"
    with translation.override("en"):
        assert str(unit) == "Sûreté régionale de Taza"


@pytest.mark.django_db
def test_what_lies_below_a_unit_is_its_subtree() -> None:
    casablanca = Unit.objects.get(code="PP-CAS")
    below = set(casablanca.below().values_list("code", flat=True))
    assert {"PP-CAS", "DS-CAS-ANF", "AP-CAS-01"} <= below
    assert "PP-RBT" not in below
    assert casablanca.below().filter(kind=UnitKind.SECURITY_DISTRICT).count() == 13


@pytest.mark.django_db
def test_a_migrated_database_has_the_units() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM institution_unit WHERE kind = 'POLICE_DISTRICT'")
        assert cursor.fetchone()[0] == 458
