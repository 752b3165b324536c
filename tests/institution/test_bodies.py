"""Names of companies and other bodies: the legal form tells nobody apart, a further word does."""

import csv

import pytest
from django.utils.translation import override

from hasila.institution.names import DECISION, compare, reasons, similarity
from hasila.institution.names.bodies import FORMS
from hasila.institution.names.evidence import Description
from hasila.institution.names.lookup import asked, of
from hasila.institution.names.parts import FORM, LIKE_FORM, parts

with open(FORMS, encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("شركة الأمل ش.م.م", "STE AL AMAL SARL"),
        ("Société Al Amal SARL AU", "شركة الأمل"),
        ("شركة النقل البحري ش.م", "Société Annakl Al Bahri S.A."),
        ("تعاونية النور", "Coopérative Annour"),
        ("O.C.P. S.A.", "OCP SA"),
        ("Volkswagen Gesellschaft mit beschränkter Haftung", "Volkswagen GmbH"),
        ("ООО Ромашка", "Romachka, Общество с ограниченной ответственностью"),
        ("Siemens Aktiengeselschaft", "Siemens AG"),
        ("The Walt Disney Company", "Walt Disney Co."),
    ],
)
def test_one_body_is_known_whatever_form_is_written_with_it(one, other):
    assert similarity(one, other) == similarity(other, one) >= 0.9


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Al Amal SARL", "Al Amal Travaux SARL"),
        ("شركة الأمل ش.م.م", "شركة النور ش.م.م"),
        ("Alpha Corporation", "Beta Corporation"),
        ("Nuno Sá", "Nuno Silva"),
        ("Nuno Sá", "Pedro Sá"),
        ("Vincent Kompany", "Vincent Company SARL"),
    ],
)
def test_a_form_makes_no_two_names_alike(one, other):
    assert similarity(one, other) == similarity(other, one) < DECISION


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["form"])
def test_every_form_is_known_where_it_may_stand(row):
    name = f"{row['form']} Zarktan" if row["place"] == "start" else f"Zarktan {row['form']}"
    part = parts(name)[0 if row["place"] == "start" else -1]
    assert part.base == row["kind"], name
    assert part.marks == {FORM} if row["place"] == "any" else part.marks <= {FORM, LIKE_FORM}


def test_the_reader_is_told_that_the_form_agrees_and_nothing_where_one_has_none():
    with override("en"):
        said = reasons(compare("Zarktan SARL", "Zarktan, société à responsabilité limitée"))
        assert any("the same legal form" in line for line in said), said
        assert not any("SARL" in line for line in reasons(compare("Zarktan SARL", "Zarktan")))


def test_nobody_is_looked_up_by_a_form():
    plain, whole = Description(("Zarktan Belmokh",)), Description(("Société Zarktan Belmokh SARL",))
    assert of(whole).exact == of(plain).exact
    assert asked(whole).heard == asked(plain).heard
