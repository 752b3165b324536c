"""Names of units: joins of both languages, by hand."""

import pytest

from hasila.institution import naming


@pytest.mark.parametrize(
    ("template", "name", "expected"),
    [
        ("ولاية أمن {}", "الرباط", "ولاية أمن الرباط"),
        ("الأمن الجهوي ب{}", "تازة", "الأمن الجهوي بتازة"),
        ("المركز الرئيسي للقيادة والتنسيق ب{}", "الدار البيضاء", "المركز الرئيسي للقيادة والتنسيق بالدار البيضاء"),
        ("المنطقة الإقليمية للأمن ب{}", "وزان", "المنطقة الإقليمية للأمن بوزان"),
        ("مركز الإصدار ب{}", "25 مارس", "مركز الإصدار بـ25 مارس"),
        ("المديرية العامة للأمن الوطني", "", "المديرية العامة للأمن الوطني"),
    ],
)
def test_arabic_names_join_their_preposition(template: str, name: str, expected: str) -> None:
    assert naming.arabic(template, name) == expected


def test_the_arabic_lam_swallows_the_alef_of_the_article() -> None:
    assert naming.joined("ل", "الرباط") == "للرباط"
    assert naming.joined("ل", "تازة") == "لتازة"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Oujda", "Sûreté régionale d'Oujda"),
        ("Taza", "Sûreté régionale de Taza"),
        ("El Jadida", "Sûreté régionale d'El Jadida"),
        ("Hay Hassani", "Sûreté régionale de Hay Hassani"),
        ("Youssoufia", "Sûreté régionale de Youssoufia"),
        ("Le Caire", "Sûreté régionale du Caire"),
        ("Les Mureaux", "Sûreté régionale des Mureaux"),
        ("L'Océan", "Sûreté régionale de l'Océan"),
        ("Inezgane", "Sûreté régionale d'Inezgane"),
    ],
)
def test_french_names_elide_and_contract(name: str, expected: str) -> None:
    assert naming.french("Sûreté régionale de {}", name) == expected


def test_french_places_abroad_take_their_own_preposition() -> None:
    assert naming.french("Consulat à {}", "Le Caire") == "Consulat au Caire"
    assert naming.french("Consulat à {}", "Anvers") == "Consulat à Anvers"
