"""A year is played through the door: deterministic, resumable, and what it makes is what was published."""

import csv
import io
import json
import os
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice

import pytest
import typer
from django.db import connections
from django.utils import translation
from typer.testing import CliRunner

from hasila.institution.figures import facts
from hasila.modules.annual_report.models import PlayedYear
from hasila.modules.annual_report.report import build
from hasila.simulation import cli
from hasila.simulation.days import day_of, index_of, moment, working_days
from hasila.simulation.plan import setting_of, streams_of
from hasila.simulation.play import LOCK, PlayRefused, Result, play
from tests.simulation.conftest import SCALE

SEED = 11
Targets = Callable[[Decimal], dict[str, int]]


def test_the_same_seed_gives_the_same_acts(country: None, small_year: Targets) -> None:
    def acts(seed: int) -> list[tuple]:
        setting, needed = setting_of(2024, SCALE, seed)
        return [
            (act.transition.key, act.record_id, act.actor, act.occurred_at, act.unit_id, repr(act.data))
            for stream in streams_of(setting, needed)
            for act in islice(stream.acts(), 300)
        ]

    first = acts(SEED)
    assert first == acts(SEED)
    assert first != acts(SEED + 1)
    assert all(at <= datetime(2025, 12, 31, tzinfo=UTC) for _k, _r, _a, at, _u, _d in first)


def test_what_was_not_published_is_not_played(db: None) -> None:
    with pytest.raises(PlayRefused):
        play(2019, SCALE, SEED)
    with pytest.raises(PlayRefused):
        play(2024, Decimal("1.5"), SEED)


def test_a_database_is_played_by_one_at_a_time(db: None) -> None:
    django = connections["default"]
    other = django.get_new_connection({**django.get_connection_params(), "autocommit": True})
    try:
        other.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        with translation.override("en"), pytest.raises(PlayRefused, match="already being played"):
            play(2024, SCALE, SEED)
    finally:
        other.close()
    assert not PlayedYear.objects.exists()
    for _again in range(2):  # a refused play frees the lock
        with translation.override("en"), pytest.raises(PlayRefused, match="scale"):
            play(2024, Decimal("1.5"), SEED)


def test_the_summary_is_data_for_programs_and_words_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    reasons = Counter({("personnel.discipline.decide", "kernel.wrong_state"): 3})
    monkeypatch.setattr(cli, "play", lambda *_given: Result(performed=1_200, refused=3, entries=1_300, reasons=reasons))
    app = typer.Typer()
    app.command()(cli.command)
    run = CliRunner().invoke
    data = json.loads(run(app, ["2024", "--format", "json"]).stdout)
    assert (data["performed"], data["already"], data["scale"]) == (1_200, False, "0.01")
    assert data["reasons"] == [{"step": "personnel.discipline.decide", "reason": "kernel.wrong_state", "lines": 3}]
    rows = list(csv.DictReader(io.StringIO(run(app, ["2024", "--format", "csv"]).stdout)))
    assert {"part": "performed", "step": "", "reason": "", "value": "1200"} in rows
    assert rows[-1]["step"] == "personnel.discipline.decide"
    for language, said in (("en", "1,200 acts"), ("fr", "1,200 actes"), ("ar", "1,200 إجراء")):
        with translation.override(language):
            assert said in run(app, ["2024"]).stdout
            assert run(app, ["2024", "--scale", "much"]).exit_code == 2


def test_offices_keep_holidays_and_shorter_days_in_ramadan() -> None:
    days = working_days()
    assert all(day.weekday() < 5 for day in days)
    assert days[index_of(days[40])] == days[40]
    labour_day = index_of(datetime(2024, 5, 1).date())
    assert day_of(labour_day).isoformat() == "2024-05-02"
    ordinary, ramadan = index_of(datetime(2024, 5, 6).date()), index_of(datetime(2024, 3, 18).date())
    assert moment(ordinary, 1.0) - moment(ordinary, 0.0) > moment(ramadan, 1.0) - moment(ramadan, 0.0)


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("HASILA_SLOW"), reason="about a minute; HASILA_SLOW=1 runs it")
def test_every_published_figure_agrees_at_the_sample_scale(country: None) -> None:
    play(2024, Decimal("0.001"), 2024)
    report = build(2024)
    assert [(line.key, line.value) for line in report.differing] == []
    assert report.failing == []
    assert report.compared >= 23
    assert {p.fact.id for line in report.lines for p in line.published} == {
        fact.id for fact in facts().values() if fact.year == 2024
    }
