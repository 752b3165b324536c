"""The catalogue of offences: whole, sourced, and classed once."""

from django.utils.translation import override

from hasila.institution import law
from hasila.institution.offences import OffenceClass, OffenceField, Series, iccs, offence, offence_choices, offences

SECTIONS = 11


def test_every_offence_is_classed_by_the_nation_and_by_the_iccs() -> None:
    sections = [code for code in iccs() if len(code) == 2]
    assert sections == [f"{number:02d}" for number in range(1, SECTIONS + 1)]
    for item in offences().values():
        assert item.level in OffenceClass.values, item
        assert item.series in Series.values, item
        assert item.iccs in iccs(), item
        assert item.text in law.texts(), item
        assert item.arabic and item.french and item.english, item


def test_a_class_of_the_iccs_stands_under_its_section_and_no_code_stands_twice() -> None:
    for code in iccs():
        assert code[:2] in iccs()
    labels = [item.arabic for item in offences().values()]
    assert len(set(labels)) == len(labels)


def test_series_follow_the_iccs() -> None:
    by_series = {series: {o.iccs[:2] for o in offences().values() if o.series == series} for series in Series.values}
    assert by_series["drugs"] == {"06"}
    assert by_series["sexual"] == {"03"}
    assert by_series["theft_threat"] | by_series["theft_violence"] | by_series["bank_robbery"] == {"04"}
    assert by_series["car_theft"] | by_series["aggravated_theft"] == {"05"}
    assert by_series["violent"] == {"01", "02"}


def test_an_offence_is_cited_and_named_in_the_reader_s_language() -> None:
    robbery = offence("bank_robbery")
    assert (robbery.level, robbery.iccs) == ("felony", "040131")
    with override("fr"):
        assert robbery.label == "Attaque d'un établissement bancaire"
        assert "507" in law.cite(robbery.basis)
    with override("ar"):
        assert robbery.label == "السطو على مؤسسة بنكية"


def test_a_growing_catalogue_changes_no_table() -> None:
    _name, _path, _args, kwargs = OffenceField("Offence").deconstruct()
    assert "choices" not in kwargs
    assert next(code for code, _label in offence_choices()) in offences()
    assert len(offence_choices()) == len(offences())
