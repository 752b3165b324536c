"""The models of written records, and moments in words."""

from datetime import datetime
from types import SimpleNamespace

import pytest
from tests.stage import Stage

from hasila.institution.career import Officer
from hasila.institution.units import Unit
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.kinds import RecordKind
from hasila.modules.casefiles.parties import Party
from hasila.modules.casefiles.record_rules import BLANK
from hasila.modules.casefiles.record_texts import Material, model_text, models
from hasila.modules.casefiles.spoken import french_number, moment_in_words
from hasila.modules.casefiles.tests.conftest import entered, opened
from hasila.plain.moments import LEGAL_ZONE


@pytest.mark.parametrize(
    ("moment", "arabic", "french"),
    [
        (
            (2025, 1, 12, 10, 30),
            "في سنة ألفين وخمسة وعشرين، وفي اليوم الثاني عشر من شهر يناير، على الساعة العاشرة وثلاثين دقيقة",
            "L'an deux mille vingt-cinq, le douze janvier, à dix heures trente minutes",
        ),
        (
            (2000, 8, 1, 0, 1),
            "في سنة ألفين، وفي اليوم الأول من شهر غشت، على الساعة الصفر ودقيقة واحدة",
            "L'an deux mille, le premier août, à zéro heure une minute",
        ),
        (
            (2031, 12, 21, 21, 21),
            "في سنة ألفين وواحد وثلاثين، وفي اليوم الحادي والعشرين من شهر دجنبر، على الساعة الحادية والعشرين "
            "وإحدى وعشرين دقيقة",
            "L'an deux mille trente et un, le vingt et un décembre, à vingt et une heures vingt et une minutes",
        ),
        (
            (2026, 9, 30, 13, 5),
            "في سنة ألفين وستة وعشرين، وفي اليوم الثلاثين من شهر شتنبر، على الساعة الثالثة عشرة وخمس دقائق",
            "L'an deux mille vingt-six, le trente septembre, à treize heures cinq minutes",
        ),
        (
            (2011, 5, 11, 20, 12),
            "في سنة ألفين وأحد عشر، وفي اليوم الحادي عشر من شهر ماي، على الساعة العشرين واثنتي عشرة دقيقة",
            "L'an deux mille onze, le onze mai, à vingt heures douze minutes",
        ),
    ],
)
def test_a_moment_in_words(moment: tuple[int, ...], arabic: str, french: str) -> None:
    at = datetime(*moment, tzinfo=LEGAL_ZONE)  # type: ignore[arg-type,misc]
    assert moment_in_words(at, "ar") == arabic
    assert moment_in_words(at, "fr") == french


def test_french_numbers() -> None:
    said = {
        71: "soixante et onze",
        80: "quatre-vingts",
        81: "quatre-vingt-un",
        99: "quatre-vingt-dix-neuf",
        21: "vingt et un",
    }
    assert {number: french_number(number) for number in said} == said
    assert len({french_number(number) for number in range(100)}) == 100


def test_each_kind_has_its_model_in_both_languages() -> None:
    nearer = {"hearing_witness_sworn", "hearing_suspect_minor", "notification_child"}
    assert set(models("ar")) == set(models("fr")) == {*RecordKind.values, "opening", *nearer}


def test_an_officer_is_of_the_unit_where_they_serve(stage: Stage, pilot: SimpleNamespace) -> None:
    command = Unit.objects.get(code="PP-RAK")
    officer = Officer(arabic_name="هدى الصفريوي", unit=command)
    text = model_text("finding", "ar", Material(opened(stage, pilot), officer=officer))
    assert f"لدى {command.arabic}؛" in text and pilot.district.arabic not in text


def test_a_model_is_filled_in_from_the_file(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    woman = entered(
        stage, pilot, case, sex="F", arabic_name="سلمى بنعلي", latin_name="Salma Benali", shielded_address="مكان سري"
    )
    tricky = entered(stage, pilot, case, category="victim", arabic_name="{facts} ‹أ|ب›", card_number="")
    material = Material(case, party=woman, facing=tricky, parties=[woman, tricky])
    assert f"المحل الآتي: {BLANK}" in model_text("search", "ar", material)  # no place is guessed, the unit least of all
    arabic = model_text("hearing_suspect", "ar", material)
    assert "المشتبه فيها الآتية هويتها" in arabic
    assert "العنوان: محفوظ لدى المصلحة" in arabic
    assert "مكان سري" not in arabic
    assert (case.reference in arabic, "لدى دائرة" in arabic or "لدى" in arabic) == (True, True)
    assert "la mise en cause dont l'identité suit :\nNom et prénom : Salma Benali" in model_text(
        "hearing_suspect", "fr", material
    )
    assert "- {facts} ‹أ|ب›" in model_text("confrontation", "ar", material)
    for kind in RecordKind.values:
        for lang in ("ar", "fr"):
            assert BLANK in model_text(kind, lang, Material(case))


def test_a_minor_is_heard_with_the_guardian_and_a_child_is_handed_over() -> None:
    file = CaseFile(origin="flagrant", offence="theft_aggravated", unit=Unit(arabic="ولاية", french="Préfecture"))
    minor = Party(category="suspect", sex="M", arabic_name="أيمن الرامي", band="partly", guardian="حسن الرامي")
    heard = model_text("hearing_suspect", "ar", Material(file, party=minor))
    assert "الحدث المشتبه فيه الآتية هويته" in heard and f"وليه: حسن الرامي\nوذلك بحضور: {BLANK}" in heard
    minor.band, minor.guardian, minor.sex = "not_responsible", "", "F"
    given = model_text("notification", "ar", Material(file, party=minor))
    assert "سلمنا الطفلة الآتية هويتها، وهي غير مسؤولة جنائيا" in given and f"إلى وليها: {BLANK}" in given
    assert "Représentant légal" in model_text("hearing_suspect", "fr", Material(file, party=minor))
    minor.band = "adult"
    assert "سلمنا" not in model_text("notification", "ar", Material(file, party=minor))


def test_the_text_names_who_asked_and_a_judge_has_witnesses_sworn() -> None:
    letter = CaseFile(
        origin="letter_rogatory", origin_reference="45/2026", magistrate="ذ. السعدي", court="TPI-RAK",
        offence="extortion", unit=Unit(arabic="دائرة", french="Arrondissement"),
    )  # fmt: skip
    arabic, french = (model_text("hearing_witness", lang, Material(letter)) for lang in ("ar", "fr"))
    assert "وتنفيذا للإنابة القضائية رقم 45/2026 الصادرة عن ذ. السعدي، قاضي التحقيق لدى المحكمة الابتدائية" in arabic
    assert "أدى أمامنا اليمين القانونية" in arabic
    assert "avoir prêté serment" in french
    letter.origin = "prosecutor"
    asked = model_text("hearing_witness", "ar", Material(letter))
    assert "وبناء على تعليمات النيابة العامة رقم 45/2026؛" in asked
    assert "اليمين" not in asked
