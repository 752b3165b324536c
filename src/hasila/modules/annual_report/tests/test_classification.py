"""The series of crime: which offences each takes in, and the counts that stand behind a change."""

import pytest
from django.test import Client

from hasila.institution.figures import facts
from hasila.institution.offences import Series, iccs, offences
from hasila.kernel import indicators
from hasila.modules.annual_report.classification import all_classed, classed, definition_of


def test_each_series_of_the_tally_names_its_offences_and_their_iccs_classes() -> None:
    found = {one.indicator.key.rpartition(".")[2]: one for one in all_classed()}
    threat = found["theft_threat"]
    assert [one.code for one in threat.offences] == ["theft_threat", "theft_weapon"]
    assert [one.code for one in threat.classes] == ["04011"] and [one.code for one in threat.sections] == ["04"]
    assert {one.code for one in found["violent"].sections} == {"01", "02", "03", "04"}
    assert {one.series for one in found["violent"].offences} == {
        Series.THEFT_THREAT, Series.THEFT_VIOLENCE, Series.BANK_ROBBERY, Series.SEXUAL, Series.VIOLENT
    }  # fmt: skip
    assert all(one.iccs in iccs() for one in offences().values())


def test_every_published_figure_of_crime_has_a_definition() -> None:
    named = [fact.indicator for fact in facts().values() if fact.indicator.startswith("casefiles.")]
    assert len(named) == 10
    for key in named:
        assert definition_of(indicators.registry[key]), key
    change = indicators.registry["casefiles.case_files.sexual_change"]
    assert "ICCS 03" in str(definition_of(change))
    assert [one.iccs[:2] for one in classed(change).offences] == ["03"] * 4  # type: ignore[union-attr]


@pytest.mark.django_db
def test_the_methods_page_shows_offences_articles_and_classes() -> None:
    page = Client(HTTP_HOST="localhost", headers={"cookie": "django_language=en"}).get("/report/methods")
    text = page.content.decode()
    assert 'id="classes"' in text
    for said in ("Bank robbery", "040131", "Snatch theft", "Serious assault"):
        assert said in text, said


def test_a_figure_that_names_no_series_is_not_classed() -> None:
    assert classed(indicators.registry["casefiles.case_files.cases"]) is None
    assert classed(indicators.registry["documents.card.cards"]) is None
